"""The filters of the list of authorities; they combine, show what each choice leaves, and note what they do not know."""

import django_filters
from django.db.models import Q

from servicestelle.base import search

from .choices import Jugendamtsart, Regierungsbezirk
from .models import Jugendamt

FACETS = {  # parameter: (field, label, choices); in the order of the pairs that are counted
    "bezirk": ("regierungsbezirk", "Regierungsbezirk", Regierungsbezirk),
    "art": ("art", "Art", Jugendamtsart),
}


class JugendamtFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label="Name, Kreis, Ort oder Postleitzahl")
    bezirk = django_filters.ChoiceFilter(
        field_name="regierungsbezirk",
        label="Regierungsbezirk",
        choices=Regierungsbezirk.choices,
        empty_label="Alle Bezirke",
    )
    art = django_filters.ChoiceFilter(label="Art", choices=Jugendamtsart.choices, empty_label="Alle Arten")

    class Meta:
        model = Jugendamt
        fields = []

    def __init__(self, data, queryset):
        known, self.notes = _read(data)
        super().__init__(known, queryset)
        found = self.by_text(queryset, "q", known["q"]).order_by()
        self._offer(list(found.values_list(*(field for field, _, _ in FACETS.values()))))

    def _offer(self, pairs):
        """Write behind every choice how many authorities it leaves under the search word and the other facet."""
        for place, (name, (_, _, choices)) in enumerate(FACETS.items()):
            other = next(self.data.get(facet) for facet in FACETS if facet != name)
            left = [pair[place] for pair in pairs if not other or pair[1 - place] == other]
            options = [(value, f"{text} ({left.count(value)})") for value, text in choices.choices]
            self.form.fields[name].choices = options

    def by_text(self, queryset, name, value):
        for word in value.split()[:6]:
            found = Q()
            for form in search.spellings(word):
                found |= Q(name__icontains=form) | Q(kreis__icontains=form) | Q(ort__icontains=form)
            queryset = queryset.filter(found | Q(plz__startswith=word))
        return queryset

    @property
    def active(self):
        """The filters in force as (label, text), for the headline of the list."""
        found = [("Suchwort", self.data["q"])] if self.data.get("q") else []
        return found + [
            (label, choices(self.data[name]).label)
            for name, (_, label, choices) in FACETS.items()
            if self.data.get(name)
        ]


def _read(data):
    """The known values; of a repeated one the last counts, with a note."""
    known, notes = {"q": search.clean_query(data.get("q", ""))}, []
    for name, (_, label, choices) in FACETS.items():
        values = [value for value in data.getlist(name) if value]
        if len(set(values)) > 1:
            notes.append(f"„{label}“ ist mehrfach angegeben. Es gilt die letzte Angabe.")
        if values and values[-1] in choices.values:
            known[name] = values[-1]
        elif values:
            notes.append(f"Den Filterwert bei „{label}“ kennen wir nicht. Wir haben ihn weggelassen.")
    if note := search.too_long(data.get("q", "")):
        notes.append(note)
    return known, notes
