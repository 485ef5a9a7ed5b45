"""Signs of life of the parts that run without anybody watching."""

from django.db import models


class Lebenszeichen(models.Model):
    """When a part (worker, backup …) last did its work; its age says whether it still does."""

    name = models.CharField("Teil", max_length=60, primary_key=True)
    seen_at = models.DateTimeField("zuletzt gesehen")

    class Meta:
        verbose_name = "Lebenszeichen"
        verbose_name_plural = "Lebenszeichen"
        ordering = ["name"]

    def __str__(self):
        return self.name
