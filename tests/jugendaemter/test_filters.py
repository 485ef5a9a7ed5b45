"""The filter of the list of authorities: finds by any word, leaves unknown values out and says so."""

import pytest
from django.http import QueryDict

from jugendaemter.filters import JugendamtFilter
from jugendaemter.models import Jugendamt
from tests.records import make_jugendamt


@pytest.fixture
def offices(db):
    make_jugendamt(ags="05900001", name="Kreis Höxter", slug="h", art="kreis", kreis="Kreis Höxter", plz="37671")
    make_jugendamt(ags="05900002", name="Stadt Hamm", slug="s", kreis="Hamm", plz="59065", regierungsbezirk="Detmold")


def found(query):
    result = JugendamtFilter(QueryDict(query), Jugendamt.objects.all())
    return [office.name for office in result.qs], result.notes


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Kreis Höxter", "Stadt Hamm"]),
        ("q=höxter", ["Kreis Höxter"]),
        ("q=hoexter", ["Kreis Höxter"]),
        ("q=590", ["Stadt Hamm"]),
        ("q=stadt+hamm", ["Stadt Hamm"]),
        ("bezirk=Detmold", ["Stadt Hamm"]),
        ("art=kreis", ["Kreis Höxter"]),
        ("art=kreis&bezirk=Detmold", []),
    ],
)
def test_filters_combine(offices, query, names):
    assert found(query) == (names, [])


@pytest.mark.parametrize("query", ["bezirk=Mars", "art=%00", "bezirk=" + "x" * 9999])
def test_unknown_values_are_left_out_with_a_note(offices, query):
    names, notes = found(query)
    assert len(names) == 2
    assert len(notes) == 1


def test_of_a_repeated_value_the_last_counts(offices):
    names, notes = found("art=kreis&art=kreisfreie_stadt")
    assert names == ["Stadt Hamm"]
    assert "mehrfach angegeben" in notes[0]


@pytest.mark.parametrize("query", ["", "art=kreis", "bezirk=Detmold", "q=hamm", "q=hamm&art=kreis", "q=gibt-es-nicht"])
def test_each_count_is_what_choosing_it_would_show(offices, query):
    for name in ("bezirk", "art"):
        for value, text in JugendamtFilter(QueryDict(query), Jugendamt.objects.all()).form.fields[name].choices:
            chosen = QueryDict(query, mutable=True)
            chosen[name] = value
            if value:
                assert text.endswith(f"({JugendamtFilter(chosen, Jugendamt.objects.all()).qs.count()})")


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 99999, "q=%25", "q='\""])
def test_strange_words_do_no_harm(offices, query):
    found(query)
