"""What the Jugendamt says at the end: whether the advice has helped."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..choices import Nutzen
from .anfrage import Anfrage

CHANGEABLE = timedelta(days=30)


class Rueckmeldung(models.Model):
    """One answer per case, which may be changed for 30 days from the first."""

    anfrage = models.OneToOneField(Anfrage, on_delete=models.CASCADE, related_name="rueckmeldung")
    nutzen = models.CharField("Hat es geholfen?", max_length=10, choices=Nutzen.choices)
    satz = models.CharField("In einem Satz", max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("gegeben am", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("geändert am", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "Rückmeldung"
        verbose_name_plural = "Rückmeldungen"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(nutzen__in=Nutzen.values), name="beratung_rueckmeldung_nutzen"),
            models.CheckConstraint(
                condition=Q(changed_at__lte=F("created_at") + CHANGEABLE),
                name="beratung_rueckmeldung_changeable",
                violation_error_message="Ihre Antwort steht fest: Ändern konnten Sie sie 30 Tage lang.",
            ),
        ]

    def __str__(self):
        return f"Rückmeldung zu {self.anfrage}"

    @property
    def changeable_until(self):
        return self.created_at + CHANGEABLE

    @property
    def is_changeable(self):
        return timezone.now() <= self.changeable_until
