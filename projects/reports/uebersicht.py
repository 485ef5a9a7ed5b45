"""What the filters of the public list offer: every option with how many sites it would leave."""

from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, Q, Value
from django.db.models.functions import Cast

from jugendaemter.choices import Jugendamtsart

from ..models import Standort

ALL = "alle"


@dataclass(frozen=True)
class Facet:
    """A filter by one of a few values: its parameter, the field of the value and the field people read."""

    name: str
    label: str
    value: str
    text: str
    every: str

    def condition(self, value):
        if self.name == "thema":  # a subquery, so that counting by topic does not multiply the rows
            return Q(pk__in=Standort.themen.through.objects.filter(thema__slug=value).values("standort_id"))
        return Q(**{self.value: value})


FACETS = [
    Facet("foerderzeitraum", "Förderzeitraum", "foerderzeitraum__slug", "foerderzeitraum__name", "Alle Zeiträume"),
    Facet("thema", "Thema", "themen__slug", "themen__name", "Alle Themen"),
    Facet("art", "Art des Jugendamts", "jugendamt__art", "jugendamt__art", "Alle Arten"),
    Facet("kreis", "Kreis", "jugendamt__kreis", "jugendamt__kreis", "Alle Kreise"),
]


@dataclass
class Overview:
    """All options per facet as (value, text, count), and how many sites are left in all."""

    options: dict = field(default_factory=dict)
    total: int = 0

    def unknown(self, chosen):
        """The names of facets whose chosen value is none of the options."""
        return [name for name, value in chosen.items() if value not in {option[0] for option in self.options[name]}]


def overview(sites, chosen, found):
    """Count `sites` for every option of every facet, each under `found` and the other chosen values. One query.

    All options stay in sight, also those with none: what a search word leaves nothing of is known all the same.
    """
    parts = [_counted(sites, facet, found & _others(chosen, facet.name)) for facet in FACETS]
    everything = (
        sites.order_by()
        .annotate(facet=Value(ALL), option=Value("", CharField()), caption=Value("", CharField()))
        .values_list("facet", "option", "caption")
    )
    parts.append(everything.annotate(n=Count("pk", filter=found & _others(chosen, None))))
    result = Overview(options={facet.name: [] for facet in FACETS})
    for name, option, text, count in parts[0].union(*parts[1:], all=True):
        if name == ALL:
            result.total = count
        else:
            result.options[name].append((option, _read(name, text), count))
    for options in result.options.values():
        options.sort(key=lambda option: option[1])
    return result


def _others(chosen, name):
    condition = Q(pk__isnull=False)
    for facet in FACETS:
        if facet.name != name and chosen.get(facet.name):
            condition &= facet.condition(chosen[facet.name])
    return condition


def _counted(sites, facet, condition):
    return (
        sites.filter(**{f"{facet.value}__isnull": False})
        .order_by()
        .annotate(
            facet=Value(facet.name),
            option=Cast(F(facet.value), CharField()),
            caption=Cast(F(facet.text), CharField()),
        )
        .values_list("facet", "option", "caption")
        .annotate(n=Count("pk", filter=condition, distinct=True))
    )


def _read(name, text):
    return Jugendamtsart(text).label if name == "art" else text
