"""The start data: complete, unknown stays empty, and a second run never undoes what people did."""

import pytest
from django.core.management import call_command

from jugendaemter.models import Jugendamt, Netzwerk
from projects.models import Foerderer, Foerderung, Foerderzeitraum, Projektphase, Standort
from publications.models import Kapitel, Meldung, Publikation
from servicestelle.base.models import Auftrag, Protokoll, Seitentext, Sucheintrag, Thema
from servicestelle.pages.startdaten.files import read_csv
from servicestelle.pages.startdaten.loading import load_startdaten

COUNTED = [
    Jugendamt,
    Thema,
    Foerderer,
    Foerderzeitraum,
    Standort,
    Projektphase,
    Netzwerk,
    Publikation,
    Kapitel,
    Meldung,
]
COUNTED += [Seitentext, Protokoll, Auftrag, Sucheintrag]


@pytest.fixture
def loaded(db):
    return load_startdaten()


def numbers():
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_everything_is_there(loaded):
    assert Jugendamt.objects.public().count() == len(read_csv("jugendaemter.csv")) == 91
    assert Standort.objects.public().count() == 10
    assert Netzwerk.objects.published().count() == 1
    assert Publikation.objects.published().count() == 3
    assert Meldung.objects.published().count() == 2
    assert Jugendamt.objects.filter(spalte=None).count() == 0


def test_names_that_differ_by_kind_stay_two_offices(loaded):
    assert set(Netzwerk.objects.get().jugendaemter.values_list("ags", flat=True)) == {
        "05558000",
        "05558012",
        "05558016",
    }
    assert Standort.objects.get(slug="herford").jugendamt.name == "Hansestadt Herford"


def test_unknown_stays_empty(loaded):
    assert not Projektphase.objects.exclude(beginn=None, ende=None, schwerpunkte="", ergebnisse="").exists()
    assert Projektphase.objects.count() == 40
    assert not Foerderung.objects.exists()
    assert set(Foerderzeitraum.objects.values_list("plaetze", "gesamtbetrag", "aufruf_von")) == {(None, None, None)}
    assert Standort.objects.get(slug="herford").leitfragen == []
    assert list(Foerderer.objects.get().namen.values_list("name", "gueltig_von", "gueltig_bis")) == [
        ("Auridis gGmbH", None, None),
        ("Auridis Stiftung", None, None),
    ]


def test_titles_chosen_by_us_say_so(loaded):
    assert Standort.objects.filter(titel_von_uns=True).count() == 7
    assert not Standort.objects.get(slug="kreis-lippe").titel_von_uns


def test_the_brochure_holds_the_sites_by_cohort(loaded):
    chapters = Kapitel.objects.filter(publikation__slug="projektansaetze")
    years = [chapter.standort.foerderzeitraum.von_jahr for chapter in chapters if chapter.standort]
    assert [chapter.art for chapter in chapters][:2] == ["text", "uebersicht"]
    assert len(years) == 10
    assert years == sorted(years)


def test_a_steckbrief_per_site_and_one_brochure_are_ordered(loaded):
    assert Auftrag.objects.filter(kind="projects.steckbrief_setzen").count() == 10
    assert Auftrag.objects.filter(kind="publications.ausgabe_setzen").count() == 1


def test_every_public_row_is_found(loaded):
    assert Sucheintrag.objects.count() == 91 + 10 + 1 + 3 + 2


def test_a_second_run_adds_nothing(loaded):
    before = numbers()
    assert load_startdaten() == {}
    assert numbers() == before


def test_a_second_run_asks_little(loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        load_startdaten()


def test_edits_survive(loaded):
    Jugendamt.objects.filter(ags="05915000").update(name="Hamm am Rande", slug="hamm-am-rande")
    Standort.objects.filter(slug="hamm").update(titel="Neu", slug="ganz-neu", status="archiviert")
    Seitentext.objects.filter(key="kontakt").update(text="Anders")
    before = numbers()
    load_startdaten()
    assert Standort.objects.get(slug="ganz-neu").titel == "Neu"
    assert Seitentext.objects.get(key="kontakt").text == "Anders"
    assert numbers() == before


def test_deletions_survive(loaded):
    for pages in (Meldung.objects, Netzwerk.objects):
        pages.update(status="archiviert")
        pages.all().delete()
    Seitentext.objects.filter(key="impressum").delete()
    Kapitel.objects.all().delete()
    load_startdaten()
    assert not Meldung.objects.exists()
    assert not Netzwerk.objects.exists()
    assert not Kapitel.objects.exists()
    assert not Seitentext.objects.filter(key="impressum").exists()


def test_a_row_that_was_there_first_is_left_alone(db):
    Thema.objects.create(name="Mein Kinderschutz", slug="kinderschutz")
    load_startdaten()
    assert Thema.objects.get(slug="kinderschutz").name == "Mein Kinderschutz"
    Thema.objects.filter(slug="kinderschutz").delete()
    load_startdaten()
    assert not Thema.objects.filter(slug="kinderschutz").exists()


def test_the_command_says_what_it_did(db, capsys):
    call_command("startdaten")
    assert "91 Jugendämter angelegt" in capsys.readouterr().out
    call_command("startdaten")
    assert "Alle Inhalte waren schon da." in capsys.readouterr().out
