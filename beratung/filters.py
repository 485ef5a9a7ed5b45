"""The filters of the office's queue; they combine, and what they do not know they ignore with a note."""

from django.utils.http import urlencode

from servicestelle.base.models import Thema
from servicestelle.base.ui.listing import choice_in, text_in

from .choices import Reihenfolge
from .models import Anfrage, Ansicht
from .reports import advisers

LAGEN = {
    "offen": "Alle offenen",
    "neu": "Noch niemand zuständig",
    "meine": "Meine offenen",
    "faellig": "Frist überschritten",
    "abwesend": "Zuständige Person abwesend",
    "ruhend": "Ruhende",
    "beendet": "Beendete",
    "alle": "Alle",
}
KEYS = ("lage", "thema", "zustaendig", "q", "sort")  # all that a query of the queue may hold, also a stored one
QUERY_AT_MOST = 900  # letters of a query that comes with a form; of more than a thousand parts Django refuses the whole


class Wahl:
    """What can be chosen from: topics and people. Two queries, for any number of filters."""

    def __init__(self):
        self.themen = list(Thema.objects.values_list("slug", "name"))
        self.personen = [(str(person.pk), str(person)) for person in advisers()]


class AnfrageFilter:
    """The rows a person wants to see: `lage` says which part of the queue, the rest narrows and sorts it.

    `values` is any mapping of KEYS, the address's or a stored one; unknown keys have no effect.
    """

    def __init__(self, values, rows, *, person, wahl=None):
        self.wahl = wahl or Wahl()
        self.lage, lage_note = choice_in(values, "lage", LAGEN)
        self.lage = self.lage or "offen"
        self.thema, thema_note = choice_in(values, "thema", dict(self.wahl.themen))
        self.zustaendig, person_note = choice_in(values, "zustaendig", dict(self.wahl.personen))
        self.sort, sort_note = choice_in(values, "sort", Reihenfolge.values)
        self.sort = self.sort or Reihenfolge.NEU.value
        self.q = text_in(values)
        self.notes = [note for note in (lage_note, thema_note, person_note, sort_note) if note]
        self.rows = self._narrow(rows.in_lage(self.lage, person)).in_order(self.sort)

    def _narrow(self, rows):
        if self.thema:
            rows = rows.filter(themen__slug=self.thema)
        if self.zustaendig:
            rows = rows.filter(zustaendig=self.zustaendig)
        return rows.matching(self.q)

    @property
    def abfrage(self):
        """What differs from the queue as it opens: allowed keys with allowed values, to be stored or put in an address."""
        usual = {"lage": "offen", "sort": Reihenfolge.NEU.value}
        return {key: value for key in KEYS if (value := getattr(self, key)) and value != usual.get(key)}

    @property
    def query(self):
        return urlencode(self.abfrage)

    @property
    def words(self):
        """The choice in words, part by part."""
        parts = [
            LAGEN[self.lage],
            dict(self.wahl.themen).get(self.thema),
            dict(self.wahl.personen).get(self.zustaendig),
        ]
        quoted = f"„{self.q}“" if self.q else ""
        order = Reihenfolge(self.sort).label if self.sort != Reihenfolge.NEU else ""
        return [part for part in (*parts, quoted, order) if part]

    @property
    def lagen(self):
        return LAGEN.items()

    @property
    def reihenfolgen(self):
        return Reihenfolge.choices


def pinned_with_counts(person):
    """The pinned filters of `person`, each with the number of its rows; four queries, whatever their number."""
    pinned = list(Ansicht.objects.visible_to(person).pinned())
    if not pinned:
        return []
    rows, wahl = Anfrage.objects.visible_to(person), Wahl()
    parts = {f"a{row.pk}": AnfrageFilter(row.abfrage, rows, person=person, wahl=wahl).rows for row in pinned}
    counts = rows.count_parts(parts)
    return [(row, counts[f"a{row.pk}"]) for row in pinned]
