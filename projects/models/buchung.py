"""The append-only ledger of a grant: every promise of money and every payment is one entry (rules 4 and 5)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from servicestelle.base.models import AppendOnly

from ..choices import Buchungsart
from ..querysets import BuchungQuerySet
from .foerderung import Budgetposten, Foerderung
from .mittelabruf import Mittelabruf


class Buchung(AppendOnly):
    """One entry, EUR. Only its INSERT moves the balances of grant and line, by trigger, under the grant's lock.

    Holds a user number and no names. `amount` is positive; only a Korrektur may be negative.
    """

    foerderung = models.ForeignKey(Foerderung, on_delete=models.PROTECT, related_name="buchungen")
    budgetposten = models.ForeignKey(Budgetposten, on_delete=models.PROTECT, related_name="buchungen")
    mittelabruf = models.ForeignKey(
        Mittelabruf, on_delete=models.PROTECT, related_name="buchungen", null=True, blank=True
    )
    art = models.CharField("Art", max_length=20, choices=Buchungsart.choices)
    amount = models.DecimalField("Betrag (EUR)", max_digits=12, decimal_places=2)
    actor_number = models.PositiveBigIntegerField("Konto Nr.", null=True, blank=True)
    at = models.DateTimeField("gebucht am", default=timezone.now)

    objects = BuchungQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        verbose_name = "Buchung"
        verbose_name_plural = "Buchungen"
        ordering = ["pk"]
        indexes = [models.Index(fields=["mittelabruf", "budgetposten"], name="projects_buchung_abruf")]
        constraints = [
            models.CheckConstraint(condition=Q(art__in=Buchungsart.values), name="projects_buchung_art"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | (Q(art=Buchungsart.KORREKTUR) & ~Q(amount=0)),
                name="projects_buchung_amount",
            ),
            models.CheckConstraint(
                condition=Q(art=Buchungsart.KORREKTUR) | Q(mittelabruf__isnull=False),
                name="projects_buchung_abruf_named",
            ),
            models.UniqueConstraint(
                fields=["mittelabruf", "budgetposten"],
                condition=Q(art=Buchungsart.AUSZAHLUNG),
                name="projects_buchung_paid_once",
                violation_error_message="Dieser Posten ist schon ausgezahlt.",
            ),
        ]
        triggers = [
            *AppendOnly.Meta.triggers,
            pgtrigger.Trigger(
                name="moves_balances",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("grant_row", "projects_foerderung%ROWTYPE"), ("promised", "numeric"), ("gone", "numeric")],
                func="""
                -- the grant first: whoever books at the same time waits here, then sees this entry
                SELECT * INTO grant_row FROM projects_foerderung WHERE id = NEW.foerderung_id FOR UPDATE;
                IF NOT EXISTS (SELECT 1 FROM projects_budgetposten p
                                WHERE p.id = NEW.budgetposten_id AND p.foerderung_id = NEW.foerderung_id)
                   OR NEW.mittelabruf_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_mittelabruf m
                                WHERE m.id = NEW.mittelabruf_id AND m.foerderung_id = NEW.foerderung_id) THEN
                    RAISE EXCEPTION 'Posten, Mittelabruf und Förderung einer Buchung gehören zusammen.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_buchung_of_one_grant';
                END IF;
                IF NEW.art = 'reservierung' AND grant_row.status NOT IN ('bewilligt', 'bestandskraeftig') THEN
                    RAISE EXCEPTION 'Aus dieser Förderung lässt sich gerade kein Geld abrufen.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_buchung_grant_open';
                END IF;
                IF NEW.art = 'reservierung' AND grant_row.status = 'bewilligt' AND EXISTS (
                        SELECT 1 FROM projects_foerderzeitraum z WHERE z.id = grant_row.foerderzeitraum_id AND z.bestandskraft_noetig) THEN
                    RAISE EXCEPTION 'Das Programm zahlt erst, wenn die Bewilligung bestandskräftig oder der Vertrag angenommen ist.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_buchung_after_bestandskraft';
                END IF;
                promised := CASE WHEN NEW.art IN ('reservierung', 'korrektur') THEN NEW.amount
                                 WHEN NEW.art IN ('freigabe', 'rueckzahlung') THEN -NEW.amount ELSE 0 END;
                gone := CASE WHEN NEW.art IN ('auszahlung', 'korrektur') THEN NEW.amount
                             WHEN NEW.art = 'rueckzahlung' THEN -NEW.amount ELSE 0 END;
                UPDATE projects_budgetposten SET reserved = reserved + promised, paid = paid + gone
                 WHERE id = NEW.budgetposten_id;
                UPDATE projects_foerderung SET reserved = reserved + promised, paid = paid + gone
                 WHERE id = NEW.foerderung_id;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="booked_as_asked",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func="""
                IF NEW.mittelabruf_id IS NOT NULL THEN PERFORM projects_booked_as_asked(NEW.mittelabruf_id); END IF;
                RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.get_art_display()} {self.pk}"
