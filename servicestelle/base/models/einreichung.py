"""What was sent by a form: the row that makes a second post of the same form harmless."""

from django.db import models
from django.utils import timezone


class Einreichung(models.Model):
    """One accepted form, known by the number its page carried. Holds no content, only a keyed digest of it."""

    number = models.UUIDField("Formularnummer", primary_key=True, editable=False)
    form = models.CharField("Formular", max_length=60)
    digest = models.CharField("Prüfsumme des Inhalts", max_length=64)
    receipt = models.JSONField("Quittung", default=dict)
    created_at = models.DateTimeField("eingegangen", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "Einreichung"
        verbose_name_plural = "Einreichungen"
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.form} {self.number}"
