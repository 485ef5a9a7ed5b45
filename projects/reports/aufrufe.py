"""Figures around a call: what a variant of a simulation comes to, what it breaks and by how much; scores; what waits."""

from dataclasses import dataclass, field
from decimal import Decimal

from servicestelle.base.aufgaben import Aufgabe
from servicestelle.base.money import format_euro

from ..choices import Bekundungsstatus
from ..models import Foerderung, Foerderzeitraum, Interessenbekundung
from .geld import free_of_cohort


@dataclass(frozen=True)
class Rahmen:
    """What a cohort still has to give: EUR per site, EUR in all (None: no limit is set), places (None: not said).

    `abgelehnt` are the numbers of the Jugendämter whose Interessenbekundung was not selected.
    """

    hoechstbetrag: Decimal | None
    frei: Decimal | None
    plaetze: int | None
    abgelehnt: frozenset = frozenset()


@dataclass(frozen=True)
class Variantenstand:
    """A variant in figures, EUR. `verstoesse` are sentences on rules the database would refuse, `hinweise` on plans."""

    variante: object
    summe: Decimal
    zahl: int
    rest: Decimal | None
    verstoesse: list = field(default_factory=list)
    hinweise: list = field(default_factory=list)


def rahmen_of(cohort):
    """What is left of the cohort beside grants that bind money already; three queries."""
    taken = Foerderung.objects.binding().filter(foerderzeitraum=cohort).count()
    places = None if cohort.plaetze is None else cohort.plaetze - taken
    turned_down = Interessenbekundung.objects.filter(foerderzeitraum=cohort, status=Bekundungsstatus.NICHT_AUSGEWAEHLT)
    names = frozenset(turned_down.values_list("jugendamt", flat=True))
    return Rahmen(cohort.hoechstbetrag, free_of_cohort(cohort), places, names)


def stand_of(variante, cohort, rahmen=None):
    """The Variantenstand of a stored variant; its sums are read with their offices."""
    rahmen = rahmen or rahmen_of(cohort)
    lines = variante.betraege.all()
    rows = [(str(line.jugendamt), line.amount) for line in lines]
    total = sum((amount for _, amount in rows), Decimal(0))
    rest = None if rahmen.frei is None else rahmen.frei - total
    return Variantenstand(variante, total, len(rows), rest, _broken(rows, total, rahmen), _remarks(lines, rahmen))


def _broken(rows, total, rahmen):
    found = []
    if rahmen.hoechstbetrag is not None:
        found = [
            f"{name}: {format_euro(amount)} sind {format_euro(amount - rahmen.hoechstbetrag)} über dem Höchstbetrag je "
            f"Standort ({format_euro(rahmen.hoechstbetrag)})."
            for name, amount in rows
            if amount > rahmen.hoechstbetrag
        ]
    if rahmen.frei is not None and total > rahmen.frei:
        found.append(
            f"Zusammen {format_euro(total)} sind {format_euro(total - rahmen.frei)} mehr, als im Förderzeitraum noch frei "
            f"ist ({format_euro(rahmen.frei)})."
        )
    return found


def _remarks(lines, rahmen):
    turned_down = [line.jugendamt for line in lines if line.jugendamt_id in rahmen.abgelehnt]
    found = [
        f"{office}: Die Interessenbekundung ist nicht ausgewählt, und das steht im Brief." for office in turned_down
    ]
    if rahmen.plaetze is not None and len(lines) > rahmen.plaetze:
        more = len(lines) - rahmen.plaetze
        found.append(f"{len(lines)} Jugendämter, frei sind {rahmen.plaetze} der geplanten Plätze: {more} mehr.")
    return found


def scores_of(bekundung, person):
    """Per criterion and for the whole: (Kriterium or None, average of the points or None, [Bewertung]); two queries."""
    rows = list(bekundung.bewertungen.visible_to(person).for_list())
    parts = []
    for kriterium in [*bekundung.foerderzeitraum.kriterien.all(), None]:
        own = [row for row in rows if row.kriterium_id == (kriterium and kriterium.pk)]
        points = [row.punkte for row in own if row.punkte is not None]
        parts.append((kriterium, sum(points) / len(points) if points else None, own))
    return parts


def grant_of(bekundung, person):
    """What became of a selected Interessenbekundung as far as `person` may see it: the newest grant, or None."""
    if bekundung.status != Bekundungsstatus.AUSGEWAEHLT:
        return None
    rows = Foerderung.objects.visible_to(person).filter(jugendamt=bekundung.jugendamt_id)
    return rows.filter(foerderzeitraum=bekundung.foerderzeitraum_id).order_by("-pk").first()


def bekundung_behind(grant, person):
    """The selected Interessenbekundung that `grant` came of as far as `person` may see it, or None."""
    rows = Interessenbekundung.objects.visible_to(person).filter(status=Bekundungsstatus.AUSGEWAEHLT)
    return rows.filter(jugendamt=grant.jugendamt_id, foerderzeitraum=grant.foerderzeitraum_id).first()


def waiting_bekundungen(user):
    """For „Was ist zu tun“: drafts in open calls, until the last day of the call."""
    rows = Interessenbekundung.objects.of_member(user).drafts_in_open_calls()
    for row in rows.select_related("jugendamt", "foerderzeitraum"):
        what = "Entwurf ergänzen" if row.missing else "Entwurf prüfen und einreichen"
        yield Aufgabe(
            f"{row}: {what}", row.get_absolute_url(), f"Aufruf {row.foerderzeitraum}", row.foerderzeitraum.aufruf_bis
        )


def calls_of(offices, user):
    """{ags: (calls, earlier)} for the own page: calls are pairs (open call, living Interessenbekundung or None). Two queries."""
    own = Interessenbekundung.objects.of_member(user).select_related("foerderzeitraum", "jugendamt")
    calls = list(Foerderzeitraum.objects.with_open_call().order_by("aufruf_bis", "name"))
    rows = {}
    for row in own:
        rows.setdefault(row.jugendamt_id, []).append(row)
    return {office.pk: _calls_of_office(office, calls, rows.get(office.pk, [])) for office in offices}


def _calls_of_office(office, calls, own):
    living = {row.foerderzeitraum_id: row for row in own if row.status != Bekundungsstatus.ZURUECKGEZOGEN}
    pairs = [(call, living.get(call.pk)) for call in calls if call.fiktiv == office.fiktiv]
    shown = {row.pk for _, row in pairs if row}
    return pairs, [row for row in own if row.pk not in shown]
