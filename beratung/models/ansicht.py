"""A filter of the queue that a person keeps under a name."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from ..querysets import AnsichtQuerySet


class Ansicht(models.Model):
    """Keys and values of the queue's filter, for one person; pinned ones stand on the office's first page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ansichten")
    name = models.CharField("Name", max_length=60)
    abfrage = models.JSONField("Auswahl", default=dict)
    angeheftet = models.BooleanField("auf der Übersicht", default=False)
    created_at = models.DateTimeField("angelegt am", default=timezone.now, editable=False)

    objects = AnsichtQuerySet.as_manager()

    class Meta:
        verbose_name = "Ansicht"
        verbose_name_plural = "Ansichten"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="beratung_ansicht_once",
                violation_error_message="Eine Ansicht mit diesem Namen haben Sie schon. Wählen Sie einen anderen.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="beratung_ansicht_named"),
        ]

    def __str__(self):
        return self.name

    @property
    def url(self):
        query = urlencode(self.abfrage)
        return reverse("buero_anfragen") + (f"?{query}" if query else "")
