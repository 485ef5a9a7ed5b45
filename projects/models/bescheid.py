"""Legal documents of a grant: their templates, what is prepared, what is signed and frozen, what follows (rules 5 and 7)."""

import re
import secrets

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from servicestelle.base.models import AppendOnly

from ..choices import DECLARABLE, NAMES, REVOKING, Bescheidart, Erklaerungsart, Rechtsform, Zustellweg
from ..querysets import BescheidentwurfQuerySet, BescheidQuerySet
from .aenderungsantrag import Aenderungsantrag
from .anhoerung import Anhoerung
from .foerderung import Foerderung

PLACEHOLDERS = {  # what a template may name, in words for whoever edits it
    "jugendamt": "Name des Jugendamts",
    "foerderzeitraum": "Förderzeitraum",
    "foerderer": "woher das Geld kommt: „von der …“",
    "summe": "Fördersumme nach diesem Schreiben",
    "beginn": "erster Tag",
    "ende": "letzter Tag",
    "monate": "Dauer in Monaten, mit Verlängerung",
    "bezug": "Aktenzeichen und Tag der Bewilligung",
    "aenderung": "was sich ändert, in einem Satz",
    "anhoerung": "Tag der Anhörung und ob geantwortet wurde",
    "begruendung": "Begründung aus der Vorbereitung",
}


def new_code():
    """192 random bits for the address that proves a document genuine."""
    return secrets.token_urlsafe(24)


def check_placeholders(text):
    """Raise ValidationError when `text` names a placeholder that nobody fills."""
    if unknown := sorted(set(re.findall(r"{([^{}]*)}", text)) - set(PLACEHOLDERS)):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValidationError(f"Diese Platzhalter gibt es nicht: {', '.join(unknown)}. Möglich sind: {known}.")


class Briefvorlage(models.Model):
    """The words of one kind of document in one legal form; whoever signs freezes them with their values."""

    art = models.CharField("Art", max_length=20, choices=Bescheidart.choices)
    rechtsform = models.CharField("Rechtsform", max_length=20, choices=Rechtsform.choices)
    kennung = models.CharField("Kennung", max_length=50, unique=True, editable=False)
    betreff = models.CharField("Betreff", max_length=200, validators=[check_placeholders])
    text = models.TextField(
        "Text",
        validators=[check_placeholders],
        help_text="Absätze mit Leerzeilen trennen. Platzhalter: "
        + ", ".join(f"{{{name}}} ({words})" for name, words in PLACEHOLDERS.items())
        + ".",
    )
    belehrung = models.TextField(
        "Rechtsbehelfsbelehrung",
        blank=True,
        validators=[check_placeholders],
        help_text="Steht am Ende des Schreibens. Leer heißt: keine, etwa bei einem Vertrag.",
    )

    class Meta:
        verbose_name = "Briefvorlage"
        verbose_name_plural = "Briefvorlagen"
        ordering = ["rechtsform", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["art", "rechtsform"],
                name="projects_briefvorlage_once",
                violation_error_message="Diese Vorlage gibt es schon. Ändern Sie die vorhandene.",
            ),
            models.CheckConstraint(
                condition=Q(art__in=Bescheidart.values, rechtsform__in=Rechtsform.values),
                name="projects_briefvorlage_art",
            ),
        ]

    def __str__(self):
        return NAMES[self.rechtsform][self.art]

    def save(self, *args, **kwargs):
        self.kennung = f"{self.art}-{self.rechtsform}"
        super().save(*args, **kwargs)


class Bescheidentwurf(models.Model):
    """What one person prepared and a second one signs or gives back; a grant has one at a time.

    `betraege` is {number of a Budgetposten: new amount (EUR, text)} when the office changes the sum.
    """

    foerderung = models.OneToOneField(Foerderung, on_delete=models.PROTECT, related_name="bescheidentwurf")
    art = models.CharField("Art", max_length=20, choices=Bescheidart.choices)
    antrag = models.OneToOneField(
        Aenderungsantrag, on_delete=models.PROTECT, related_name="bescheidentwurf", null=True, blank=True
    )
    anhoerung = models.ForeignKey(Anhoerung, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    begruendung = models.TextField("Begründung", max_length=4000, blank=True)
    betraege = models.JSONField("neue Beträge", default=dict, blank=True)
    vorbereitet_von = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    vorbereitet_am = models.DateTimeField("vorbereitet am", default=timezone.now)

    objects = BescheidentwurfQuerySet.as_manager()

    class Meta:
        verbose_name = "vorbereiteter Bescheid"
        verbose_name_plural = "vorbereitete Bescheide"
        ordering = ["vorbereitet_am", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(art=Bescheidart.BEWILLIGUNG) | (Q(art__in=Bescheidart.values) & ~Q(begruendung="")),
                name="projects_bescheidentwurf_begruendung",
                violation_error_message="Sagen Sie dem Jugendamt, warum.",
            ),
        ]

    def __str__(self):
        return NAMES[self.rechtsform][self.art]

    @property
    def rechtsform(self):
        return self.foerderung.foerderzeitraum.rechtsform or Rechtsform.BESCHEID

    @property
    def scope(self):
        return self.foerderung.scope


class Bescheid(AppendOnly):
    """A signed document: frozen from the first moment. Whoever prepared is not who signed; both by their numbers.

    `amount` is the grant's sum after it, EUR. The PDF is made from `snapshot` alone; its Dokument has the key
    `dokument_key`. `code` opens the public page that says whether a document is genuine.
    """

    foerderung = models.ForeignKey(Foerderung, on_delete=models.PROTECT, related_name="bescheide")
    nummer = models.PositiveSmallIntegerField("Nummer")
    art = models.CharField("Art", max_length=20, choices=Bescheidart.choices)
    rechtsform = models.CharField("Rechtsform", max_length=20, choices=Rechtsform.choices)
    aktenzeichen = models.CharField("Aktenzeichen", max_length=30, unique=True)
    code = models.CharField("Code zur Prüfung", max_length=60, unique=True, default=new_code)
    amount = models.DecimalField("Fördersumme (EUR)", max_digits=12, decimal_places=2)
    antrag = models.OneToOneField(
        Aenderungsantrag, on_delete=models.PROTECT, related_name="bescheid", null=True, blank=True
    )
    anhoerung = models.OneToOneField(
        Anhoerung, on_delete=models.PROTECT, related_name="bescheid", null=True, blank=True
    )
    snapshot = models.JSONField("Inhalt")
    vorbereitet_nummer = models.PositiveBigIntegerField("vorbereitet von Konto Nr.")
    gezeichnet_nummer = models.PositiveBigIntegerField("gezeichnet von Konto Nr.")
    ausgefertigt_am = models.DateTimeField("ausgefertigt am", default=timezone.now)

    objects = BescheidQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = "Bescheid"
        verbose_name_plural = "Bescheide"
        permissions = [("sign_bescheid", "Darf Bescheide zeichnen")]
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(art__in=Bescheidart.values, rechtsform__in=Rechtsform.values),
                name="projects_bescheid_art",
            ),
            models.UniqueConstraint(fields=["foerderung", "nummer"], name="projects_bescheid_nummer"),
            models.UniqueConstraint(
                fields=["foerderung"],
                condition=Q(art=Bescheidart.BEWILLIGUNG),
                name="projects_bescheid_one_award",
                violation_error_message="Diese Förderung ist schon bewilligt. Was sich ändert, sagt eine Änderung.",
            ),
            models.UniqueConstraint(
                fields=["foerderung"],
                condition=Q(art__in=list(REVOKING)),
                name="projects_bescheid_one_end",
                violation_error_message="Diese Förderung ist schon widerrufen oder zurückgenommen.",
            ),
            models.CheckConstraint(
                condition=~Q(gezeichnet_nummer=F("vorbereitet_nummer")),
                name="projects_bescheid_vier_augen",
                violation_error_message="Wer vorbereitet hat, zeichnet nicht. Bitten Sie eine zweite Person.",
            ),
            models.CheckConstraint(
                condition=Q(art__in=list(REVOKING), anhoerung__isnull=False)
                | (~Q(art__in=list(REVOKING)) & Q(anhoerung__isnull=True)),
                name="projects_bescheid_anhoerung",
                violation_error_message="Vor Widerruf und Rücknahme steht eine Anhörung.",
            ),
            models.CheckConstraint(
                condition=Q(antrag__isnull=True) | Q(art__in=[Bescheidart.AENDERUNG, Bescheidart.ABLEHNUNG]),
                name="projects_bescheid_antrag",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[\w-]{22,}$"), name="projects_bescheid_code"
            ),  # ≥ 128 bits
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="of_one_grant",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NEW.antrag_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_aenderungsantrag a
                        WHERE a.id = NEW.antrag_id AND a.foerderung_id = NEW.foerderung_id)
                   OR NEW.anhoerung_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_anhoerung a
                        WHERE a.id = NEW.anhoerung_id AND a.foerderung_id = NEW.foerderung_id) THEN
                    RAISE EXCEPTION 'Bescheid, Antrag und Anhörung gehören zu einer Förderung.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_bescheid_of_one_grant';
                END IF;
                IF NEW.anhoerung_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_anhoerung a
                        WHERE a.id = NEW.anhoerung_id
                          AND (a.beantwortet_am IS NOT NULL OR a.antwort_bis < (now() AT TIME ZONE 'Europe/Berlin')::date)) THEN
                    RAISE EXCEPTION 'Die Anhörung läuft noch. Warten Sie die Antwort oder das Ende der Frist ab.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_bescheid_after_anhoerung';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.aktenzeichen}"

    def get_absolute_url(self):
        return reverse("mein_bescheid", args=[self.foerderung_id, self.nummer])

    def get_office_url(self):
        return reverse("buero_bescheid", args=[self.pk])

    @property
    def name(self):
        """What the document is called in its legal form."""
        return NAMES[self.rechtsform][self.art]

    @property
    def scope(self):
        return self.foerderung.scope

    @property
    def dokument_key(self):
        return f"bescheid:{self.pk}"

    @property
    def is_contract(self):
        return self.rechtsform == Rechtsform.VERTRAG

    @property
    def zustellung(self):
        """The delivery that counts: the last one; None before the first."""
        return max(self.zustellungen.all(), key=lambda row: row.pk, default=None)

    @property
    def declared(self):
        """Kinds of declarations there are to it."""
        return {row.art for row in self.erklaerungen.all()}

    @property
    def is_disputed(self):
        """True while an appeal is open."""
        return Erklaerungsart.RECHTSBEHELF in self.declared and Erklaerungsart.ERLEDIGT not in self.declared

    @property
    def is_final(self):
        """True when nothing can be said against it any more: waived, accepted, settled, or the last day is over."""
        if self.is_disputed:
            return False
        if self.declared & {Erklaerungsart.VERZICHT, Erklaerungsart.ANNAHME, Erklaerungsart.ERLEDIGT}:
            return True
        last = self.zustellung and self.zustellung.rechtsbehelf_bis
        return bool(last and last < timezone.localdate())

    @property
    def lage(self):
        """(words, tone) of how far it is from being final; None for what ends or refuses within a contract: nobody answers it."""
        if self.is_disputed:
            return "Rechtsbehelf offen", "warning"
        if self.is_contract and self.art not in DECLARABLE:
            return None
        words = "angenommen" if self.is_contract else "bestandskräftig"
        return (words.capitalize(), "success") if self.is_final else (f"Noch nicht {words}", "info")


class Zustellung(AppendOnly):
    """How and when a document went out. `rechtsbehelf_bis` is the last day for an appeal, empty for a contract."""

    bescheid = models.ForeignKey(Bescheid, on_delete=models.PROTECT, related_name="zustellungen")
    weg = models.CharField("Weg", max_length=20, choices=Zustellweg.choices)
    am = models.DateField("am")
    bekannt_am = models.DateField("gilt als bekannt gegeben am")
    rechtsbehelf_bis = models.DateField("Rechtsbehelf möglich bis", null=True, blank=True)
    actor_number = models.PositiveBigIntegerField("Konto Nr.", null=True, blank=True)
    at = models.DateTimeField("eingetragen am", default=timezone.now)

    class Meta(AppendOnly.Meta):
        verbose_name = "Zustellung"
        verbose_name_plural = "Zustellungen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weg__in=Zustellweg.values), name="projects_zustellung_weg"),
            models.CheckConstraint(
                condition=Q(bekannt_am__gte=F("am"))
                & (Q(rechtsbehelf_bis__isnull=True) | Q(rechtsbehelf_bis__gt=F("bekannt_am"))),
                name="projects_zustellung_tage",
            ),
        ]

    def __str__(self):
        return f"{self.get_weg_display()}, {self.am:%d.%m.%Y}"


class Erklaerung(AppendOnly):
    """What was declared to a document: once of each kind, for good."""

    bescheid = models.ForeignKey(Bescheid, on_delete=models.PROTECT, related_name="erklaerungen")
    art = models.CharField("Art", max_length=20, choices=Erklaerungsart.choices)
    am = models.DateField("am", default=timezone.localdate)
    actor_number = models.PositiveBigIntegerField("Konto Nr.", null=True, blank=True)
    at = models.DateTimeField("eingetragen am", default=timezone.now)

    class Meta(AppendOnly.Meta):
        verbose_name = "Erklärung"
        verbose_name_plural = "Erklärungen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(art__in=Erklaerungsart.values), name="projects_erklaerung_art"),
            models.UniqueConstraint(
                fields=["bescheid", "art"],
                name="projects_erklaerung_once",
                violation_error_message="Das ist schon erklärt.",
            ),
        ]

    def __str__(self):
        return f"{self.get_art_display()}, {self.am:%d.%m.%Y}"
