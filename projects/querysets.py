"""Filters of cohorts, sites and grants."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils import timezone

from servicestelle.base.access import scopes_of
from servicestelle.base.choices import Auftragsstatus
from servicestelle.base.querysets import SeiteQuerySet

from .choices import (
    DECIDED,
    NOT_YET_AWARDED,
    OPEN,
    REPLACING,
    REVOKED,
    Abrufstatus,
    Antragsstatus,
    Bekundungsstatus,
    Buchungsart,
)

LAGEN = {  # of a request for payment: what the office has to do with it
    "pruefen": [Abrufstatus.EINGEREICHT],
    "freigeben": [Abrufstatus.GENEHMIGT, Abrufstatus.RUECKLAEUFER],
    "zahlen": [Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN],
    "rueckfrage": [Abrufstatus.NACHGEFORDERT],
    "alle": Abrufstatus.values,
}
BEKUNDUNGSLAGEN = {  # of an Interessenbekundung: what the office has to do with it
    "entscheiden": [Bekundungsstatus.EINGEREICHT],
    "ausgewaehlt": [Bekundungsstatus.AUSGEWAEHLT],
    "nicht_ausgewaehlt": [Bekundungsstatus.NICHT_AUSGEWAEHLT],
    "zurueckgezogen": [Bekundungsstatus.ZURUECKGEZOGEN],
    "alle": Bekundungsstatus.values,
}

LEFT_TO_OTHERS = {"foerderung__foerderzeitraum__eigene_freigabe": False}  # with who wrote last: another person submits
PAID_SIGN = models.Case(  # of an entry: what it adds to what was paid, EUR
    models.When(art=Buchungsart.AUSZAHLUNG, then=models.F("amount")),
    models.When(art=Buchungsart.RUECKZAHLUNG, then=-models.F("amount")),
)


class FoerderzeitraumQuerySet(models.QuerySet):
    def with_open_call(self, day=None):
        """Cohorts whose call window is open on `day` (today)."""
        day = day or timezone.localdate()
        return self.filter(aufruf_von__lte=day, aufruf_bis__gte=day)

    def calls_for(self, user):
        """Open calls that `user` may know of: real ones for everybody, invented ones for people of invented offices."""
        rows = self.with_open_call().order_by("aufruf_bis", "name")
        if user.is_authenticated and user.mitgliedschaften.valid().filter(jugendamt__fiktiv=True).exists():
            return rows
        return rows.filter(fiktiv=False)

    def for_office(self):
        """With funder and figures of the call; two queries."""
        sent = models.Q(interessenbekundungen__eingereicht_am__isnull=False)
        return (
            self.select_related("foerderer")
            .prefetch_related("foerderer__namen")
            .annotate(bekundungen=models.Count("interessenbekundungen", filter=sent, distinct=True))
            .order_by("-von_jahr", "name")
        )

    def public_overview(self):
        """Real cohorts, newest first, with their funder and the number of public sites."""
        published = models.Q(standorte__status="veroeffentlicht", standorte__jugendamt__fiktiv=False)
        return (
            self.filter(fiktiv=False)
            .select_related("foerderer")
            .prefetch_related("foerderer__namen")
            .annotate(anzahl=models.Count("standorte", filter=published))
            .order_by("-von_jahr", "name")  # counting drops the model's own order
        )


class StandortQuerySet(SeiteQuerySet):
    def public(self):
        """What everybody may see: published sites of real offices."""
        return self.published().filter(jugendamt__fiktiv=False)

    def visible_to(self, user):
        """Public sites for everybody, own ones for members, all for office people who may view sites."""
        if not user.is_authenticated:
            return self.public()
        if user.has_perm("projects.view_standort"):
            return self
        own = [scope.removeprefix("ags:") for scope in scopes_of(user)]
        return self.filter(models.Q(status="veroeffentlicht", jugendamt__fiktiv=False) | models.Q(jugendamt__in=own))

    def for_detail(self):
        """One site with all its page shows."""
        return self.select_related("jugendamt", "foerderzeitraum__foerderer").prefetch_related(
            "phasen", "partner", "themen", "foerderzeitraum__foerderer__namen"
        )

    def similar_to(self, site):
        """Other sites that share topics with `site`, most shared first."""
        return (
            self.exclude(pk=site.pk)
            .annotate(gemeinsam=models.Count("themen", filter=models.Q(themen__in=site.themen.all())))
            .filter(gemeinsam__gt=0)
            .order_by("-gemeinsam", "-foerderzeitraum__von_jahr", "jugendamt__name")
        )

    def for_list(self):
        """The rows of the public list as values: only what a card shows, topics as an array, one query."""
        return self.annotate(
            themen_namen=ArraySubquery(
                self.model.themen.through.objects.filter(standort=models.OuterRef("pk"))
                .order_by("thema__name")
                .values("thema__name")
            )
        ).values(
            "slug",
            "titel",
            "titel_von_uns",
            "leitfragen",
            "motto",
            "text",
            "themen_namen",
            "sozialraum",
            jugendamt_name=models.F("jugendamt__name"),
            zeitraum=models.F("foerderzeitraum__name"),
        )


class FoerderungQuerySet(models.QuerySet):
    def awarded(self):
        return self.exclude(status__in=NOT_YET_AWARDED)

    def binding(self):
        """Grants that take a place of their cohort: awarded and not revoked."""
        return self.awarded().exclude(status__in=REVOKED)

    def living(self):
        """Drafts and grants that were not revoked."""
        return self.exclude(status__in=REVOKED)

    def visible_to(self, user):
        """All for office people who may view grants, awarded ones of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_perm("projects.view_foerderung") else self.of_member(user)

    def of_member(self, user):
        """Awarded ones of the offices `user` works in today."""
        return self.awarded().filter(jugendamt__in=_offices_of(user))

    def for_detail(self):
        return self.select_related("jugendamt", "foerderzeitraum", "standort")

    def for_money_list(self):
        """With what a row of money shows, newest first; one query."""
        return self.select_related("jugendamt", "foerderzeitraum", "standort__jugendamt").order_by(
            "-starts_on", "jugendamt__name", "pk"
        )


def _offices_of(user):
    return user.mitgliedschaften.valid().values("jugendamt")


class OfGrantQuerySet(models.QuerySet):
    """Rows of a grant, for the office and for the people of its Jugendamt."""

    def visible_to(self, user):
        """All for office people who may view them, those of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm(f"projects.view_{self.model._meta.model_name}"):
            return self
        return self.of_member(user)

    def of_member(self, user):
        """Those of the offices `user` works in today."""
        return self.filter(foerderung__jugendamt__in=_offices_of(user))


class BescheidQuerySet(OfGrantQuerySet):
    def for_list(self):
        """Newest first, with grant, last delivery and declarations; three queries."""
        rows = self.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum")
        return rows.prefetch_related("zustellungen", "erklaerungen").order_by("-pk")

    def undelivered(self):
        return self.filter(zustellungen__isnull=True)

    def replaced_by(self, bescheid):
        """What came after `bescheid` and changed or ended the same grant, oldest first."""
        return self.filter(foerderung=bescheid.foerderung_id, pk__gt=bescheid.pk, art__in=REPLACING).order_by("pk")


class BescheidentwurfQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For office people who may view them; the Jugendamt sees a document when it is signed."""
        allowed = user.is_authenticated and user.has_perm("projects.view_bescheidentwurf")
        return self if allowed else self.none()

    def for_list(self):
        return self.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum", "vorbereitet_von", "antrag")


class AnhoerungQuerySet(OfGrantQuerySet):
    def open(self):
        """Not ended, neither by a document nor otherwise."""
        return self.filter(beendet_am__isnull=True)


class AenderungsantragQuerySet(OfGrantQuerySet):
    def visible_to(self, user):
        """Submitted ones for office people who may view them, all of the own office for its members, else none."""
        if user.is_authenticated and user.has_perm("projects.view_aenderungsantrag"):
            return self.submitted()
        return super().visible_to(user)

    def submitted(self):
        """What the office ever received."""
        return self.filter(eingereicht_am__isnull=False)

    def to_decide(self):
        return self.filter(status=Antragsstatus.EINGEREICHT)

    def for_list(self):
        return self.select_related(
            "foerderung__jugendamt", "foerderung__foerderzeitraum", "von_posten", "nach_posten", "created_by"
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
        return self.filter(foerderung__jugendamt__in=_offices_of(user))

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


class InteressenbekundungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Submitted ones for office people who may view them, all of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("projects.view_interessenbekundung"):
            return self.submitted()
        return self.of_member(user)

    def of_member(self, user):
        """All of the offices `user` works in today, drafts too."""
        return self.filter(jugendamt__in=_offices_of(user))

    def submitted(self):
        """What the office ever received; drafts belong to the Jugendamt alone."""
        return self.filter(eingereicht_am__isnull=False)

    def living(self):
        """What counts in its call: everything that was not withdrawn."""
        return self.exclude(status=Bekundungsstatus.ZURUECKGEZOGEN)

    def candidates(self):
        """Submitted and not turned down: whom a simulation starts with."""
        return self.filter(status__in=[Bekundungsstatus.EINGEREICHT, Bekundungsstatus.AUSGEWAEHLT])

    def drafts_in_open_calls(self):
        day = timezone.localdate()
        open_call = {"foerderzeitraum__aufruf_von__lte": day, "foerderzeitraum__aufruf_bis__gte": day}
        return self.filter(status=Bekundungsstatus.ENTWURF, **open_call)

    def decided(self):
        return self.filter(status__in=DECIDED)

    def in_lage(self, lage):
        return self.filter(status__in=BEKUNDUNGSLAGEN[lage])

    def for_list(self):
        """With office, cohort and the average of the points (`schnitt`); one query."""
        rows = self.select_related("jugendamt", "foerderzeitraum")
        return rows.annotate(schnitt=models.Avg("bewertungen__punkte"))

    def for_detail(self):
        return self.select_related(
            "jugendamt", "foerderzeitraum", "geaendert_von", "eingereicht_von", "entschieden_von", "zurueckgezogen_von"
        )


class BewertungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For office people who may view Interessenbekundungen; never for a Jugendamt."""
        allowed = user.is_authenticated and user.is_staff and user.has_perm("projects.view_interessenbekundung")
        return self if allowed else self.none()

    def for_list(self):
        return self.select_related("kriterium", "person").order_by("kriterium__reihenfolge", "person__name", "pk")


class SimulationQuerySet(models.QuerySet):
    def visible_to(self, user):
        allowed = user.is_authenticated and user.is_staff and user.has_perm("projects.view_simulation")
        return self if allowed else self.none()

    def for_list(self):
        """With author and the number of variants; one query."""
        return self.select_related("created_by").annotate(zahl=models.Count("varianten"))


class AuszugQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever ordered a file reads it, nobody else."""
        return self.filter(person=user.pk) if user.is_authenticated else self.none()

    def made(self):
        return self.exclude(object_key="")

    def open(self):
        """Ordered, and its job still waits or runs."""
        return self.filter(object_key="", auftrag__status__in=[Auftragsstatus.WARTEND, Auftragsstatus.LAUFEND])
