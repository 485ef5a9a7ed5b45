"""Publications and news in the admin: chapters change places, used ones stay, editions are only read."""

import pytest

from publications.models import Kapitel, Meldung
from servicestelle.base.models import Sucheintrag, User
from tests.changelists import assert_list_is_steady, form_data
from tests.records import make_ausgabe, make_meldung, make_publikation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chief(client):
    user = User.objects.create_superuser("chef@demo.example", "ein-langes-passwort")
    client.force_login(user)
    return user


MAKE = {
    "publikation": lambda n: make_publikation(f"p{n}"),
    "ausgabe": lambda n: make_ausgabe(make_publikation(f"p{n}")),
    "meldung": lambda n: make_meldung(f"m{n}"),
}


@pytest.mark.parametrize("name", MAKE)
def test_lists_are_steady(name, client):
    assert assert_list_is_steady(client, f"/verwaltung/publications/{name}/", MAKE[name]) <= 12


def with_chapters():
    heft = make_publikation()
    for place in (1, 2):
        Kapitel.objects.create(publikation=heft, reihenfolge=place, art="text", titel=f"Kapitel {place}")
    return heft, f"/verwaltung/publications/publikation/{heft.pk}/change/"


def test_chapters_change_places(client):
    heft, address = with_chapters()
    data = form_data(client.get(address), **{"kapitel-0-reihenfolge": 2, "kapitel-1-reihenfolge": 1})
    assert client.post(address, data).status_code == 302
    assert list(heft.kapitel.values_list("titel", flat=True)) == ["Kapitel 2", "Kapitel 1"]


def test_two_chapters_on_one_place_are_refused_in_words(client):
    heft, address = with_chapters()
    refused = client.post(address, form_data(client.get(address), **{"kapitel-1-reihenfolge": 1}))
    assert refused.status_code == 200 and "reihenfolge" in refused.content.decode().lower()
    assert list(heft.kapitel.values_list("reihenfolge", flat=True)) == [1, 2]


def test_a_chapter_without_its_site_is_refused_in_words(client):
    _, address = with_chapters()
    refused = client.post(address, form_data(client.get(address), **{"kapitel-0-art": "standort"}))
    assert "haben einen Standort" in str(refused.context["errors"])


def test_news_are_written_and_found(client):
    news = {"datum": "01.11.2026", "titel": "Werkstatt", "slug": "werkstatt", "text": "Kommen Sie vorbei."}
    refused = client.post("/verwaltung/publications/meldung/add/", news | {"aussage": "Schön war es."})
    assert "gehört die Person" in str(refused.context["errors"])
    assert "Kommen Sie vorbei." in refused.content.decode()
    assert client.post("/verwaltung/publications/meldung/add/", news).status_code == 302
    meldung = publish(Meldung.objects.get())
    assert not Sucheintrag.objects.exists()
    address = f"/verwaltung/publications/meldung/{meldung.pk}/change/"
    client.post(address, form_data(client.get(address), titel="Große Werkstatt"))
    assert Sucheintrag.objects.get().title == "Große Werkstatt"
    Meldung.objects.update(status="archiviert")
    client.post(f"/verwaltung/publications/meldung/{meldung.pk}/delete/", {"post": "yes"})
    assert not Sucheintrag.objects.exists() and not Meldung.objects.exists()


PUBLIC = {"publikation": make_publikation, "meldung": make_meldung}


@pytest.mark.parametrize("kind", PUBLIC)
def test_what_is_public_is_not_deleted(client, kind):
    page = publish(PUBLIC[kind]("offen"))
    base = f"/verwaltung/publications/{kind}/"
    assert f"/{page.pk}/delete/" not in client.get(f"{base}{page.pk}/change/").content.decode()
    for answer in (
        client.get(f"{base}{page.pk}/delete/"),
        client.post(f"{base}{page.pk}/delete/", {"post": "yes"}),
        client.post(base, {"action": "delete_selected", "_selected_action": [page.pk], "post": "yes"}),
    ):
        text = answer.content.decode()
        assert answer.status_code == 200 and "erst im Büro von der Website" in text and "Ja, löschen" not in text
    assert type(page).objects.filter(pk=page.pk).exists()


def test_a_deletion_says_in_german_what_goes_with_it(client):
    heft, _ = with_chapters()
    heft.themen.create(name="Übergang", slug="uebergang")
    page = client.get(f"/verwaltung/publications/publikation/{heft.pk}/delete/").content.decode()
    assert "2 × Kapitel" in page and "1 × Zuordnungen (Themen)" in page and "Beziehung" not in page
    bulk = {"action": "delete_selected", "_selected_action": [heft.pk]}
    assert "2 × Kapitel" in client.post("/verwaltung/publications/publikation/", bulk).content.decode()
    client.post(f"/verwaltung/publications/publikation/{heft.pk}/delete/", {"post": "yes"})
    assert not Kapitel.objects.exists()


def test_a_publication_with_an_edition_stays(client):
    edition = make_ausgabe(published=True)
    client.post(f"/verwaltung/publications/publikation/{edition.publikation_id}/delete/", {"post": "yes"})
    edition.refresh_from_db()
    assert edition.publikation_id
