"""The append-only audit log, its chain of hashes and the heads of that chain that are kept day by day."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from ..vorgaenge import label_of


class AppendOnly(models.Model):
    """Rows that are written once: the database refuses UPDATE and DELETE for every role.

    TRUNCATE is not granted to the application's role (`manage.py datenbankrolle`).
    """

    append_only = True
    by_trigger_only = False  # True: the application's role may not even INSERT

    class Meta:
        abstract = True
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Protokoll(AppendOnly):
    """Who did what to which record, when. Holds user numbers, never names or free text about persons."""

    at = models.DateTimeField("Zeitpunkt", default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verb = models.CharField("Vorgang", max_length=60)
    object_type = models.CharField("Art", max_length=60)
    object_id = models.CharField("Nummer", max_length=60)
    scope = models.CharField("Bereich", max_length=60, blank=True)
    details = models.JSONField("Einzelheiten", default=dict, blank=True)

    class Meta(AppendOnly.Meta):
        verbose_name = "Protokolleintrag"
        verbose_name_plural = "Protokoll"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="base_protokoll_object")]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="joins_the_chain",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="PERFORM base_protokoll_anmelden(NEW.id); RETURN NULL;",
            ),
        ]

    def __str__(self):
        return f"{label_of(self.verb)}, {timezone.localtime(self.at):%d.%m.%Y %H:%M}"


class Protokollglied(AppendOnly):
    """The place of one entry in the chain: its number in order of commit, the hash before it and its own.

    Written by the database alone, at commit. The row comes first, without a number; numbering waits for all other rules
    of that commit, because from then on every other writer of the log waits. So no two writers ever wait for each other.
    """

    by_trigger_only = True

    eintrag = models.OneToOneField(Protokoll, primary_key=True, on_delete=models.PROTECT, related_name="glied")
    nummer = models.PositiveBigIntegerField("Nummer", null=True, unique=True)
    vorgaenger = models.CharField("Prüfsumme davor", max_length=64, blank=True)
    hash = models.CharField("Prüfsumme", max_length=64, blank=True)

    class Meta(AppendOnly.Meta):
        verbose_name = "Glied des Protokolls"
        verbose_name_plural = "Glieder des Protokolls"
        ordering = ["nummer"]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__nummer__isnull=False),
            ),
            pgtrigger.Trigger(
                name="takes_its_number",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="PERFORM base_protokoll_verketten(NEW.eintrag_id); RETURN NULL;",
            ),
        ]

    def __str__(self):
        return f"Glied {self.nummer}: {self.hash}"


class Protokollstand(AppendOnly):
    """The head of the chain on one day. Kept outside too, it tells whether the log of that day is still the same."""

    tag = models.DateField("Tag", unique=True)
    eintraege = models.PositiveBigIntegerField("Einträge bis dahin")
    hash = models.CharField("Prüfsumme", max_length=64)
    created_at = models.DateTimeField("festgehalten am", default=timezone.now)

    class Meta(AppendOnly.Meta):
        verbose_name = "Stand des Protokolls"
        verbose_name_plural = "Stände des Protokolls"
        ordering = ["-tag"]

    def __str__(self):
        return f"Stand vom {self.tag:%d.%m.%Y}"

    @property
    def head(self):
        """As `manage.py protokoll_pruefen` prints and reads it."""
        return f"{self.eintraege}:{self.hash}"
