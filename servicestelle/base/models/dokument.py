"""A made PDF: where its file lies, what it was made from, what the checks found."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..querysets import DokumentQuerySet


class Dokument(models.Model):
    """One stored PDF. The row is written after the file; `object_key` is its name in the file store."""

    key = models.CharField("gehört zu", max_length=120, db_index=True)
    title = models.CharField("Titel", max_length=300)
    filename = models.CharField("Dateiname", max_length=150)
    object_key = models.CharField("Ablage", max_length=200, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("Größe in Byte")
    pages = models.PositiveIntegerField("Seiten")
    scope = models.CharField("Bereich", max_length=60, blank=True)
    public = models.BooleanField("öffentlich", default=False)
    snapshot = models.JSONField("Stand der Daten", default=dict)
    findings = models.JSONField("Beanstandungen", default=list, blank=True)
    created_at = models.DateTimeField("gesetzt am", default=timezone.now)

    objects = DokumentQuerySet.as_manager()

    class Meta:
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="base_dokument_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0, pages__gt=0), name="base_dokument_not_empty"),
            models.CheckConstraint(
                condition=Q(public=False) | Q(findings=[]),
                name="base_dokument_public_checked",
                violation_error_message="Ein Dokument mit Beanstandungen kann nicht öffentlich sein.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF to_jsonb(NEW) - 'public' - 'scope' IS DISTINCT FROM to_jsonb(OLD) - 'public' - 'scope' THEN
                    RAISE EXCEPTION 'Ein gesetztes Dokument ändert sich nicht mehr. Setzen Sie ein neues.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'base_dokument_frozen';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_personal(self):
        """True when it belongs to one person, not to the portal (no scope) or to a Jugendamt."""
        return bool(self.scope) and not self.scope.startswith("ags:")
