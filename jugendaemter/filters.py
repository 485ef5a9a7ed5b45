"""The filters of the list of authorities; what they do not know they leave out with a note."""

import django_filters
from django.db.models import Q

from servicestelle.base import search

from .choices import Jugendamtsart, Regierungsbezirk
from .models import Jugendamt


class JugendamtFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label="Name, Kreis, Ort oder Postleitzahl")
    bezirk = django_filters.ChoiceFilter(
        field_name="regierungsbezirk",
        label="Regierungsbezirk",
        choices=Regierungsbezirk.choices,
        empty_label="Alle Regierungsbezirke",
    )
    art = django_filters.ChoiceFilter(label="Art", choices=Jugendamtsart.choices, empty_label="Alle Arten")

    class Meta:
        model = Jugendamt
        fields = []

    def __init__(self, data, queryset):
        known, self.notes = _read(data)
        super().__init__(known, queryset)

    def by_text(self, queryset, name, value):
        for word in value.split()[:6]:
            found = Q()
            for form in search.spellings(word):
                found |= Q(name__icontains=form) | Q(kreis__icontains=form) | Q(ort__icontains=form)
            queryset = queryset.filter(found | Q(plz__startswith=word))
        return queryset

    @property
    def active(self):
        """The texts of the filters in force, for the headline."""
        labels = dict(Regierungsbezirk.choices) | dict(Jugendamtsart.choices)
        return [labels.get(value, value) for value in self.data.values() if value]


def _read(data):
    known, notes = {"q": search.clean_query(data.get("q", ""))}, []
    for name, label, choices in (("bezirk", "Regierungsbezirk", Regierungsbezirk), ("art", "Art", Jugendamtsart)):
        value = data.get(name, "")
        if value in choices.values:
            known[name] = value
        elif value:
            notes.append(f"Den Filterwert bei „{label}“ kennen wir nicht. Wir haben ihn weggelassen.")
    return known, notes
