"""A request for Fachberatung, its shared messages and the office's own notes."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from jugendaemter.models import Jugendamt
from servicestelle.base.models import Thema

from ..choices import AKTIV, BEENDET, Anfragestatus, Beratungsformat
from ..querysets import AnfrageQuerySet, NachrichtQuerySet


class Anfrage(models.Model):
    """A Jugendamt asks for advice. The number comes with the confirmed address; `zugang` makes the secret status link."""

    nummer = models.CharField("Nummer", max_length=20, unique=True, null=True, blank=True, editable=False)
    status = models.CharField(
        "Stand", max_length=20, choices=Anfragestatus.choices, default=Anfragestatus.UNBESTAETIGT, editable=False
    )
    ruhte_in = models.CharField("Stand vor dem Ruhen", max_length=20, blank=True, editable=False)
    jugendamt = models.ForeignKey(Jugendamt, on_delete=models.PROTECT, related_name="anfragen")
    name = models.CharField("Name", max_length=150)
    funktion = models.CharField("Funktion", max_length=150, blank=True)
    email = models.EmailField("E-Mail-Adresse")
    telefon = models.CharField("Telefon", max_length=40, blank=True)
    themen = models.ManyToManyField(Thema, verbose_name="Themen", blank=True, related_name="anfragen")
    format = models.CharField(
        "Gewünschte Form", max_length=20, choices=Beratungsformat.choices, default=Beratungsformat.OFFEN
    )
    wunschtermine = models.CharField("Wunschtermine", max_length=300, blank=True)
    frage = models.TextField("Frage")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    zugang = models.UUIDField("Zugang", unique=True, null=True, default=uuid.uuid4, editable=False)
    zustaendig = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="zuständig",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="anfragen",
    )
    vorgaenger = models.OneToOneField(
        "self",
        verbose_name="Folgeanfrage zu",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="folge",
    )
    abschluss = models.TextField("Ergebnis oder Begründung", blank=True)
    created_at = models.DateTimeField("geschrieben am", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("eingegangen am", null=True, blank=True, editable=False)
    contacted_at = models.DateTimeField("erster Kontakt", null=True, blank=True, editable=False)
    ended_at = models.DateTimeField("beendet am", null=True, blank=True, editable=False)

    objects = AnfrageQuerySet.as_manager()

    class Meta:
        verbose_name = "Anfrage"
        verbose_name_plural = "Anfragen"
        ordering = ["-confirmed_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "confirmed_at"], name="beratung_anfrage_queue"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="unbestaetigt", nummer__isnull=True, confirmed_at__isnull=True)
                | (~Q(status="unbestaetigt") & Q(nummer__isnull=False, confirmed_at__isnull=False)),
                name="beratung_anfrage_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(nummer__isnull=True) | Q(nummer__regex=r"^FB-[0-9]{4}-[0-9]{4,}$"),
                name="beratung_anfrage_nummer",
            ),
            models.CheckConstraint(
                condition=Q(status__in=BEENDET, ended_at__isnull=False)
                | (~Q(status__in=BEENDET) & Q(ended_at__isnull=True)),
                name="beratung_anfrage_ended",
            ),
            models.CheckConstraint(
                condition=Q(status="ruhend", ruhte_in__in=AKTIV) | (~Q(status="ruhend") & Q(ruhte_in="")),
                name="beratung_anfrage_ruht",
            ),
            models.CheckConstraint(
                condition=Q(vorgaenger__isnull=True) | ~Q(vorgaenger=F("id")), name="beratung_anfrage_vorgaenger"
            ),
            models.CheckConstraint(condition=Q(format__in=Beratungsformat.values), name="beratung_anfrage_format"),
            models.CheckConstraint(condition=Q(status__in=Anfragestatus.values), name="beratung_anfrage_status"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="nummer_bleibt",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__nummer__isnull=False)
                & pgtrigger.Q(old__nummer__df=pgtrigger.F("new__nummer")),
            ),
        ]
        permissions = [("assign_anfrage", "Darf Anfragen anderen zuweisen")]

    def __str__(self):
        return self.nummer or f"Anfrage von {self.jugendamt}"

    @property
    def scope(self):
        return f"ags:{self.jugendamt_id}"

    @property
    def is_active(self):
        return self.status in AKTIV

    @property
    def is_ended(self):
        return self.status in BEENDET

    def get_office_url(self):
        return reverse("buero_anfrage", args=[self.nummer])


class Nachricht(models.Model):
    """One message of the shared thread; both sides read it."""

    anfrage = models.ForeignKey(Anfrage, on_delete=models.CASCADE, related_name="nachrichten")
    vom_buero = models.BooleanField("von der Servicestelle")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField("Text")
    created_at = models.DateTimeField("geschrieben am", default=timezone.now, editable=False)

    objects = NachrichtQuerySet.as_manager()

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Nachrichten"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"Nachricht zu {self.anfrage}"

    @property
    def scope(self):
        return self.anfrage.scope


class Notiz(models.Model):
    """A note of the office; the Jugendamt never sees it."""

    anfrage = models.ForeignKey(Anfrage, on_delete=models.CASCADE, related_name="notizen")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField("Text")
    created_at = models.DateTimeField("geschrieben am", default=timezone.now, editable=False)

    objects = NachrichtQuerySet.as_manager()

    class Meta:
        verbose_name = "Notiz"
        verbose_name_plural = "Notizen"
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"Notiz zu {self.anfrage}"
