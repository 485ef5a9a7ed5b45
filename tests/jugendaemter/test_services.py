"""Places on the map are kept until the set of valid authorities changes."""

from datetime import date

from jugendaemter.models import Jugendamt
from jugendaemter.services import place_tiles
from jugendaemter.tasks import karte_nachfuehren
from tests.records import make_jugendamt


def make_with_centre(number, **fields):
    return make_jugendamt(ags=f"0590000{number}", mitte_lat="51.5", mitte_lon=f"7.{number}", **fields)


def cells():
    return dict(Jugendamt.objects.exclude(spalte=None).values_list("ags", "spalte"))


def test_every_valid_office_with_a_centre_gets_a_cell(db):
    make_with_centre(1)
    make_with_centre(2, gueltig_bis=date(2020, 1, 1))
    make_jugendamt(ags="05900003")
    make_jugendamt(ags="00000001", mitte_lat="51.5", mitte_lon="7.5")
    assert place_tiles() is True
    assert set(cells()) == {"05900001"}


def test_nothing_moves_while_the_set_is_the_same(db):
    make_with_centre(1)
    place_tiles()
    Jugendamt.objects.update(mitte_lon="8.5")
    assert place_tiles() is False
    assert place_tiles(anew=True) is True


def test_a_new_office_draws_the_map_anew_and_an_ended_one_leaves_it(db):
    first = make_with_centre(1)
    place_tiles()
    make_with_centre(2)
    assert place_tiles() is True
    assert len(cells()) == 2
    Jugendamt.objects.filter(pk=first.pk).update(gueltig_bis=date(2020, 1, 1))
    assert place_tiles() is True
    assert set(cells()) == {"05900002"}


def test_the_schedule_takes_an_office_off_the_map_when_its_last_day_is_over(db):
    office = make_with_centre(1)
    karte_nachfuehren()
    assert set(cells()) == {office.pk}
    Jugendamt.objects.update(gueltig_bis=date(2020, 1, 1))
    karte_nachfuehren()
    assert cells() == {}
