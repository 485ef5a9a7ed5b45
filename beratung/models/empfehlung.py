"""A next step the adviser recommends and the Jugendamt ticks off."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ..querysets import EmpfehlungQuerySet
from .anfrage import Anfrage


class Empfehlung(models.Model):
    """One next step. Both sides read it; only the Jugendamt says that it is done."""

    anfrage = models.ForeignKey(Anfrage, on_delete=models.CASCADE, related_name="empfehlungen")
    text = models.CharField("Nächster Schritt", max_length=500)
    link = models.CharField("Seite im Portal", max_length=300, blank=True)
    faellig_am = models.DateField("bis wann", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("geschrieben am", default=timezone.now, editable=False)
    erledigt_at = models.DateTimeField("erledigt am", null=True, blank=True, editable=False)
    zurueckgenommen_at = models.DateTimeField("zurückgenommen am", null=True, blank=True, editable=False)

    objects = EmpfehlungQuerySet.as_manager()

    class Meta:
        verbose_name = "Empfehlung"
        verbose_name_plural = "Empfehlungen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="beratung_empfehlung_text"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__regex=r"^/($|[^/\\\s][^\\\s]*$)"),
                name="beratung_empfehlung_link",
                violation_error_message="Verlinken Sie eine Seite dieses Portals, zum Beispiel /standorte/.",
            ),
        ]

    def __str__(self):
        return f"Empfehlung zu {self.anfrage}"

    def get_absolute_url(self):
        return reverse("mein_anfrage", args=[self.anfrage.nummer])

    @property
    def scope(self):
        return self.anfrage.scope

    @property
    def is_done(self):
        return self.erledigt_at is not None

    @property
    def is_overdue(self):
        return not self.is_done and self.faellig_am is not None and self.faellig_am < timezone.localdate()
