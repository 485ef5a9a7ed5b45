"""Requests for payment, entries of the ledger, files of figures."""

from django.db import models

from servicestelle.base.choices import Auftragsstatus

from ..choices import OPEN, REVOKED, Abrufstatus, Buchungsart
from .foerderungen import LEFT_TO_OTHERS, offices_of

LAGEN = {  # of a request for payment: what the office has to do with it
    "pruefen": [Abrufstatus.EINGEREICHT],
    "freigeben": [Abrufstatus.GENEHMIGT, Abrufstatus.RUECKLAEUFER],
    "zahlen": [Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN],
    "rueckfrage": [Abrufstatus.NACHGEFORDERT],
    "alle": Abrufstatus.values,
}

PAID_SIGN = models.Case(  # of an entry: what it adds to what was paid, EUR
    models.When(art=Buchungsart.AUSZAHLUNG, then=models.F("amount")),
    models.When(art=Buchungsart.RUECKZAHLUNG, then=-models.F("amount")),
)


class MittelabrufQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Submitted ones for office people who may view them, all of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("projects.view_mittelabruf"):
            return self.submitted()
        return self.of_member(user)

    def of_member(self, user):
        """All of the offices `user` works in today, drafts too."""
        return self.filter(foerderung__jugendamt__in=offices_of(user))

    def waiting_for(self, user):
        """What `user` can do for the own Jugendamt: answer a question back, submit a draft where she releases."""
        releasing = user.mitgliedschaften.releasing().values("jugendamt")
        open_draft = {"status": Abrufstatus.ENTWURF, "foerderung__status__in": OPEN}
        to_submit = models.Q(**open_draft, foerderung__jugendamt__in=releasing)
        rows = self.of_member(user).filter(models.Q(status=Abrufstatus.NACHGEFORDERT) | to_submit)
        return rows.exclude(status=Abrufstatus.ENTWURF, **LEFT_TO_OTHERS, geaendert_von=user)

    def submitted(self):
        """What the office ever received; drafts belong to the Jugendamt alone."""
        return self.filter(eingereicht_am__isnull=False)

    def in_lage(self, lage):
        """The part of the queue that `lage` names."""
        return self.filter(status__in=LAGEN[lage])

    def count_lagen(self, lagen):
        """How many rows are in each of `lagen`; one query, none when nothing is asked."""
        inside = {lage: models.Count("pk", filter=models.Q(status__in=LAGEN[lage])) for lage in lagen}
        return self.order_by().aggregate(**inside) if inside else {}

    def with_money_to_spend(self):
        """Paid ones of which something is not paid back, of standing grants whose programme says until when to spend; one query."""
        back = self.model.buchungen.rel.related_model.objects.filter(
            mittelabruf=models.OuterRef("pk"), art__in=[Buchungsart.AUSZAHLUNG, Buchungsart.RUECKZAHLUNG]
        )
        left = back.order_by().values("mittelabruf").values(sum=models.Sum(PAID_SIGN))
        rows = self.filter(
            status=Abrufstatus.AUSGEZAHLT, foerderung__foerderzeitraum__verwendung_wochen__isnull=False
        ).annotate(uebrig=models.Subquery(left))
        rows = rows.exclude(foerderung__status__in=REVOKED).filter(
            uebrig__gt=0
        )  # there a document says what to pay back
        return rows.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum")

    def for_payment(self):
        """What the Zahlstelle has to pay, in the order of its release; one query."""
        rows = self.filter(status=Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN).select_related("freigegeben_von")
        return rows.for_list().order_by("freigegeben_am", "pk")

    def for_list(self):
        """With grant and `summe` (EUR); one query."""
        rows = self.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum")
        return rows.annotate(summe=models.Sum("posten__amount", default=0))

    def for_detail(self):
        return self.select_related(
            "foerderung__jugendamt",
            "foerderung__foerderzeitraum",
            "created_by",
            "eingereicht_von",
            "geprueft_von",
            "freigegeben_von",
        ).prefetch_related("posten__budgetposten")


class BuchungQuerySet(models.QuerySet):
    def for_list(self):
        """Newest first, with line and request; one query."""
        return self.select_related("budgetposten", "mittelabruf").order_by("-pk")

    def reserved_by_line(self):
        """Pairs (Budgetposten, EUR) that these entries of one Mittelabruf still hold."""
        sums = {}
        for entry in self.filter(art__in=[Buchungsart.RESERVIERUNG, Buchungsart.FREIGABE]).select_related(
            "budgetposten"
        ):
            sign = 1 if entry.art == Buchungsart.RESERVIERUNG else -1
            sums[entry.budgetposten] = sums.get(entry.budgetposten, 0) + sign * entry.amount
        return [(line, amount) for line, amount in sums.items() if amount]

    def paid_of(self, line):
        """EUR of `line` that these entries paid and nobody paid back."""
        return self.filter(budgetposten=line).aggregate(sum=models.Sum(PAID_SIGN))["sum"] or 0


class AuszugQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever ordered a file reads it, nobody else."""
        return self.filter(person=user.pk) if user.is_authenticated else self.none()

    def made(self):
        return self.exclude(object_key="")

    def open(self):
        """Ordered, and its job still waits or runs."""
        return self.filter(object_key="", auftrag__status__in=[Auftragsstatus.WARTEND, Auftragsstatus.LAUFEND])
