"""Which grants a report of money holds: read from an address or from a stored query, unknown values left out with a note."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.http import urlencode

from servicestelle.base.ui.listing import choice_in, text_in

from ..choices import NOT_YET_AWARDED, OPEN, Foerderstatus
from ..models import Foerderzeitraum

LAUFEND, BEENDET = "laufend", "beendet"
STAENDE = [(LAUFEND, "Alle laufenden"), (BEENDET, "Alle beendeten")] + [
    (status.value, status.label) for status in Foerderstatus if status not in NOT_YET_AWARDED
]


@dataclass(frozen=True)
class Auswahl:
    """A filter: cohort (slug), state, and words of Jugendamt or Standort; `zeitraeume` are the cohorts to choose from."""

    zeitraum: str
    stand: str
    q: str
    zeitraeume: list
    hinweise: list = field(default_factory=list)

    @property
    def werte(self):
        """What narrows the list, by parameter."""
        return {name: value for name in ("zeitraum", "stand", "q") if (value := getattr(self, name))}

    @property
    def abfrage(self):
        return urlencode(self.werte)

    @property
    def worte(self):
        """The filter in force as (label, text)."""
        names = {"zeitraum": ("Förderzeitraum", dict(self.zeitraeume)), "stand": ("Stand", dict(STAENDE))}
        found = [(label, texts[self.werte[name]]) for name, (label, texts) in names.items() if name in self.werte]
        return found + ([("Suchwort", self.q)] if self.q else [])

    def apply(self, rows):
        """The rows of Foerderung that are left."""
        if self.zeitraum:
            rows = rows.filter(foerderzeitraum__slug=self.zeitraum)
        if self.stand:
            rows = rows.filter(_condition(self.stand))
        for word in self.q.split():
            rows = rows.filter(
                Q(jugendamt__name__icontains=word) | Q(standort__titel__icontains=word) | Q(jugendamt__ags=word)
            )
        return rows


def _condition(stand):
    if stand in (LAUFEND, BEENDET):
        return Q(status__in=OPEN) if stand == LAUFEND else ~Q(status__in=OPEN)
    return Q(status=stand)


def read_filter(values):
    """The Auswahl that `values` (a mapping of texts) ask for. One query."""
    cohorts = list(Foerderzeitraum.objects.order_by("-von_jahr", "name").values_list("slug", "name"))
    zeitraum, note = choice_in(values, "zeitraum", dict(cohorts))
    stand, other = choice_in(values, "stand", dict(STAENDE))
    return Auswahl(zeitraum, stand, text_in(values), cohorts, [text for text in (note, other) if text])
