"""An exchange (event) and the registrations for it. The database itself counts the places that are taken."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from jugendaemter.models import Jugendamt
from servicestelle.base.models import Seite

from ..choices import MIT_ANTWORT, Anmeldestatus, Austauschlage
from ..querysets import AnmeldungQuerySet, AustauschangebotQuerySet

RESERVIERT = ("feed", "anmeldung")  # stand in addresses of their own
MOST_PLACES = 2000


class Austauschangebot(Seite):
    """An event people register for. `belegt` is counted by the database alone and never exceeds `plaetze`."""

    titel = models.CharField("Titel", max_length=200)
    slug = models.SlugField("Adresse", max_length=120, unique=True)
    text = models.TextField("Worum es geht", help_text="Absätze, **fett**, Listen mit - und [Verweise](/adresse/).")
    fuer_wen = models.CharField("Für wen", max_length=300, help_text="Zum Beispiel: Netzwerkkoordination im Jugendamt.")
    beginn = models.DateTimeField("Beginn")
    ende = models.DateTimeField("Ende")
    anmeldeschluss = models.DateTimeField("Anmeldeschluss")
    ort = models.CharField(
        "Ort", max_length=300, blank=True, help_text="Haus, Straße, Stadt. Bei einem Treffen per Video bleibt er leer."
    )
    videolink = models.CharField(
        "Link zum Video",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text="Ihn sehen nur Menschen, die einen Platz haben.",
    )
    plaetze = models.PositiveSmallIntegerField(
        "Plätze", validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    belegt = models.PositiveIntegerField("vergeben", default=0, editable=False)
    fiktiv = models.BooleanField("erfunden (nur in der Demo zu sehen)", default=False, editable=False)
    abgesagt_am = models.DateTimeField("abgesagt am", null=True, blank=True, editable=False)
    absage_grund = models.CharField("Grund der Absage", max_length=500, blank=True, editable=False)

    objects = AustauschangebotQuerySet.as_manager()

    class Meta(Seite.Meta):
        verbose_name = "Austausch"
        verbose_name_plural = "Austausch"
        ordering = ["-beginn", "-pk"]
        constraints = [
            *Seite.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ende__gt=F("beginn")),
                name="beratung_austauschangebot_ende",
                violation_error_message="Das Ende liegt nach dem Beginn.",
            ),
            models.CheckConstraint(
                condition=Q(anmeldeschluss__lte=F("beginn")),
                name="beratung_austauschangebot_anmeldeschluss",
                violation_error_message="Der Anmeldeschluss liegt vor dem Beginn oder zugleich mit ihm.",
            ),
            models.CheckConstraint(
                condition=~Q(ort="") | ~Q(videolink=""),
                name="beratung_austauschangebot_wo",
                violation_error_message="Nennen Sie einen Ort, einen Link zum Video oder beides.",
            ),
            models.CheckConstraint(
                condition=Q(plaetze__gte=1),
                name="beratung_austauschangebot_ein_platz",
                violation_error_message="Es gibt mindestens einen Platz.",
            ),
            models.CheckConstraint(
                condition=Q(belegt__lte=F("plaetze")),
                name="beratung_austauschangebot_plaetze",
                violation_error_message="Es sind mehr Plätze vergeben, als es dann gäbe.",
            ),
            models.CheckConstraint(
                condition=Q(abgesagt_am__isnull=True, absage_grund="")
                | (Q(abgesagt_am__isnull=False) & ~Q(absage_grund="")),
                name="beratung_austauschangebot_absage",
                violation_error_message="Zu einer Absage gehört ihr Grund.",
            ),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVIERT),
                name="beratung_austauschangebot_adresse",
                violation_error_message="Diese Adresse braucht das Portal selbst. Wählen Sie eine andere.",
            ),
        ]
        triggers = [
            *Seite.Meta.triggers,
            pgtrigger.Trigger(
                name="belegt_zaehlt_die_datenbank",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF pg_trigger_depth() < 2 THEN
                    NEW.belegt := CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.belegt END;
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.titel

    def get_absolute_url(self):
        return reverse("austauschangebot", args=[self.slug])

    def get_office_url(self):
        return reverse("buero_austausch_angebot", args=[self.pk])

    @property
    def wann(self):
        """„14.12.2026, 10:00 bis 12:00 Uhr“; both days when it lasts longer."""
        start, end = timezone.localtime(self.beginn), timezone.localtime(self.ende)
        if start.date() == end.date():
            return f"{start:%d.%m.%Y, %H:%M} bis {end:%H:%M} Uhr"
        return f"{start:%d.%m.%Y, %H:%M} Uhr bis {end:%d.%m.%Y, %H:%M} Uhr"

    @property
    def frei(self):
        return self.plaetze - self.belegt

    @property
    def is_cancelled(self):
        return self.abgesagt_am is not None

    @property
    def has_begun(self):
        return self.beginn <= timezone.now()

    @property
    def lage(self):
        """How it stands for somebody who wants to come."""
        now = timezone.now()
        if self.is_cancelled:
            return Austauschlage.ABGESAGT
        if self.ende < now:
            return Austauschlage.VORBEI
        if min(self.anmeldeschluss, self.beginn) <= now:
            return Austauschlage.GESCHLOSSEN
        return Austauschlage.OFFEN if self.frei > 0 else Austauschlage.VOLL

    @property
    def nimmt_an(self):
        """True while people may register, for a place or for the waiting list."""
        return self.is_published and self.lage in {Austauschlage.OFFEN, Austauschlage.VOLL}

    def search_entry(self):
        if self.fiktiv:
            return None
        return {
            "kind": "austauschangebot",
            "title": self.titel,
            "teaser": self.text,
            "body": f"{self.fuer_wen} {self.ort}",
        }


class Anmeldung(models.Model):
    """One person at one exchange; `zugang` makes the secret link. Whoever is `angemeldet` holds a place."""

    angebot = models.ForeignKey(
        Austauschangebot, verbose_name="Austausch", on_delete=models.PROTECT, related_name="anmeldungen"
    )
    status = models.CharField(
        "Stand", max_length=20, choices=Anmeldestatus.choices, default=Anmeldestatus.UNBESTAETIGT, editable=False
    )
    name = models.CharField("Name", max_length=150)
    email = models.EmailField("E-Mail-Adresse")
    jugendamt = models.ForeignKey(
        Jugendamt, on_delete=models.PROTECT, related_name="austauschanmeldungen", null=True, blank=True
    )
    konto = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="austauschanmeldungen",
    )
    zugang = models.UUIDField("Zugang", unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("geschrieben am", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("bestätigt am", null=True, blank=True, editable=False)
    wartet_seit = models.DateTimeField("wartet seit", null=True, blank=True, editable=False)
    abgemeldet_am = models.DateTimeField("abgemeldet am", null=True, blank=True, editable=False)
    teilgenommen = models.BooleanField("hat teilgenommen", null=True, blank=True, editable=False)

    objects = AnmeldungQuerySet.as_manager()

    class Meta:
        verbose_name = "Anmeldung"
        verbose_name_plural = "Anmeldungen"
        ordering = ["angebot", "created_at", "pk"]
        indexes = [models.Index(fields=["angebot", "status", "wartet_seit"], name="beratung_anmeldung_reihe")]
        constraints = [
            models.UniqueConstraint(
                F("angebot"),
                Lower("email"),
                name="beratung_anmeldung_einmal",
                violation_error_message="Mit dieser Adresse ist schon jemand angemeldet.",
            ),
            models.CheckConstraint(  # names every status: another one is refused by it too
                condition=Q(status="unbestaetigt", confirmed_at__isnull=True)
                | Q(status__in=MIT_ANTWORT, confirmed_at__isnull=False)
                | Q(status="abgemeldet"),
                name="beratung_anmeldung_bestaetigt",
            ),
            models.CheckConstraint(
                condition=Q(status="warteliste", wartet_seit__isnull=False)
                | (~Q(status="warteliste") & Q(wartet_seit__isnull=True)),
                name="beratung_anmeldung_wartet",
            ),
            models.CheckConstraint(
                condition=Q(status="abgemeldet", abgemeldet_am__isnull=False)
                | (~Q(status="abgemeldet") & Q(abgemeldet_am__isnull=True)),
                name="beratung_anmeldung_abgemeldet",
            ),
            models.CheckConstraint(
                condition=Q(teilgenommen__isnull=True) | Q(status="angemeldet"), name="beratung_anmeldung_teilnahme"
            ),
        ]
        triggers = [
            # Each change waits for the row of its exchange; the last place is taken by the first, whoever writes.
            pgtrigger.Trigger(
                name="haelt_einen_platz",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("status", "angebot_id"),
                func="""
                IF TG_OP = 'UPDATE' AND OLD.status = NEW.status AND OLD.angebot_id = NEW.angebot_id THEN
                    RETURN NULL;
                END IF;
                IF TG_OP <> 'INSERT' AND OLD.status = 'angemeldet' THEN
                    UPDATE beratung_austauschangebot SET belegt = belegt - 1 WHERE id = OLD.angebot_id;
                END IF;
                IF TG_OP <> 'DELETE' AND NEW.status = 'angemeldet' THEN
                    UPDATE beratung_austauschangebot SET belegt = belegt + 1 WHERE id = NEW.angebot_id;
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.angebot}"

    @property
    def is_confirmed(self):
        return self.status in MIT_ANTWORT

    @property
    def has_place(self):
        return self.status == Anmeldestatus.ANGEMELDET

    @property
    def bescheinigung_key(self):
        return f"bescheinigung:{self.pk}"
