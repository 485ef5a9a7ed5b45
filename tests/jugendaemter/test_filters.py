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


@pytest.mark.parametrize("query", ["bezirk=Mars", "art=%00", "art=kreis&art=dorf", "bezirk=" + "x" * 9999])
def test_unknown_values_are_left_out_with_a_note(offices, query):
    names, notes = found(query)
    assert len(names) == 2
    assert len(notes) == 1


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 99999, "q=%25", "q='\""])
def test_strange_words_do_no_harm(offices, query):
    found(query)
