"""The append-only audit log."""

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

    def __str__(self):
        return f"{label_of(self.verb)}, {timezone.localtime(self.at):%d.%m.%Y %H:%M}"
