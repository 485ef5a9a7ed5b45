"""Running numbers without gaps."""

from django.db import models


class Zaehler(models.Model):
    """The last number given out in one series, such as `FB-2026`; its row is the lock."""

    reihe = models.CharField("Reihe", max_length=40, primary_key=True)
    stand = models.PositiveIntegerField("zuletzt vergeben", default=0)

    class Meta:
        verbose_name = "Zähler"
        verbose_name_plural = "Zähler"
        ordering = ["reihe"]

    def __str__(self):
        return f"{self.reihe}: {self.stand}"
