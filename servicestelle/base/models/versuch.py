"""How often something was tried that must not be tried without end: a login, a code, a mail to reset a password."""

from django.db import models
from django.utils import timezone


class Versuch(models.Model):
    """One purpose for one account. The key is a keyed digest: neither account nor visitor can be read from it."""

    key = models.CharField("Prüfsumme", max_length=64, primary_key=True, editable=False)
    count = models.PositiveIntegerField("Versuche", default=1)
    last_at = models.DateTimeField("zuletzt", default=timezone.now, db_index=True)
    blocked_until = models.DateTimeField("Pause bis", null=True, blank=True)

    class Meta:
        verbose_name = "Versuch"
        verbose_name_plural = "Versuche"
        ordering = ["-last_at"]

    def __str__(self):
        return f"{self.count} Versuche"
