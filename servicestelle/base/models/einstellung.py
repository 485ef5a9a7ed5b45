"""Numbers the office may set."""

from django.db import models


class Einstellung(models.Model):
    """One number with which the office steers a rule. Which ones there are, their words and bounds say the apps."""

    key = models.CharField("Schlüssel", max_length=60, primary_key=True)
    wert = models.PositiveIntegerField("Wert")

    class Meta:
        verbose_name = "Einstellung"
        verbose_name_plural = "Einstellungen"
        ordering = ["key"]

    def __str__(self):
        return self.key
