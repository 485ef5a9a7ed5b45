"""A job: the outbox row that a worker claims with a lease."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..choices import Auftragsstatus
from ..querysets import AuftragQuerySet

MAX_ATTEMPTS = 3


class Auftrag(models.Model):
    """Work for a Celery worker. State, progress and result live here, never in the broker.

    `kind` is the registered name of a task, `key` keeps the same work from waiting twice.
    """

    kind = models.CharField("Art", max_length=80)
    title = models.CharField("Auftrag", max_length=200)
    params = models.JSONField("Angaben", default=dict, blank=True)
    scope = models.CharField("Bereich", max_length=60, blank=True)
    key = models.CharField("Schlüssel", max_length=120, blank=True)
    status = models.CharField("Stand", max_length=20, choices=Auftragsstatus.choices, default=Auftragsstatus.WARTEND)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    not_before = models.DateTimeField("frühestens", default=timezone.now)
    hinted_at = models.DateTimeField("zuletzt gemeldet", null=True, blank=True, editable=False)
    lease = models.UUIDField("Pacht", null=True, blank=True, editable=False)
    lease_until = models.DateTimeField("gepachtet bis", null=True, blank=True)
    step = models.CharField("Schritt", max_length=200, blank=True)
    share = models.PositiveSmallIntegerField("Anteil in Prozent", default=0)
    result = models.JSONField("Ergebnis", default=dict, blank=True)
    error = models.TextField("Grund", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("angelegt", default=timezone.now)
    started_at = models.DateTimeField("begonnen", null=True, blank=True)
    finished_at = models.DateTimeField("beendet", null=True, blank=True)
    token = models.UUIDField("öffentliche Nummer", default=uuid.uuid4, unique=True, editable=False)

    objects = AuftragQuerySet.as_manager()

    class Meta:
        verbose_name = "Auftrag"
        verbose_name_plural = "Aufträge"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(status__in=["wartend", "laufend"]), name="base_auftrag_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(status__in=["wartend", "laufend"]) & ~Q(key=""),
                name="base_auftrag_once",
                violation_error_message="Dieser Auftrag läuft schon.",
            ),
            models.CheckConstraint(condition=Q(share__lte=100), name="base_auftrag_share"),
            models.CheckConstraint(condition=Q(attempts__lte=MAX_ATTEMPTS), name="base_auftrag_attempts"),
            models.CheckConstraint(
                condition=Q(status="laufend", lease__isnull=False, lease_until__isnull=False, started_at__isnull=False)
                | (~Q(status="laufend") & Q(lease__isnull=True, lease_until__isnull=True)),
                name="base_auftrag_lease",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["fertig", "fehlgeschlagen", "abgebrochen"], finished_at__isnull=False)
                | Q(status__in=["wartend", "laufend"], finished_at__isnull=True),
                name="base_auftrag_finished",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.status in {Auftragsstatus.WARTEND, Auftragsstatus.LAUFEND}
