"""The secret address of a person's calendar feed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Kalenderlink(models.Model):
    """One person's feed: of its secret only the hash is kept, so nobody can read the address here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="kalenderlink"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("eingerichtet am", default=timezone.now)

    class Meta:
        verbose_name = "Kalenderlink"
        verbose_name_plural = "Kalenderlinks"

    def __str__(self):
        return f"Kalenderlink vom {timezone.localtime(self.created_at):%d.%m.%Y}"
