"""The first search: stems, beginnings, parts, umlauts, near misses; odd input finds nothing and breaks nothing."""

import pytest

from servicestelle.base import search
from servicestelle.base.models import Sucheintrag
from servicestelle.base.ui.hits import mark_hits

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries():
    rows = [
        ("1", "Kinder vor Gewalt schützen", "Kinderschutz im Übergang von der Kita", "Fachkräfte gewinnen Sicherheit"),
        ("2", "Übergang in die Grundschule", "Kinder mit Förderbedarf", "Schulanmeldung"),
        ("3", "Gemeinsame Beratung", "Jobcenter und Jugendamt", "SGB II"),
    ]
    for key, title, teaser, body in rows:
        Sucheintrag.objects.create(kind="standort", object_id=key, title=title, teaser=teaser, body=body, url="/")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Kind Gewalt", "1"),
        ("schützt", "1"),
        ("kindersch", "1"),
        ("Uebergang Grundschule", "2"),
        ("grundschulen", "2"),
        ("anmeldung", "2"),
        ("Jobcenter", "3"),
        ("Grundshcule", "2"),
        ("SGB II", "3"),
    ],
)
def test_finds(entries, text, first):
    assert search.ids("standort", text)[0] == first


@pytest.fixture
def portal_entries():
    """What the portal holds, in short: the golden queries below are asked of it."""
    rows = [
        ("haltern", "Stadt Haltern am See", "Jugendamt, Kreisangehörige Stadt"),
        ("emsdetten", "Sichere Eltern, starke Kinder", "Wie sicher sind Eltern heute?"),
        ("castrop", "Raketenstarker Schulstart", "Was hilft Familien beim Start in die Grundschule?"),
        ("ibbenbueren", "Gemeinsame Beratung – Stadt Ibbenbüren", "Jobcenter und Jugendamt beraten gemeinsam"),
        ("paderborn", "Übergang gestalten – Kreis Paderborn", "Wechsel von der Kita in die Grundschule"),
    ]
    for key, title, teaser in rows:
        Sucheintrag.objects.create(kind="standort", object_id=key, title=title, teaser=teaser, url="/")


GOLDEN = [
    ("Eltern", {"emsdetten"}),  # not Haltern, however alike
    ("Haltern", {"haltern"}),
    ("Familie", {"castrop"}),  # stem
    ("Uebergang", {"paderborn"}),  # umlaut written out
    ("schule", {"castrop", "paderborn"}),  # part of a compound
    ("Rakete", {"castrop"}),  # beginning
    ("Etern", {"emsdetten"}),  # slips
    ("Grundshcule", {"castrop", "paderborn"}),
    ("Ibbenbüern", {"ibbenbueren"}),
    ("Jobcentr Jugendamt", {"ibbenbueren"}),  # one word mistyped, one not
    ("Grundshcule Paderborn", {"paderborn"}),
    ("Berlin", set()),  # a word that simply is not there
    ("xyz", set()),
]


@pytest.mark.parametrize(("text", "keys"), GOLDEN)
def test_golden_queries(portal_entries, text, keys):
    assert set(search.ids("standort", text)) == keys


@pytest.mark.parametrize(("text", "is_near"), [("Eltern", False), ("Etern", True)])
def test_a_repaired_word_says_so(portal_entries, text, is_near):
    assert [hit.is_near for hit in search.find(text)] == [is_near]


@pytest.mark.parametrize("text", ["", " ", "\x00", "&|!():*", "' OR 1=1 --", "x" * 100_000, "<->", "a:b:c", "\\", "%_"])
def test_odd_input_breaks_nothing(entries, text):
    list(search.find(text))


def test_hits_are_marked_and_markup_is_escaped(entries):
    Sucheintrag.objects.filter(object_id="3").update(teaser="Jobcenter & Jugendamt < Kreis")
    hit = search.find("jobcenter")[0]
    assert mark_hits(hit.headline) == "<mark>Jobcenter</mark> &amp; Jugendamt &lt; Kreis"
    assert mark_hits("<b>\x02x\x03</b>") == "&lt;b&gt;<mark>x</mark>&lt;/b&gt;"


def test_title_weighs_more_than_text(entries):
    Sucheintrag.objects.create(kind="standort", object_id="4", title="Anderes", body="Übergang Übergang", url="/")
    assert search.ids("standort", "Übergang")[0] == "2"
