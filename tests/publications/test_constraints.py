"""Publications, chapters, frozen editions, news: what the database refuses by itself."""

import pytest
from django.utils import timezone

from publications.models import Ausgabe, Kapitel
from tests.database import sql
from tests.records import make_ausgabe, make_document, make_meldung, make_publikation, make_standort

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("issn", ["16143027", "1614-302", "1614-302x", "1614_3027"])
def test_issn_has_its_form(refused, issn):
    with refused("publications_publikation_issn"):
        make_publikation(issn=issn)


def test_issn_may_end_in_x(accepted):
    with accepted():
        make_publikation(issn="1614-302X")


def chapter(publikation, place, **fields):
    return Kapitel.objects.create(publikation=publikation, reihenfolge=place, **{"art": "text"} | fields)


def test_chapters_swap_places_within_one_transaction(accepted, refused):
    book = make_publikation()
    one, two = chapter(book, 1), chapter(book, 2)
    with accepted():
        sql("UPDATE publications_kapitel SET reihenfolge = 3 - reihenfolge WHERE id IN (%s, %s)", one.pk, two.pk)
    with refused("publications_kapitel_reihenfolge"):
        chapter(book, 2)


def test_only_site_chapters_have_a_site(refused):
    book, site = make_publikation(), make_standort()
    with refused("publications_kapitel_standort"):
        chapter(book, 1, art="standort")
    with refused("publications_kapitel_standort"):
        chapter(book, 1, standort=site)


def test_kinds_are_known_ones(refused):
    with refused("publications_publikation_art"):
        make_publikation(art="egal")
    with refused("publications_kapitel_art"):
        chapter(make_publikation(), 1, art="egal")


def test_states_of_an_edition(refused):
    with refused("publications_ausgabe_status_known"):
        make_ausgabe(status="egal")
    for status in ("geprueft", "veroeffentlicht", "zurueckgezogen"):
        with refused("publications_ausgabe_has_document"):
            make_ausgabe(status=status, veroeffentlicht_am=timezone.now())
    with refused("publications_ausgabe_published_at"):
        make_ausgabe(status="veroeffentlicht", dokument=make_document())


def test_numbers_of_editions_are_unique(refused):
    book = make_publikation()
    make_ausgabe(book)
    with refused("publications_ausgabe_nummer"):
        make_ausgabe(book)


CHANGES = [
    "nummer = 2",
    """snapshot = '{"neu": 1}'""",
    "aenderungen = 'x'",
    "status = 'entwurf'",
    "status = 'geprueft'",
    "veroeffentlicht_am = now()",
    "created_at = '2000-01-01'",
    "status = 'zurueckgezogen', aenderungen = 'x'",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_published_edition_is_frozen(refused, change):
    edition = make_ausgabe(published=True)
    with refused("publications_ausgabe_frozen"):
        sql(f"UPDATE publications_ausgabe SET {change} WHERE id = %s", edition.pk)


def test_a_published_edition_is_never_deleted(refused):
    make_ausgabe(published=True)
    with refused("publications_ausgabe_frozen"):
        sql("DELETE FROM publications_ausgabe")
    with refused("publications_ausgabe_frozen"):
        Ausgabe.objects.all().delete()


def test_withdrawing_is_the_only_way_on_and_final(refused, accepted):
    edition = make_ausgabe(published=True)
    with accepted():
        sql("UPDATE publications_ausgabe SET status = 'zurueckgezogen' WHERE id = %s", edition.pk)
    with refused("publications_ausgabe_frozen"):
        sql("UPDATE publications_ausgabe SET status = 'veroeffentlicht' WHERE id = %s", edition.pk)


def test_a_draft_edition_may_change_and_go(accepted):
    edition = make_ausgabe()
    with accepted():
        sql("UPDATE publications_ausgabe SET aenderungen = 'x' WHERE id = %s", edition.pk)
        edition.delete()


def test_control_without_the_trigger_an_edition_changes():
    edition = make_ausgabe(published=True)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE publications_ausgabe DISABLE TRIGGER USER")
    sql("UPDATE publications_ausgabe SET aenderungen = 'x' WHERE id = %s", edition.pk)
    edition.refresh_from_db()
    assert edition.aenderungen == "x"


DOCUMENT = [
    "sha256 = repeat('f', 64)",
    "object_key = 'anders.pdf'",
    "size = 2",
    "pages = 2",
    """snapshot = '{"neu": 1}'""",
    "filename = 'anders.pdf'",
]


@pytest.mark.parametrize("change", DOCUMENT)
def test_the_document_of_a_published_edition_is_frozen_too(refused, change):
    make_ausgabe(published=True)
    with refused("base_dokument_frozen"):
        sql(f"UPDATE base_dokument SET {change}")


def test_rules_of_a_document(refused):
    with refused("base_dokument_sha256"):
        make_document(sha256="A" * 64)
    with refused("base_dokument_not_empty"):
        make_document(size=0)
    with refused("base_dokument_not_empty"):
        make_document(pages=0)
    with refused("base_dokument_public_checked"):
        make_document(public=True, findings=["Bild ohne Text"])


def test_a_statement_names_its_person(refused):
    with refused("publications_meldung_aussage_person"):
        make_meldung(aussage="Gut.")
