"""What people write to the Servicestelle without an account: a barrier they met, a general question."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..choices import Zuschriftart, Zuschriftstatus
from ..querysets import ZuschriftQuerySet


class Zuschrift(models.Model):
    """A message from outside. It counts once its address is confirmed; of the secret only the hash is kept."""

    art = models.CharField("Art", max_length=20, choices=Zuschriftart.choices)
    status = models.CharField(
        "Stand", max_length=20, choices=Zuschriftstatus.choices, default=Zuschriftstatus.UNBESTAETIGT, editable=False
    )
    email = models.EmailField("E-Mail-Adresse")
    name = models.CharField("Name", max_length=150, blank=True)
    seite = models.CharField("Seite", max_length=300, blank=True)
    text = models.TextField("Text")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("geschrieben am", default=timezone.now)
    confirmed_at = models.DateTimeField("bestätigt am", null=True, blank=True)
    answered_at = models.DateTimeField("erledigt am", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="erledigt von",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = ZuschriftQuerySet.as_manager()

    class Meta:
        verbose_name = "Zuschrift"
        verbose_name_plural = "Zuschriften"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="unbestaetigt", confirmed_at__isnull=True)
                | Q(status__in=["eingegangen", "erledigt"], confirmed_at__isnull=False),
                name="base_zuschrift_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(status="erledigt", answered_at__isnull=False)
                | (~Q(status="erledigt") & Q(answered_at__isnull=True)),
                name="base_zuschrift_answered",
            ),
        ]

    def __str__(self):
        return f"{self.nummer}: {self.get_art_display()}"

    @property
    def nummer(self):
        """The number people quote, `Z-2026-00042`."""
        return f"Z-{self.created_at:%Y}-{self.pk:05d}"
