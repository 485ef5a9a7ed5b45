"""The declaration of accessibility says what the last walk found, and nothing before there was one."""

import json

import pytest

from servicestelle.pages import zugang

ROWS = [{"pruefung": "Gültiges HTML", "geprueft": 1234, "beanstandet": 7}]
FOUND = {"am": "2026-11-20", "zeilen": ROWS, "luecken": ["Gültiges HTML: 7 Beanstandungen stehen noch aus."]}


@pytest.fixture
def declaration(client, db, tmp_path, monkeypatch):
    """`declaration(found)` → the page after a walk that found this, or before the first one."""
    monkeypatch.setattr(zugang, "PRUEFSTAND", tmp_path / "pruefstand.json")

    def read(found=None):
        if found:
            zugang.PRUEFSTAND.write_text(json.dumps(found))
        page = client.get("/barrierefreiheit/")
        assert page.status_code == 200
        return page.content.decode()

    return read


def test_it_shows_the_figures_and_gaps_of_the_last_walk(declaration):
    page = declaration(FOUND)
    assert "20.11.2026" in page and "teilweise vereinbar" in page
    for words in ("Gültiges HTML</th>", ">1.234</td>", ">7</td>", "7 Beanstandungen stehen noch aus."):
        assert words in page


def test_before_the_first_walk_it_claims_nothing(declaration):
    page = declaration()
    assert "noch nicht in einem Durchgang geprüft" in page and "können wir noch nicht sagen" in page
    assert "vereinbar" not in page and "Die Ergebnisse oben" not in page and "<table" not in page


@pytest.mark.parametrize("found", [None, FOUND], ids=["vor dem ersten Gang", "nach einem Gang"])
def test_it_names_known_gaps_the_form_and_the_ombudsstelle(declaration, found):
    page = declaration(found)
    for words in ("Gebärdensprache", "Prüfgruppe", "/barriere-melden/", "ombudsstelle-barrierefreie-it@mags.nrw.de"):
        assert words in page
