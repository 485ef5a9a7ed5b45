"""What already served as proof that no script sends a form: the row that lets a proof count once."""

from django.db import models
from django.utils import timezone


class Spamnonce(models.Model):
    """One used proof. `nummer` is the form it counts for; empty means it was answered wrongly and counts for none."""

    nonce = models.CharField("Einmalzeichen", max_length=32, primary_key=True, editable=False)
    nummer = models.UUIDField("Formularnummer", null=True, editable=False)
    frage = models.BooleanField("durch die Frage", default=False)
    created_at = models.DateTimeField("benutzt am", default=timezone.now)
    expires_at = models.DateTimeField("vergessen ab", db_index=True)

    class Meta:
        verbose_name = "Benutzter Nachweis"
        verbose_name_plural = "Benutzte Nachweise"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="base_spamnonce_expires_later"
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(frage=True, nummer__isnull=False), name="base_spamnonce_hour"
            ),
        ]

    def __str__(self):
        return self.nonce
