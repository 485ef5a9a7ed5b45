"""What a Jugendamt asks to change in its grant: a longer time, a shift between lines, another person."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from servicestelle.base.money import format_euro
from servicestelle.base.wege import keep_ways

from ..choices import ANTRAGSWEGE, LONGEST_EXTENSION, Antragsart, Antragsstatus
from ..querysets import AenderungsantragQuerySet
from .foerderung import Budgetposten, Foerderung
from .personen import COHORT_OF_GRANT, person_field, second_person


def _line(label):
    return models.ForeignKey(
        Budgetposten, verbose_name=label, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )


NO_SHIFT = {"von_posten__isnull": True, "nach_posten__isnull": True, "betrag__isnull": True}


class Aenderungsantrag(models.Model):
    """Each kind has fields of its own: `monate`, or `von_posten`, `nach_posten` and `betrag` (EUR), or only its reason.

    Its content is fixed from submitting on; the decision is a document of its own.
    """

    foerderung = models.ForeignKey(Foerderung, on_delete=models.PROTECT, related_name="aenderungsantraege")
    nummer = models.PositiveSmallIntegerField("Nummer", editable=False)
    status = models.CharField(
        "Stand", max_length=20, choices=Antragsstatus.choices, default=Antragsstatus.ENTWURF, editable=False
    )
    art = models.CharField("Was soll sich ändern?", max_length=20, choices=Antragsart.choices)
    monate = models.PositiveSmallIntegerField("um wie viele Monate", null=True, blank=True)
    von_posten = _line("aus welchem Posten")
    nach_posten = _line("in welchen Posten")
    betrag = models.DecimalField("Betrag (EUR)", max_digits=12, decimal_places=2, null=True, blank=True)
    begruendung = models.TextField("Begründung", max_length=4000)
    created_by = person_field("angelegt von")
    created_at = models.DateTimeField("angelegt am", auto_now_add=True)
    geaendert_von = person_field("zuletzt geändert von")
    eingereicht_von = person_field("eingereicht von")
    eingereicht_am = models.DateTimeField("eingereicht am", null=True, blank=True, editable=False)

    objects = AenderungsantragQuerySet.as_manager()

    class Meta:
        verbose_name = "Änderungsantrag"
        verbose_name_plural = "Änderungsanträge"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["foerderung", "nummer"], name="projects_aenderungsantrag_nummer"),
            models.CheckConstraint(
                condition=Q(status__in=Antragsstatus.values), name="projects_aenderungsantrag_status"
            ),
            models.CheckConstraint(
                condition=Q(art=Antragsart.VERLAENGERUNG, monate__isnull=False, **NO_SHIFT)
                & Q(monate__gte=1, monate__lte=LONGEST_EXTENSION)
                | Q(art=Antragsart.PERSON, monate__isnull=True, **NO_SHIFT)
                | (
                    Q(art=Antragsart.UMSCHICHTUNG, monate__isnull=True, betrag__isnull=False, betrag__gt=0)
                    & Q(von_posten__isnull=False, nach_posten__isnull=False)
                    & ~Q(von_posten=F("nach_posten"))
                ),
                name="projects_aenderungsantrag_inhalt",
                violation_error_message="Zur gewählten Änderung fehlt eine Angabe, oder eine passt nicht zu ihr.",
            ),
            models.CheckConstraint(condition=~Q(begruendung=""), name="projects_aenderungsantrag_begruendung"),
            models.CheckConstraint(
                condition=Q(eingereicht_am__isnull=True, eingereicht_von__isnull=True)
                & Q(status__in=[Antragsstatus.ENTWURF, Antragsstatus.ZURUECKGEZOGEN])
                | (Q(eingereicht_am__isnull=False, eingereicht_von__isnull=False) & ~Q(status=Antragsstatus.ENTWURF)),
                name="projects_aenderungsantrag_eingereicht",
            ),
        ]
        triggers = [
            keep_ways(ANTRAGSWEGE),
            second_person("projects_aenderungsantrag_second_person", COHORT_OF_GRANT),
            pgtrigger.Trigger(
                name="fixed_with_the_office",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF TG_OP = 'UPDATE' AND OLD.status <> 'entwurf'
                   AND (NEW.foerderung_id, NEW.art, NEW.monate, NEW.von_posten_id, NEW.nach_posten_id, NEW.betrag, NEW.begruendung)
                       IS DISTINCT FROM (OLD.foerderung_id, OLD.art, OLD.monate, OLD.von_posten_id, OLD.nach_posten_id, OLD.betrag, OLD.begruendung) THEN
                    RAISE EXCEPTION 'Dieser Antrag ist eingereicht. Sein Inhalt ist fest.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_aenderungsantrag_fixed';
                END IF;
                IF EXISTS (SELECT 1 FROM projects_budgetposten p
                            WHERE p.id IN (NEW.von_posten_id, NEW.nach_posten_id) AND p.foerderung_id <> NEW.foerderung_id) THEN
                    RAISE EXCEPTION 'Die Posten gehören zu einer anderen Förderung.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_aenderungsantrag_of_one_grant';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"Änderungsantrag {self.nummer}"

    def get_absolute_url(self):
        return reverse("mein_aenderung", args=[self.foerderung_id, self.nummer])

    def get_office_url(self):
        return reverse("buero_aenderung", args=[self.pk])

    @property
    def scope(self):
        return self.foerderung.scope

    @property
    def is_draft(self):
        return self.status == Antragsstatus.ENTWURF

    @property
    def is_with_office(self):
        return self.status == Antragsstatus.EINGEREICHT

    @property
    def wish(self):
        """What is asked for, in a sentence without reason."""
        if self.art == Antragsart.VERLAENGERUNG:
            return f"Die Förderung soll {self.monate} {'Monat' if self.monate == 1 else 'Monate'} länger laufen, ohne mehr Geld."
        if self.art == Antragsart.UMSCHICHTUNG:
            return f"{format_euro(self.betrag)} sollen von „{self.von_posten}“ zu „{self.nach_posten}“ wandern."
        return "Eine Person im Projekt soll wechseln."
