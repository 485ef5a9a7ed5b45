"""A field for who took a step of a process."""

from django.conf import settings
from django.db import models


def person_field(label):
    """The account of somebody who did something here; it is kept as long as the row is."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
