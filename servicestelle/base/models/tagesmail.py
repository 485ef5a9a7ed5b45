"""The daily mail about deadlines: who wants it, and whose turn was taken on which day."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from .mail import Mail


class Tagesmailwunsch(models.Model):
    """Whether a person wants the daily mail; without a row she does. `kennung` makes the link that ends it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="tagesmailwunsch"
    )
    an = models.BooleanField("Tagesmail erwünscht", default=True)
    kennung = models.UUIDField("Kennung", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "Wunsch zur Tagesmail"
        verbose_name_plural = "Wünsche zur Tagesmail"

    def __str__(self):
        return f"Tagesmail {'an' if self.an else 'aus'}"


class Tagesmail(models.Model):
    """The turn of one person on one day; without `mail` there was nothing to say. The rule `once` is what counts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tagesmails")
    tag = models.DateField("Tag")
    mail = models.ForeignKey(Mail, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField("entschieden am", default=timezone.now)

    class Meta:
        verbose_name = "Tagesmail"
        verbose_name_plural = "Tagesmails"
        ordering = ["-tag", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "tag"], name="base_tagesmail_once")]

    def __str__(self):
        return f"Tagesmail vom {self.tag:%d.%m.%Y}"
