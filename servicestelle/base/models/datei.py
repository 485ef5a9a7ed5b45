"""An uploaded private file: whose it is, what it holds, whether it may be opened."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..choices import DATEIWEGE, Dateistatus, Dateityp
from ..querysets import DateiQuerySet
from ..wege import keep_ways

LARGEST = 10 * 1024 * 1024  # bytes
ODD_LETTERS = r"[\u0001-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF/\\]"


class Datei(models.Model):
    """One stored file. Its record is known by type and number, its owner by `scope`; people get it through their record.

    The row is written after the file. A file the virus scanner refused is gone, its row stays and names what was found.
    """

    object_type = models.CharField("Art des Vorgangs", max_length=60)
    object_id = models.CharField("Nummer des Vorgangs", max_length=60)
    scope = models.CharField("Bereich", max_length=60, blank=True)
    name = models.CharField("Name", max_length=120)
    media_type = models.CharField("Art", max_length=100, choices=Dateityp.choices)
    size = models.PositiveIntegerField("Größe in Byte")
    sha256 = models.CharField("SHA-256", max_length=64)
    object_key = models.CharField("Ablage", max_length=60, unique=True)
    status = models.CharField("Stand", max_length=20, choices=Dateistatus.choices, editable=False)
    fund = models.CharField("gefundene Schadsoftware", max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="hochgeladen von",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("hochgeladen am", default=timezone.now, editable=False)
    checked_at = models.DateTimeField("geprüft am", null=True, blank=True, editable=False)

    objects = DateiQuerySet.as_manager()

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="base_datei_object"),
            models.Index(
                fields=["created_at"], condition=Q(status__in=["in_pruefung", "quarantaene"]), name="base_datei_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="base_datei_sha256"),
            models.CheckConstraint(condition=Q(object_key__regex=r"^dateien/[0-9a-f]{32}$"), name="base_datei_key"),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=LARGEST),
                name="base_datei_size",
                violation_error_message="Eine Datei darf höchstens 10 MB groß und nicht leer sein.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__regex=ODD_LETTERS),
                name="base_datei_name",
                violation_error_message="Der Name einer Datei hat weder Pfad noch Steuerzeichen.",
            ),
            models.CheckConstraint(condition=Q(media_type__in=Dateityp.values), name="base_datei_media_type"),
            models.CheckConstraint(
                condition=Q(status__in=["frei", "abgelehnt"], checked_at__isnull=False)
                | Q(status__in=["in_pruefung", "quarantaene"], checked_at__isnull=True),
                name="base_datei_checked",
            ),
            models.CheckConstraint(
                condition=(Q(status="abgelehnt") & ~Q(fund="")) | (~Q(status="abgelehnt") & Q(fund="")),
                name="base_datei_fund",
            ),
        ]
        triggers = [
            keep_ways(DATEIWEGE),
            pgtrigger.Trigger(
                name="frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF to_jsonb(NEW) - '{status,fund,checked_at,uploaded_by_id}'::text[]
                   IS DISTINCT FROM to_jsonb(OLD) - '{status,fund,checked_at,uploaded_by_id}'::text[] THEN
                    RAISE EXCEPTION 'Eine hochgeladene Datei ändert sich nicht mehr.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'base_datei_frozen';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"Datei {self.pk}"

    @property
    def is_released(self):
        return self.status == Dateistatus.FREI

    @property
    def is_refused(self):
        return self.status == Dateistatus.ABGELEHNT
