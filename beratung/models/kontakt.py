"""A documented contact of a case: what was talked about, with how many, how long, and what came of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from servicestelle.base.models import Thema

from ..choices import KONTAKTFORMATE, MOST_MINUTES
from ..querysets import KontaktQuerySet
from .anfrage import Anfrage


def _minutes(label):
    most = MaxValueValidator(MOST_MINUTES, f"Höchstens {MOST_MINUTES} Minuten, das sind fünf Tage.")
    return models.PositiveSmallIntegerField(label, default=0, validators=[most])


class Kontakt(models.Model):
    """One contact with the Jugendamt as the office documents it; times are minutes.

    The Jugendamt reads day, format and `vereinbarungen`. Result, next steps and preparation stay in the office.
    """

    anfrage = models.ForeignKey(Anfrage, on_delete=models.CASCADE, related_name="kontakte")
    am = models.DateField("Tag")
    format = models.CharField("Form", max_length=20, choices=KONTAKTFORMATE)
    themen = models.ManyToManyField(Thema, verbose_name="Themen", blank=True, related_name="kontakte")
    teilnehmende = models.PositiveSmallIntegerField("Teilnehmende", default=1, validators=[MinValueValidator(1)])
    beratung_minuten = _minutes("Beratung in Minuten")
    vorbereitung_minuten = _minutes("Vorbereitung in Minuten")
    ergebnis = models.TextField("Ergebnis", blank=True)
    vereinbarungen = models.TextField("Vereinbarungen", blank=True)
    weiteres_vorgehen = models.TextField("Weiteres Vorgehen", blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("geschrieben am", default=timezone.now, editable=False)

    objects = KontaktQuerySet.as_manager()

    class Meta:
        verbose_name = "Kontakt"
        verbose_name_plural = "Kontakte"
        ordering = ["-am", "-pk"]
        indexes = [models.Index(fields=["am"], name="beratung_kontakt_am")]
        constraints = [
            models.CheckConstraint(
                condition=Q(am__lte=TruncDate("created_at")),
                name="beratung_kontakt_am_past",
                violation_error_message="Dieser Tag liegt in der Zukunft. Dokumentieren Sie, was schon war.",
            ),
            models.CheckConstraint(
                condition=Q(format__in=[value for value, _ in KONTAKTFORMATE]), name="beratung_kontakt_format"
            ),
            models.CheckConstraint(
                condition=Q(teilnehmende__gte=1),
                name="beratung_kontakt_teilnehmende",
                violation_error_message="Mindestens ein Mensch hat teilgenommen.",
            ),
            models.CheckConstraint(
                condition=Q(beratung_minuten__lte=MOST_MINUTES, vorbereitung_minuten__lte=MOST_MINUTES),
                name="beratung_kontakt_minuten_most",
                violation_error_message=f"Ein Kontakt dauert höchstens {MOST_MINUTES} Minuten, das sind fünf Tage.",
            ),
            models.CheckConstraint(
                condition=Q(beratung_minuten__gt=0) | Q(vorbereitung_minuten__gt=0),
                name="beratung_kontakt_minuten_some",
                violation_error_message="Geben Sie Minuten an: für die Beratung, die Vorbereitung oder beides.",
            ),
        ]

    def __str__(self):
        return f"Kontakt vom {self.am:%d.%m.%Y} zu {self.anfrage}"
