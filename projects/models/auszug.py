"""A file of figures that somebody ordered: it belongs to her alone and is forgotten after some weeks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from servicestelle.base.models import Auftrag

from ..choices import Auszugformat, Berichtsart
from ..querysets import AuszugQuerySet


class Auszug(models.Model):
    """One report of money as a file. `objekt` names its grant or cohort, `abfrage` is the filter it was ordered with.

    The file comes with a job; until then it has no name, no size and no hash.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="bestellt von", on_delete=models.CASCADE, related_name="+"
    )
    art = models.CharField("Bericht", max_length=20, choices=Berichtsart.choices)
    objekt = models.CharField("Gegenstand", max_length=80, blank=True)
    abfrage = models.CharField("Filter", max_length=1500, blank=True)
    format = models.CharField("Format", max_length=10, choices=Auszugformat.choices)
    auftrag = models.ForeignKey(Auftrag, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    filename = models.CharField("Dateiname", max_length=150, blank=True, editable=False)
    object_key = models.CharField("Ablage", max_length=200, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField("Größe in Byte", default=0, editable=False)
    created_at = models.DateTimeField("bestellt am", auto_now_add=True)

    objects = AuszugQuerySet.as_manager()

    class Meta:
        verbose_name = "Auszug"
        verbose_name_plural = "Auszüge"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_key"], condition=~Q(object_key=""), name="projects_auszug_object_key"
            ),
            models.CheckConstraint(condition=Q(art__in=Berichtsart.values), name="projects_auszug_art"),
            models.CheckConstraint(condition=Q(format__in=Auszugformat.values), name="projects_auszug_format"),
            models.CheckConstraint(
                condition=Q(object_key="", sha256="", filename="", size=0)
                | ~Q(object_key="") & Q(sha256__regex=r"^[0-9a-f]{64}$", size__gt=0) & ~Q(filename=""),
                name="projects_auszug_file",
            ),
        ]

    def __str__(self):
        return f"{self.get_art_display()} als {self.get_format_display()}"

    def get_absolute_url(self):
        return reverse("auszug", args=[self.pk])

    @property
    def is_ready(self):
        return bool(self.object_key)
