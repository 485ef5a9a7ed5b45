"""The filters of the list of sites; they combine, and what they do not know they ignore with a note."""

import django_filters
from django.db.models import Q

from servicestelle.base import search

from .models import Standort
from .reports.uebersicht import FACETS, overview


class StandortFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label="Suchwort", max_length=search.MAX_LENGTH)
    foerderzeitraum = django_filters.ChoiceFilter(method="by_facet")
    thema = django_filters.ChoiceFilter(method="by_facet")
    art = django_filters.ChoiceFilter(method="by_facet")
    kreis = django_filters.ChoiceFilter(method="by_facet")

    class Meta:
        model = Standort
        fields = []

    def __init__(self, data, queryset):
        chosen, self.notes = _read(data)
        text = search.clean_query(data.get("q", ""))
        found = Q(pk__in=_found(text)) if text else Q()
        self.overview = overview(queryset, chosen, found)
        for name in self.overview.unknown(chosen):
            del chosen[name]
            self.notes.append(f"Den Filterwert bei „{_facet(name).label}“ kennen wir nicht. Wir haben ihn weggelassen.")
            self.overview = overview(queryset, chosen, found)
        super().__init__({**chosen, "q": text}, queryset.filter(found))
        for facet in FACETS:
            self._offer(facet)

    def _offer(self, facet):
        options = [(value, f"{text} ({count})") for value, text, count in self.overview.options[facet.name]]
        form_field = self.form.fields[facet.name]
        form_field.label, form_field.empty_label, form_field.choices = facet.label, facet.every, options

    def by_facet(self, queryset, name, value):
        return queryset.filter(_facet(name).condition(value))

    def by_text(self, queryset, name, value):
        return queryset  # the text narrowed the sites before the facets were counted

    @property
    def active(self):
        """The filters in force as (label, text), for the headline of the list."""
        texts = {name: {o[0]: o[1] for o in options} for name, options in self.overview.options.items()}
        found = [("Suchwort", self.data["q"])] if self.data.get("q") else []
        return found + [(f.label, texts[f.name][self.data[f.name]]) for f in FACETS if self.data.get(f.name)]


def _facet(name):
    return next(facet for facet in FACETS if facet.name == name)


def _read(data):
    """The chosen value of each facet; of a repeated one the last counts, with a note."""
    chosen, notes = {}, []
    for facet in FACETS:
        values = [value for value in data.getlist(facet.name) if value]
        if len(set(values)) > 1:
            notes.append(f"„{facet.label}“ ist mehrfach angegeben. Es gilt die letzte Angabe.")
        if values:
            chosen[facet.name] = values[-1].replace("\x00", "")[:200]
    if note := search.too_long(data.get("q", "")):
        notes.append(note)
    return chosen, notes


def _found(text):
    return [int(pk) for pk in search.ids("standort", text)]
