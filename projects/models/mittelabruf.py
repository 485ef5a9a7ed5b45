"""A request of the Jugendamt for payment: period, purpose, and an amount for each line of the Finanzierungsplan."""

from decimal import Decimal

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from servicestelle.base.wege import keep_ways

from ..choices import ABRUFWEGE, IN_HAND, MIT_DER_FOERDERUNG, RELEASED, Abrufstatus
from ..querysets import MittelabrufQuerySet
from .foerderung import Budgetposten, Foerderung
from .personen import COHORT_OF_GRANT, person_field, second_person


class Mittelabruf(models.Model):
    """EUR for a part of the grant's period. From submitting on the ledger holds a reservation of exactly its lines.

    `von` and `bis` are first and last day. `rueckfrage` is what the office asks, `felder` names the fields it means.
    """

    foerderung = models.ForeignKey(Foerderung, on_delete=models.PROTECT, related_name="mittelabrufe")
    nummer = models.PositiveSmallIntegerField("Nummer", editable=False)
    status = models.CharField(
        "Stand", max_length=30, choices=Abrufstatus.choices, default=Abrufstatus.ENTWURF, editable=False
    )
    von = models.DateField("für die Zeit von")
    bis = models.DateField("bis (letzter Tag)")
    zweck = models.TextField("Wofür", max_length=2000)
    rueckfrage = models.TextField("Rückfrage", max_length=2000, blank=True, editable=False)
    felder = models.JSONField("Felder der Rückfrage", default=list, blank=True, editable=False)
    begruendung = models.TextField("Begründung", max_length=2000, blank=True, editable=False)
    created_by = person_field("angelegt von")
    created_at = models.DateTimeField("angelegt am", auto_now_add=True)
    geaendert_von = person_field("zuletzt geändert von")
    eingereicht_von = person_field("eingereicht von")
    eingereicht_am = models.DateTimeField("eingereicht am", null=True, blank=True, editable=False)
    geprueft_von = person_field("geprüft von")
    geprueft_am = models.DateTimeField("geprüft am", null=True, blank=True, editable=False)
    freigegeben_von = person_field("freigegeben von")
    freigegeben_am = models.DateTimeField("freigegeben am", null=True, blank=True, editable=False)
    ausgezahlt_am = models.DateTimeField("ausgezahlt am", null=True, blank=True, editable=False)

    objects = MittelabrufQuerySet.as_manager()

    class Meta:
        verbose_name = "Mittelabruf"
        verbose_name_plural = "Mittelabrufe"
        permissions = [
            ("check_mittelabruf", "Darf Mittelabrufe prüfen"),
            ("release_mittelabruf", "Darf Zahlungen freigeben und buchen"),
        ]
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["foerderung", "nummer"], name="projects_mittelabruf_nummer"),
            models.CheckConstraint(condition=Q(status__in=Abrufstatus.values), name="projects_mittelabruf_status"),
            models.CheckConstraint(
                condition=Q(bis__gte=F("von")),
                name="projects_mittelabruf_zeit",
                violation_error_message="Der letzte Tag liegt vor dem ersten.",
            ),
            models.CheckConstraint(
                condition=Q(eingereicht_von__isnull=True, eingereicht_am__isnull=True)
                | Q(eingereicht_von__isnull=False, eingereicht_am__isnull=False),
                name="projects_mittelabruf_eingereicht",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Abrufstatus.ENTWURF, Abrufstatus.ZURUECKGEZOGEN])
                | Q(eingereicht_am__isnull=False),
                name="projects_mittelabruf_erst_eingereicht",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Abrufstatus.GENEHMIGT, Abrufstatus.ABGELEHNT, *RELEASED])
                | Q(geprueft_von__isnull=False, geprueft_am__isnull=False),
                name="projects_mittelabruf_geprueft",
            ),
            models.CheckConstraint(
                condition=Q(status__in=RELEASED, freigegeben_von__isnull=False, freigegeben_am__isnull=False)
                | (~Q(status__in=RELEASED) & Q(freigegeben_von__isnull=True, freigegeben_am__isnull=True)),
                name="projects_mittelabruf_freigegeben",
            ),
            models.CheckConstraint(
                condition=Q(freigegeben_von__isnull=True) | ~Q(freigegeben_von=F("geprueft_von")),
                name="projects_mittelabruf_vier_augen",
                violation_error_message="Wer geprüft hat, gibt die Zahlung nicht frei. Bitten Sie eine zweite Person.",
            ),
            models.CheckConstraint(
                condition=Q(status=Abrufstatus.AUSGEZAHLT, ausgezahlt_am__isnull=False)
                | (~Q(status=Abrufstatus.AUSGEZAHLT) & Q(ausgezahlt_am__isnull=True)),
                name="projects_mittelabruf_ausgezahlt",
            ),
            models.CheckConstraint(
                condition=~Q(status=Abrufstatus.ABGELEHNT) | ~Q(begruendung=""),
                name="projects_mittelabruf_begruendung",
                violation_error_message="Sagen Sie dem Jugendamt, warum.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Abrufstatus.NACHGEFORDERT) | ~Q(rueckfrage=""),
                name="projects_mittelabruf_rueckfrage",
                violation_error_message="Sagen Sie dem Jugendamt, was fehlt.",
            ),
        ]
        triggers = [
            keep_ways(ABRUFWEGE, MIT_DER_FOERDERUNG),
            second_person("projects_mittelabruf_second_person", COHORT_OF_GRANT),
            pgtrigger.Trigger(
                name="booked_as_asked",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func="PERFORM projects_booked_as_asked(NEW.id); RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="of_one_grant",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("foerderung_id", "nummer"),
                condition=pgtrigger.Condition(
                    "OLD.foerderung_id IS DISTINCT FROM NEW.foerderung_id OR OLD.nummer IS DISTINCT FROM NEW.nummer"
                ),
                func="""
                RAISE EXCEPTION 'Ein Mittelabruf bleibt bei seiner Förderung und behält seine Nummer.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_mittelabruf_of_one_grant';
                """,
            ),
        ]

    def __str__(self):
        return f"Mittelabruf {self.nummer}"

    def get_absolute_url(self):
        return reverse("mein_mittelabruf", args=[self.foerderung_id, self.nummer])

    def get_office_url(self):
        return reverse("buero_mittelabruf", args=[self.pk])

    @property
    def scope(self):
        return self.foerderung.scope

    @property
    def is_in_hand(self):
        """True while the Jugendamt may change it."""
        return self.status in IN_HAND

    @property
    def amount(self):
        """The sum of its lines, EUR."""
        return sum((line.amount for line in self.posten.all()), Decimal(0))


class Abrufposten(models.Model):
    """What a Mittelabruf asks for from one line of the plan, EUR. Fixed while the office has the word."""

    mittelabruf = models.ForeignKey(Mittelabruf, on_delete=models.CASCADE, related_name="posten")
    budgetposten = models.ForeignKey(Budgetposten, on_delete=models.PROTECT, related_name="abgerufen")
    amount = models.DecimalField(
        "Betrag (EUR)", max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    class Meta:
        verbose_name = "Posten des Mittelabrufs"
        verbose_name_plural = "Posten des Mittelabrufs"
        ordering = ["budgetposten__art", "budgetposten"]
        constraints = [
            models.UniqueConstraint(fields=["mittelabruf", "budgetposten"], name="projects_abrufposten_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="projects_abrufposten_amount",
                violation_error_message="Der Betrag ist größer als 0,00 €.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fixed_with_the_office",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("abruf", "projects_mittelabruf%ROWTYPE")],
                func="""
                SELECT * INTO abruf FROM projects_mittelabruf
                 WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.mittelabruf_id ELSE NEW.mittelabruf_id END FOR UPDATE;
                IF abruf.status NOT IN ('entwurf', 'nachgefordert') THEN
                    RAISE EXCEPTION 'Dieser Mittelabruf liegt bei der Servicestelle. Seine Beträge sind fest.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_abrufposten_fixed';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                IF TG_OP = 'UPDATE' AND OLD.mittelabruf_id <> NEW.mittelabruf_id OR NOT EXISTS (
                        SELECT 1 FROM projects_budgetposten p
                         WHERE p.id = NEW.budgetposten_id AND p.foerderung_id = abruf.foerderung_id) THEN
                    RAISE EXCEPTION 'Der Posten gehört zu einer anderen Förderung als der Mittelabruf.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_abrufposten_of_one_grant';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.budgetposten)
