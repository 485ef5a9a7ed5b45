"""Funder and cohort with its programme rules."""

from datetime import timedelta
from decimal import Decimal

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone

from servicestelle.base.months import add_months

from ..choices import Finanzierungsart, Rechtsform
from ..querysets import FoerderzeitraumQuerySet


class NameRange(Func):
    """`daterange(von, bis)`: `bis` is the first day of the next name; empty means open or unknown."""

    function = "daterange"
    output_field = DateRangeField()


class Foerderer(models.Model):
    """Who gives the money. Its names change over time."""

    kuerzel = models.SlugField("Kürzel", max_length=40, unique=True)
    zweck = models.TextField("Zweck", blank=True)

    class Meta:
        verbose_name = "Förderer"
        verbose_name_plural = "Förderer"
        ordering = ["kuerzel"]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name of today: the newest one."""
        names = list(self.namen.all())
        return names[-1].name if names else self.kuerzel

    def name_on(self, day):
        """The name on `day`, as far as the days are known; else the name of today."""
        known = [
            n
            for n in self.namen.all()
            if (not n.gueltig_von or n.gueltig_von <= day) and (n.gueltig_bis and day < n.gueltig_bis)
        ]
        return known[-1].name if known else self.name


class FoerdererName(models.Model):
    """A name of a funder. Days that nobody has shown stay empty; the order is always known."""

    foerderer = models.ForeignKey(Foerderer, on_delete=models.CASCADE, related_name="namen")
    name = models.CharField("Name", max_length=200)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=1)
    gueltig_von = models.DateField("ab", null=True, blank=True)
    gueltig_bis = models.DateField("bis vor dem", null=True, blank=True)
    beleg = models.CharField("Beleg", max_length=200, blank=True)

    class Meta:
        verbose_name = "Name des Förderers"
        verbose_name_plural = "Namen des Förderers"
        ordering = ["foerderer", "reihenfolge"]
        constraints = [
            models.UniqueConstraint(fields=["foerderer", "reihenfolge"], name="projects_foerderername_reihenfolge"),
            models.CheckConstraint(
                condition=Q(gueltig_von__isnull=True)
                | Q(gueltig_bis__isnull=True)
                | Q(gueltig_bis__gt=F("gueltig_von")),
                name="projects_foerderername_gueltig",
                violation_error_message="Das Ende liegt nicht nach dem Beginn.",
            ),
            ExclusionConstraint(
                name="projects_foerderername_overlap",
                expressions=[
                    ("foerderer", RangeOperators.EQUAL),
                    (NameRange("gueltig_von", "gueltig_bis"), RangeOperators.OVERLAPS),
                ],
                condition=Q(gueltig_von__isnull=False) | Q(gueltig_bis__isnull=False),
                violation_error_message="Zu dieser Zeit hatte der Förderer schon einen anderen Namen.",
            ),
        ]

    def __str__(self):
        return self.name


class Foerderzeitraum(models.Model):
    """A cohort and its programme rules. The money is a foundation's: these are its own rules, not law.

    What nobody has shown stays empty. EUR, months, weeks, percent as the field names say.
    """

    name = models.CharField("Name", max_length=100, unique=True)
    slug = models.SlugField("Adresse", max_length=60, unique=True)
    foerderer = models.ForeignKey(
        Foerderer, on_delete=models.PROTECT, related_name="foerderzeitraeume", null=True, blank=True
    )
    von_jahr = models.PositiveSmallIntegerField("von Jahr")
    bis_jahr = models.PositiveSmallIntegerField("bis Jahr")
    fiktiv = models.BooleanField("erfunden (Demo)", default=False)
    plaetze = models.PositiveSmallIntegerField("geplante Plätze", null=True, blank=True)
    hoechstbetrag = models.DecimalField(
        "Höchstbetrag je Standort (EUR)",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    dauer_monate = models.PositiveSmallIntegerField("Dauer in Monaten", default=30)
    gesamtbetrag = models.DecimalField(
        "Gesamtbetrag (EUR)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    aufruf_von = models.DateField("Aufruf ab", null=True, blank=True)
    aufruf_bis = models.DateField("Aufruf bis (letzter Tag)", null=True, blank=True)
    rechtsform = models.CharField("Rechtsform", max_length=20, choices=Rechtsform.choices, blank=True)
    bestandskraft_noetig = models.BooleanField("Auszahlung erst nach Bestandskraft", null=True, blank=True)
    verwendung_wochen = models.PositiveSmallIntegerField("Verwendung binnen Wochen", null=True, blank=True)
    toleranz_prozent = models.DecimalField(
        "Toleranz je Posten (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    nachweis_monate = models.PositiveSmallIntegerField("Nachweis nach Monaten", null=True, blank=True)
    bagatelle = models.DecimalField("Bagatellgrenze (EUR)", max_digits=10, decimal_places=2, null=True, blank=True)
    zinsregel = models.TextField("Zinsregel", blank=True)
    finanzierungsart = models.CharField("Finanzierungsart", max_length=20, choices=Finanzierungsart.choices, blank=True)
    eigene_freigabe = models.BooleanField(
        "Wer geschrieben hat, darf selbst einreichen",
        null=True,
        blank=True,
        help_text="Nein heißt: Im Jugendamt reicht eine zweite Person ein. Ohne Angabe gilt: ja.",
    )
    nachlauf_wochen = models.PositiveSmallIntegerField(
        "Auszahlung noch Wochen nach dem letzten Tag", null=True, blank=True
    )
    aufbewahrung_jahre = models.PositiveSmallIntegerField("Aufbewahrung der Belege in Jahren", null=True, blank=True)

    objects = FoerderzeitraumQuerySet.as_manager()

    class Meta:
        verbose_name = "Förderzeitraum"
        verbose_name_plural = "Förderzeiträume"
        ordering = ["-von_jahr", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bis_jahr__gte=F("von_jahr")),
                name="projects_foerderzeitraum_jahre",
                violation_error_message="Das Endjahr liegt vor dem Anfangsjahr.",
            ),
            models.CheckConstraint(
                condition=Q(dauer_monate__gte=1, dauer_monate__lte=120),
                name="projects_foerderzeitraum_dauer",
                violation_error_message="Die Dauer liegt zwischen 1 und 120 Monaten.",
            ),
            models.CheckConstraint(
                condition=(Q(hoechstbetrag__isnull=True) | Q(hoechstbetrag__gt=0))
                & (Q(gesamtbetrag__isnull=True) | Q(gesamtbetrag__gt=0))
                & (Q(bagatelle__isnull=True) | Q(bagatelle__gte=0)),
                name="projects_foerderzeitraum_betraege",
                violation_error_message="Beträge sind größer als 0,00 €.",
            ),
            models.CheckConstraint(
                condition=Q(toleranz_prozent__isnull=True) | Q(toleranz_prozent__gte=0, toleranz_prozent__lte=100),
                name="projects_foerderzeitraum_toleranz",
                violation_error_message="Die Toleranz liegt zwischen 0 und 100 Prozent.",
            ),
            models.CheckConstraint(
                condition=(Q(nachlauf_wochen__isnull=True) | Q(nachlauf_wochen__lte=104))
                & (Q(aufbewahrung_jahre__isnull=True) | Q(aufbewahrung_jahre__gte=1, aufbewahrung_jahre__lte=30)),
                name="projects_foerderzeitraum_fristen",
                violation_error_message="Ausgezahlt wird höchstens 104 Wochen nach dem letzten Tag, aufbewahrt 1 bis 30 Jahre.",
            ),
            models.CheckConstraint(
                condition=Q(aufruf_von__isnull=True, aufruf_bis__isnull=True)
                | Q(aufruf_von__isnull=False, aufruf_bis__isnull=False, aufruf_bis__gte=F("aufruf_von")),
                name="projects_foerderzeitraum_aufruf",
                violation_error_message="Das Ende des Aufrufs liegt vor seinem Beginn, oder ein Tag fehlt.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="ceilings_hold",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("hoechstbetrag", "gesamtbetrag"),
                declare=[("highest", "numeric"), ("spent", "numeric")],
                func="""
                SELECT max(amount) FILTER (WHERE status NOT IN ('widerrufen', 'zurueckgenommen')),
                       coalesce(sum(CASE WHEN status IN ('widerrufen', 'zurueckgenommen') THEN reserved ELSE amount END), 0)
                  INTO highest, spent FROM projects_foerderung
                 WHERE foerderzeitraum_id = NEW.id AND status NOT IN ('entwurf', 'zur_zeichnung');
                IF highest > NEW.hoechstbetrag THEN
                    RAISE EXCEPTION 'Für einen Standort sind schon % bewilligt. Der Höchstbetrag kann nicht auf % sinken.',
                        projects_euro(highest), projects_euro(NEW.hoechstbetrag)
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderzeitraum_hoechstbetrag_holds';
                END IF;
                IF spent > NEW.gesamtbetrag THEN
                    RAISE EXCEPTION 'Zusammen sind schon % gebunden. Der Gesamtbetrag kann nicht auf % sinken.',
                        projects_euro(spent), projects_euro(NEW.gesamtbetrag)
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderzeitraum_gesamtbetrag_holds';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.name

    def get_office_url(self):
        return reverse("buero_foerderzeitraum", args=[self.pk])

    @property
    def needs_second_person(self):
        """True where whoever wrote does not submit (rule 6)."""
        return self.eigene_freigabe is False

    def pays_until(self, last_day):
        """The last day for payments of a grant that ends on `last_day`: the weeks the programme names, else its months for the Nachweis."""
        if self.nachlauf_wochen is not None:
            return last_day + timedelta(weeks=self.nachlauf_wochen)
        return add_months(last_day, self.nachweis_monate or 0)

    @property
    def has_open_call(self):
        """True while today lies in the call window."""
        return bool(self.aufruf_von and self.aufruf_von <= timezone.localdate() <= self.aufruf_bis)

    @property
    def aufruf_text(self):
        """The open call in a sentence; an invented one says so."""
        demo = "Nur in der Demo: " if self.fiktiv else ""
        return f"{demo}{self.name}. Jugendämter können bis zum {self.aufruf_bis:%d.%m.%Y} ihr Interesse bekunden."


class Kriterium(models.Model):
    """What Interessenbekundungen of a cohort are judged by: data of the programme, scored from 0 to `hoechstpunkte`."""

    foerderzeitraum = models.ForeignKey(Foerderzeitraum, on_delete=models.CASCADE, related_name="kriterien")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=1)
    name = models.CharField("Kriterium", max_length=120)
    erklaerung = models.CharField("Woran man es erkennt", max_length=300, blank=True)
    hoechstpunkte = models.PositiveSmallIntegerField("höchstens Punkte", default=5)

    class Meta:
        verbose_name = "Kriterium"
        verbose_name_plural = "Kriterien"
        ordering = ["foerderzeitraum", "reihenfolge", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["foerderzeitraum", "name"],
                name="projects_kriterium_once",
                violation_error_message="Dieses Kriterium hat der Förderzeitraum schon.",
            ),
            models.CheckConstraint(
                condition=Q(hoechstpunkte__gte=1, hoechstpunkte__lte=10),
                name="projects_kriterium_punkte",
                violation_error_message="Die höchste Punktzahl liegt zwischen 1 und 10.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="scores_hold",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("hoechstpunkte", "foerderzeitraum_id"),
                declare=[("highest", "int")],
                func="""
                SELECT max(punkte) INTO highest FROM projects_bewertung WHERE kriterium_id = NEW.id;
                IF highest > NEW.hoechstpunkte OR highest IS NOT NULL AND NEW.foerderzeitraum_id <> OLD.foerderzeitraum_id THEN
                    RAISE EXCEPTION 'Zu „%“ sind schon bis zu % Punkte vergeben. So lässt sich das Kriterium nicht mehr ändern.', OLD.name, highest
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_kriterium_scores_hold';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.name
