"""The grant of a Jugendamt and the lines of its Finanzierungsplan (rules 1 to 4 of the programme)."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from servicestelle.base.money import CENT
from servicestelle.base.wege import keep_ways

from ..choices import FOERDERWEGE, NOT_YET_AWARDED, OPEN, REVOKED, Foerderstatus, Postenart
from ..querysets import FoerderungQuerySet
from .foerderzeitraum import Foerderzeitraum
from .standort import Standort

DECIDES = (
    "status",
    "amount",
    "starts_on",
    "months",
    "extension_months",
    "jugendamt_id",
    "foerderzeitraum_id",
    "standort_id",
)

EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)  # a start outside is a slip, and its end may be no date any more


class MonthsAfter(Func):
    """`start + months + extension` as PostgreSQL's `date + interval` has it: month ends and leap days included."""

    template = "%(expressions)s"
    output_field = models.DateField()

    def as_sql(self, compiler, connection, **extra):
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        sql = "(({}) + make_interval(months => ({})::int + ({})::int))::date".format(*(part[0] for part in parts))
        return sql, [param for part in parts for param in part[1]]


class Period(Func):
    function = "daterange"
    output_field = DateRangeField()


def _balance(label):
    return models.DecimalField(label, max_digits=12, decimal_places=2, default=0, editable=False)


# Only an entry of the ledger moves a balance: its trigger runs one level deeper than what people write themselves.
KEPT_BY_LEDGER = """
                IF pg_trigger_depth() < 2 THEN
                    NEW.reserved := CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.reserved END;
                    NEW.paid := CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.paid END;
                END IF;
                RETURN NEW;
                """


class Foerderung(models.Model):
    """A grant. Amounts in EUR; `ends_before` is exclusive and made by the database, pages show `last_day`.

    `reserved` is what requests for payment hold, paid ones included; `paid` what was paid and not paid back.
    """

    jugendamt = models.ForeignKey("jugendaemter.Jugendamt", on_delete=models.PROTECT, related_name="foerderungen")
    foerderzeitraum = models.ForeignKey(
        Foerderzeitraum, verbose_name="Förderzeitraum", on_delete=models.PROTECT, related_name="foerderungen"
    )
    standort = models.OneToOneField(
        Standort, on_delete=models.PROTECT, related_name="foerderung", null=True, blank=True
    )
    status = models.CharField(
        "Stand", max_length=30, choices=Foerderstatus.choices, default=Foerderstatus.ENTWURF, editable=False
    )
    amount = models.DecimalField("Fördersumme (EUR)", max_digits=12, decimal_places=2)
    starts_on = models.DateField("Beginn", null=True, blank=True)
    months = models.PositiveSmallIntegerField(
        "Monate", help_text="Bei der Bewilligung aus dem Förderzeitraum übernommen."
    )
    extension_months = models.PositiveSmallIntegerField("Verlängerung (Monate)", default=0)
    extension_reason = models.TextField("Grund der Verlängerung", blank=True)
    ends_before = models.GeneratedField(
        expression=MonthsAfter("starts_on", "months", "extension_months"),
        output_field=models.DateField("endet vor dem", null=True),
        db_persist=True,
        verbose_name="endet vor dem",
    )
    bewilligt_am = models.DateTimeField("bewilligt am", null=True, blank=True, editable=False)
    reserved = _balance("abgerufen (EUR)")
    paid = _balance("ausgezahlt (EUR)")
    created_at = models.DateTimeField("angelegt am", auto_now_add=True)

    objects = FoerderungQuerySet.as_manager()

    class Meta:
        verbose_name = "Förderung"
        verbose_name_plural = "Förderungen"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Foerderstatus.values), name="projects_foerderung_status_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="projects_foerderung_amount",
                violation_error_message="Die Fördersumme ist größer als 0,00 €.",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=120, extension_months__lte=36),
                name="projects_foerderung_months",
                violation_error_message="Die Dauer liegt zwischen 1 und 120 Monaten, die Verlängerung bei höchstens 36.",
            ),
            models.CheckConstraint(
                condition=Q(extension_months=0) | ~Q(extension_reason=""),
                name="projects_foerderung_extension_reason",
                violation_error_message="Eine Verlängerung braucht einen Grund.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=NOT_YET_AWARDED, bewilligt_am__isnull=True)
                | (~Q(status__in=NOT_YET_AWARDED) & Q(bewilligt_am__isnull=False, starts_on__isnull=False)),
                name="projects_foerderung_awarded",
                violation_error_message="Eine bewilligte Förderung hat einen Beginn und den Tag der Bewilligung.",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, reserved__gte=F("paid"), amount__gte=F("reserved")),
                name="projects_foerderung_balance",
                violation_error_message="Abgerufen ist schon mehr als diese Fördersumme, oder mehr als noch frei ist.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__gte=EARLIEST, starts_on__lt=LATEST),
                name="projects_foerderung_beginn",
                violation_error_message=f"Der Beginn liegt zwischen den Jahren {EARLIEST.year} und {LATEST.year - 1}. Prüfen Sie die Jahreszahl.",
            ),
            ExclusionConstraint(
                name="projects_foerderung_no_overlap",
                expressions=[
                    ("jugendamt", RangeOperators.EQUAL),
                    (Period("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
                condition=Q(starts_on__isnull=False) & ~Q(status__in=REVOKED),
                violation_error_message="Dieses Jugendamt hat in dieser Zeit schon eine Förderung. Wählen Sie einen anderen Beginn.",
            ),
        ]
        triggers = [
            keep_ways(FOERDERWEGE),
            pgtrigger.Trigger(
                name="kept_by_ledger",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("reserved", "paid"),
                func=KEPT_BY_LEDGER,
            ),
            pgtrigger.Trigger(
                name="award_rules",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf(*DECIDES),
                declare=[("cohort", "projects_foerderzeitraum%ROWTYPE"), ("spent", "numeric")],
                func="""
                PERFORM 1 FROM projects_standort s WHERE s.id = NEW.standort_id
                    AND s.jugendamt_id = NEW.jugendamt_id AND s.foerderzeitraum_id = NEW.foerderzeitraum_id FOR SHARE;
                IF NEW.standort_id IS NOT NULL AND NOT FOUND THEN
                    RAISE EXCEPTION 'Der Standort gehört zu einem anderen Jugendamt oder Förderzeitraum als die Förderung. Wählen Sie einen, der zu beiden passt.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_standort_fits';
                END IF;
                IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('entwurf', 'zur_zeichnung') AND NEW.months <> OLD.months THEN
                    RAISE EXCEPTION 'Die Dauer von % Monaten ist seit der Bewilligung fest. Länger geht es nur als Verlängerung mit Grund.', OLD.months
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_months_fixed';
                END IF;
                IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('entwurf', 'zur_zeichnung') AND NEW.status IN ('entwurf', 'zur_zeichnung') THEN
                    RAISE EXCEPTION 'Eine bewilligte Förderung wird nicht wieder zum Entwurf. Der Weg zurück ist Widerruf oder Rücknahme.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_stays_awarded';
                END IF;
                IF NEW.status IN ('entwurf', 'zur_zeichnung') THEN RETURN NEW; END IF;
                -- locked by writing, not by FOR UPDATE: a transaction with an older snapshot then fails, it cannot overspend
                UPDATE projects_foerderzeitraum SET dauer_monate = dauer_monate WHERE id = NEW.foerderzeitraum_id
                    RETURNING * INTO cohort;
                IF TG_OP = 'INSERT' OR OLD.status IN ('entwurf', 'zur_zeichnung') THEN
                    NEW.months := cohort.dauer_monate;
                    UPDATE projects_budgetposten SET toleranz_prozent = coalesce(cohort.toleranz_prozent, 0)
                     WHERE foerderung_id = NEW.id;
                END IF;
                IF NEW.status IN ('widerrufen', 'zurueckgenommen') THEN RETURN NEW; END IF;
                IF NEW.amount > cohort.hoechstbetrag THEN
                    RAISE EXCEPTION 'Der Höchstbetrag je Standort ist %, diese Fördersumme %. Senken Sie die Fördersumme und ihre Budgetposten, oder erhöhen Sie zuerst den Höchstbetrag im Förderzeitraum.',
                        projects_euro(cohort.hoechstbetrag), projects_euro(NEW.amount)
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_ceiling';
                END IF;
                -- a revoked grant binds what was paid from it and did not come back
                SELECT coalesce(sum(CASE WHEN status IN ('widerrufen', 'zurueckgenommen') THEN reserved ELSE amount END), 0)
                  INTO spent FROM projects_foerderung
                 WHERE foerderzeitraum_id = NEW.foerderzeitraum_id AND id <> NEW.id
                   AND status NOT IN ('entwurf', 'zur_zeichnung');
                IF spent + NEW.amount > cohort.gesamtbetrag THEN
                    RAISE EXCEPTION 'Vom Gesamtbetrag des Förderzeitraums (%) sind noch % frei, diese Fördersumme ist %. Senken Sie die Fördersumme und ihre Budgetposten, oder erhöhen Sie zuerst den Gesamtbetrag im Förderzeitraum.',
                        projects_euro(cohort.gesamtbetrag), projects_euro(cohort.gesamtbetrag - spent), projects_euro(NEW.amount)
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_total';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="lines_sum_up",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("amount", "status"),
                timing=pgtrigger.Deferred,
                func="PERFORM projects_lines_sum_up(NEW.id); RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="phases_inside",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf(*DECIDES),
                timing=pgtrigger.Deferred,  # the period moves first, its phases follow in the same transaction
                declare=[("grant_row", "projects_foerderung%ROWTYPE")],
                func="""
                SELECT * INTO grant_row FROM projects_foerderung WHERE id = NEW.id;
                IF NOT FOUND OR grant_row.status IN ('widerrufen', 'zurueckgenommen') THEN RETURN NULL; END IF;
                PERFORM 1 FROM projects_standort WHERE id = grant_row.standort_id FOR UPDATE;
                IF EXISTS (SELECT 1 FROM projects_projektphase p WHERE p.standort_id = grant_row.standort_id
                            AND (p.beginn < grant_row.starts_on OR p.beginn >= grant_row.ends_before
                                 OR p.ende >= grant_row.ends_before)) THEN
                    RAISE EXCEPTION 'Eine Phase des Standorts liegt außerhalb der Förderung vom % bis %. Ändern Sie zuerst die Tage der Phase.',
                        to_char(grant_row.starts_on, 'DD.MM.YYYY'), to_char(grant_row.ends_before - 1, 'DD.MM.YYYY')
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_projektphase_inside';
                END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.jugendamt}, {self.foerderzeitraum}"

    def get_office_url(self):
        """Where the office goes on: a draft to its award, a grant to its money."""
        return reverse("buero_foerderung_bescheide" if self.is_draft else "buero_foerderung", args=[self.pk])

    @property
    def scope(self):
        return f"ags:{self.jugendamt_id}"

    @property
    def is_draft(self):
        """True until the award, while sums and time may still change."""
        return self.status in NOT_YET_AWARDED

    @property
    def is_open(self):
        """True while its money may be asked for."""
        return self.status in OPEN

    @property
    def is_running(self):
        """True while money may still be paid from it: not once it is closed or revoked."""
        return self.status not in [*REVOKED, Foerderstatus.ABGESCHLOSSEN]

    @property
    def waits_for_bestandskraft(self):
        """True while the programme does not pay yet (rule 7)."""
        return bool(self.foerderzeitraum.bestandskraft_noetig) and self.status == Foerderstatus.BEWILLIGT

    @property
    def left(self):
        """EUR nobody has asked for yet."""
        return self.amount - self.reserved

    @property
    def free(self):
        """EUR that can still be asked for: nothing once the grant is examined, closed or revoked."""
        return self.left if self.is_open else Decimal("0.00")

    @property
    def last_day(self):
        """The last day of the period, as pages show it; None while the start is open."""
        return self.ends_before - timedelta(days=1) if self.ends_before else None

    @property
    def payable_until(self):
        """The last day money may be paid, by the programme's rule; None while the start is open."""
        return self.foerderzeitraum.pays_until(self.last_day) if self.ends_before else None


class Budgetposten(models.Model):
    """A line of the Finanzierungsplan, EUR; own share and third-party money stand beside it.

    `toleranz_prozent` is the cohort's at the award: by so much the requests of one line may exceed it.
    """

    foerderung = models.ForeignKey(Foerderung, on_delete=models.CASCADE, related_name="budgetposten")
    art = models.CharField("Art", max_length=20, choices=Postenart.choices)
    bezeichnung = models.CharField("Bezeichnung", max_length=200, blank=True)
    amount = models.DecimalField("aus der Förderung (EUR)", max_digits=12, decimal_places=2)
    eigenanteil = models.DecimalField("Eigenanteil (EUR)", max_digits=12, decimal_places=2, default=0)
    drittmittel = models.DecimalField("Drittmittel (EUR)", max_digits=12, decimal_places=2, default=0)
    toleranz_prozent = models.DecimalField("Toleranz (%)", max_digits=5, decimal_places=2, default=0, editable=False)
    reserved = _balance("abgerufen (EUR)")
    paid = _balance("ausgezahlt (EUR)")

    class Meta:
        verbose_name = "Budgetposten"
        verbose_name_plural = "Budgetposten"
        ordering = ["foerderung", "art", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(art__in=Postenart.values), name="projects_budgetposten_art"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, eigenanteil__gte=0, drittmittel__gte=0),
                name="projects_budgetposten_amounts",
                violation_error_message="Beträge sind nicht negativ.",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, reserved__gte=F("paid"))
                & Q(reserved__lte=F("amount") + F("amount") * F("toleranz_prozent") / Decimal(100)),
                name="projects_budgetposten_balance",
                violation_error_message="Abgerufen ist schon mehr als dieser Posten mit seiner Toleranz.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kept_by_ledger",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("reserved", "paid"),
                func=KEPT_BY_LEDGER,
            ),
            pgtrigger.Trigger(
                name="of_one_grant",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("toleranz_prozent", "foerderung_id"),
                func="""
                IF TG_OP = 'INSERT' THEN
                    SELECT coalesce(z.toleranz_prozent, 0) INTO NEW.toleranz_prozent
                      FROM projects_foerderung f JOIN projects_foerderzeitraum z ON z.id = f.foerderzeitraum_id
                     WHERE f.id = NEW.foerderung_id;
                ELSIF pg_trigger_depth() < 2 THEN
                    NEW.toleranz_prozent := OLD.toleranz_prozent;
                    IF NEW.foerderung_id <> OLD.foerderung_id THEN
                        RAISE EXCEPTION 'Ein Budgetposten bleibt bei seiner Förderung.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_budgetposten_of_one_grant';
                    END IF;
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="lines_sum_up",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("amount", "foerderung_id") | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func="""
                IF TG_OP <> 'INSERT' THEN PERFORM projects_lines_sum_up(OLD.foerderung_id); END IF;
                IF TG_OP <> 'DELETE' THEN PERFORM projects_lines_sum_up(NEW.foerderung_id); END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.bezeichnung or self.get_art_display()

    @property
    def total(self):
        return self.amount + self.eigenanteil + self.drittmittel

    @property
    def ceiling(self):
        """What requests may take from it at most, tolerance included, EUR rounded down."""
        return (self.amount + self.amount * self.toleranz_prozent / 100).quantize(CENT, ROUND_DOWN)

    @property
    def left(self):
        """EUR nobody has asked for yet, tolerance included."""
        return self.ceiling - self.reserved
