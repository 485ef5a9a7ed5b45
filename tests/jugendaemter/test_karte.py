"""The drawing of the map: labels, links, lines, one query."""

import pytest

from jugendaemter.karte import draw_karte
from jugendaemter.models import Jugendamt
from tests.records import make_jugendamt


@pytest.fixture
def three(db):
    offices = [
        make_jugendamt(ags="05900001", name="Kreis Nord", slug="kreis-nord", art="kreis", kreis="Kreis Nord"),
        make_jugendamt(ags="05900002", name="Stadt Recklinghausen", slug="stadt", kreis="Kreis Nord"),
        make_jugendamt(ags="05900003", name="Stadt Weit", slug="weit"),
    ]
    for column, office in enumerate(offices):
        Jugendamt.objects.filter(pk=office.pk).update(spalte=column, zeile=0)


def draw(counts=None, **options):
    return draw_karte(counts or {}, one="Standort", many="Standorte", **options)


def test_each_circle_says_its_name_and_number(three):
    karte = draw({"05900001": 1, "05900002": 2})
    assert [circle.label for circle in karte.circles] == [
        "Kreis Nord: 1 Standort",
        "Stadt Recklinghausen: 2 Standorte",
        "Stadt Weit: kein Standort",
    ]
    assert karte.filled == 2
    assert karte.circles[0].url == "/jugendaemter/kreis-nord/"


def test_lines_join_one_kreis_only(three):
    assert len(draw().lines) == 1


def test_long_names_break_where_german_breaks(three):
    assert [line for line, y in draw().circles[1].lines] == ["Reckling-", "hausen"]


def test_labels_never_leave_the_picture(three):
    karte = draw()
    for circle in karte.circles:
        assert circle.x + circle.label_x >= 0
        assert circle.x + circle.label_x + circle.label_width <= karte.width + 1


def test_one_query_however_many(three, django_assert_num_queries):
    with django_assert_num_queries(1):
        draw({"05900001": 1})


def test_no_office_no_map(db):
    assert draw().circles == []
