"""The hearing before a grant is revoked: what the office asks, until when, what the Jugendamt answers."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ..choices import REVOKING, Bescheidart
from ..querysets import AnhoerungQuerySet
from .foerderung import Foerderung
from .personen import person_field

KINDS = [(art.value, art.label) for art in REVOKING]


class Anhoerung(models.Model):
    """One open hearing per grant. Its question never changes, only its deadline may; its answer comes once; it ends by a document or without."""

    foerderung = models.ForeignKey(Foerderung, on_delete=models.PROTECT, related_name="anhoerungen")
    art = models.CharField("Wozu", max_length=20, choices=KINDS)
    text = models.TextField("Anhörung", max_length=4000)
    antwort_bis = models.DateField("Antwort bis")
    created_by = person_field("begonnen von")
    created_at = models.DateTimeField("begonnen am", default=timezone.now, editable=False)
    antwort = models.TextField("Antwort", max_length=4000, blank=True, editable=False)
    beantwortet_von = person_field("beantwortet von")
    beantwortet_am = models.DateTimeField("beantwortet am", null=True, blank=True, editable=False)
    beendet_am = models.DateTimeField("beendet am", null=True, blank=True, editable=False)

    objects = AnhoerungQuerySet.as_manager()

    class Meta:
        verbose_name = "Anhörung"
        verbose_name_plural = "Anhörungen"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["foerderung"],
                condition=Q(beendet_am__isnull=True),
                name="projects_anhoerung_one_open",
                violation_error_message="Zu dieser Förderung läuft schon eine Anhörung.",
            ),
            models.CheckConstraint(
                condition=Q(art__in=[art for art, _ in KINDS]) & ~Q(text=""), name="projects_anhoerung_text"
            ),
            models.CheckConstraint(
                condition=Q(antwort="", beantwortet_am__isnull=True, beantwortet_von__isnull=True)
                | (~Q(antwort="") & Q(beantwortet_am__isnull=False, beantwortet_von__isnull=False)),
                name="projects_anhoerung_antwort",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stays_as_said",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP = 'DELETE'
                   OR (NEW.foerderung_id, NEW.art, NEW.text) IS DISTINCT FROM (OLD.foerderung_id, OLD.art, OLD.text)
                   OR (OLD.beantwortet_am IS NOT NULL OR OLD.beendet_am IS NOT NULL) AND NEW.antwort_bis <> OLD.antwort_bis
                   OR OLD.beantwortet_am IS NOT NULL AND (NEW.antwort, NEW.beantwortet_am, NEW.beantwortet_von_id)
                      IS DISTINCT FROM (OLD.antwort, OLD.beantwortet_am, OLD.beantwortet_von_id)
                   OR OLD.beendet_am IS NOT NULL AND NEW.beendet_am IS DISTINCT FROM OLD.beendet_am THEN
                    RAISE EXCEPTION 'Was in einer Anhörung gesagt ist, bleibt stehen.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_anhoerung_stays';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"Anhörung zu {'einem Widerruf' if self.art == Bescheidart.WIDERRUF else 'einer Rücknahme'}"

    def get_absolute_url(self):
        return reverse("mein_anhoerung", args=[self.foerderung_id, self.pk])

    @property
    def scope(self):
        return self.foerderung.scope

    @property
    def is_answered(self):
        return self.beantwortet_am is not None

    @property
    def waits(self):
        """True while the Jugendamt may still answer: nothing is decided before."""
        return not self.is_answered and self.beendet_am is None and self.antwort_bis >= timezone.localdate()

    @property
    def may_be_answered(self):
        return not self.is_answered and self.beendet_am is None
