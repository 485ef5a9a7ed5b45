"""A message the portal sends; the row is the truth, a job carries it out."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..querysets import ScopedQuerySet

NO_ADDRESS = r'[[:cntrl:][:space:],;:<>()"]|=\?|@.*@|^[^@]+$'  # lists, quotes, encoded words, no address at all


class Mail(models.Model):
    """One message to one address. `token` makes its Message-ID, so that a second delivery is known as the same."""

    token = models.UUIDField("Kennung", default=uuid.uuid4, unique=True, editable=False)
    to = models.EmailField("An")
    subject = models.CharField("Betreff", max_length=200)
    text = models.TextField("Text")
    html = models.TextField("HTML")
    scope = models.CharField("Bereich", max_length=60, blank=True)
    created_at = models.DateTimeField("geschrieben am", default=timezone.now)
    sent_at = models.DateTimeField("verschickt am", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "Mail"
        verbose_name_plural = "Mails"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(subject__regex=r"[[:cntrl:]]"), name="base_mail_subject_one_line"),
            models.CheckConstraint(condition=~Q(to__regex=NO_ADDRESS), name="base_mail_to_one_address"),
        ]

    def __str__(self):
        return self.subject
