"""Something that is due: one row per duty, whatever app it belongs to; and every move of its day."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..choices import Fristseite, Verschiebegrund
from ..querysets import FristQuerySet
from .protokoll import AppendOnly


class Frist(models.Model):
    """What has to be done by when, and by which side. Its record is known by type and number, its owner by `scope`.

    `due_first` keeps the day the rule gave, so that a moved deadline stays visible as moved. `due_on` moves only by a
    Fristverschiebung: its trigger writes the new day, and none but it may.
    """

    art = models.CharField("Art", max_length=60)
    titel = models.CharField("Was ist zu tun", max_length=200)
    seite = models.CharField("Wer", max_length=20, choices=Fristseite.choices)
    zustaendig = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="zuständig",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="fristen",
    )
    scope = models.CharField("Bereich", max_length=60, blank=True)
    object_type = models.CharField("Art des Vorgangs", max_length=60)
    object_id = models.CharField("Nummer des Vorgangs", max_length=60)
    url = models.CharField("Adresse", max_length=200)
    due_on = models.DateField("fällig am")
    due_first = models.DateField("ursprünglich fällig am", editable=False)
    created_at = models.DateTimeField("angelegt am", default=timezone.now, editable=False)
    done_at = models.DateTimeField("erledigt am", null=True, blank=True)

    objects = FristQuerySet.as_manager()

    class Meta:
        verbose_name = "Frist"
        verbose_name_plural = "Fristen"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="base_frist_object"),
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="base_frist_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["art", "object_type", "object_id"],
                condition=Q(done_at__isnull=True),
                name="base_frist_once",
                violation_error_message="Diese Frist läuft schon.",
            ),
            models.CheckConstraint(condition=Q(seite__in=Fristseite.values), name="base_frist_seite"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="moves_with_a_reason",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("due_on", "due_first"),
                func="""
                IF NEW.due_first <> OLD.due_first OR (NEW.due_on <> OLD.due_on AND pg_trigger_depth() < 2) THEN
                    RAISE EXCEPTION 'Der Tag einer Frist ändert sich nur, wenn sie mit Grund verschoben wird.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'base_frist_moves_with_a_reason';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.titel} bis {self.due_on:%d.%m.%Y}"

    @property
    def is_overdue(self):
        return self.done_at is None and self.due_on < timezone.localdate()

    @property
    def is_due_today(self):
        return self.done_at is None and self.due_on == timezone.localdate()

    @property
    def is_moved(self):
        return self.due_on != self.due_first


class Fristverschiebung(AppendOnly):
    """One move of a due date: who, from → to, why. Writing it moves the deadline, in the database itself."""

    frist = models.ForeignKey(Frist, on_delete=models.PROTECT, related_name="verschiebungen")
    at = models.DateTimeField("Zeitpunkt", default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="Konto", null=True, on_delete=models.PROTECT, related_name="+"
    )
    von = models.DateField("bisher fällig am")
    auf = models.DateField("jetzt fällig am")
    grund = models.CharField("Grund", max_length=20, choices=Verschiebegrund.choices)

    class Meta(AppendOnly.Meta):
        verbose_name = "verschobene Frist"
        verbose_name_plural = "verschobene Fristen"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(von=F("auf")),
                name="base_fristverschiebung_moves",
                violation_error_message="Die Frist liegt schon auf diesem Tag. Wählen Sie einen anderen.",
            ),
            models.CheckConstraint(condition=Q(grund__in=Verschiebegrund.values), name="base_fristverschiebung_grund"),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="moves_the_deadline",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                UPDATE base_frist SET due_on = NEW.auf
                 WHERE id = NEW.frist_id AND due_on = NEW.von AND done_at IS NULL;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'Diese Frist ist erledigt oder liegt nicht mehr auf dem %.', to_char(NEW.von, 'DD.MM.YYYY')
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'base_fristverschiebung_fits';
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.von:%d.%m.%Y} → {self.auf:%d.%m.%Y}"
