"""Text pages: what the office writes is shown, what is missing is said kindly."""

import re

import pytest

from servicestelle.base.models import Seitentext


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/kontakt/", "kontakt"),
        ("/kontakt/", "kontakt-hinweis"),
        ("/impressum/", "impressum"),
        ("/impressum/", "kontakt"),
        ("/datenschutz/", "datenschutz"),
        ("/fachberatung/", "kontakt"),
        ("/fachberatung/", "fachberatung-angebot"),
        ("/fachberatung/", "fachberatung-ablauf"),
        ("/fachberatung/", "fachberatung-fuer-wen"),
        ("/fachberatung/", "fachberatung-datenschutz"),
    ],
)
def test_the_text_is_shown_and_may_be_missing(client, db, address, key):
    assert client.get(address).status_code == 200
    Seitentext.objects.create(key=key, titel="Titel", text="Ein **wichtiger** Satz <script>alert(1)</script>")
    page = client.get(address).content.decode()
    assert "<strong>wichtiger</strong>" in page
    assert "<script>alert" not in page


def test_machines_find_every_page_and_the_sign(client, db):
    from django.core.management import call_command

    call_command("startdaten", verbosity=0)
    found = client.get("/sitemap.xml").content.decode()
    for path in ("barrierefreiheit", "barriere-melden", "leichte-sprache", "gebaerdensprache", "kontakt"):
        assert f"/{path}/</loc>" in found
    assert "/leichte-sprache/was-macht-die-servicestelle/</loc>" in found
    sign = client.get("/favicon.ico")
    assert sign.status_code == 307 and sign["Location"].endswith(".ico")


def test_every_text_page_can_be_read_aloud(client, db):
    from django.core.management import call_command

    call_command("startdaten", verbosity=0)
    pages = ["/", "/foerderung/", "/fachberatung/", "/kontakt/", "/impressum/", "/datenschutz/", "/barrierefreiheit/"]
    pages += ["/barriere-melden/", "/leichte-sprache/", "/gebaerdensprache/", "/publikationen/projektansaetze/"]
    pages += ["/jugendaemter/stadt-hamm/"]
    silent = [page for page in pages if "data-vorlesen=" not in client.get(page).content.decode()]
    assert silent == []


def test_leichte_sprache_explains_every_room_of_the_navigation(client, db):
    from django.core.management import call_command

    call_command("startdaten", verbosity=0)
    page = client.get("/leichte-sprache/so-benutzen-sie-die-seite/").content.decode()
    navigation = page.partition('id="navigation"')[2].partition("</nav>")[0]
    rooms = re.findall(r"<a [^>]*>([^<]+)</a>", navigation)
    explained = [word.replace("-", "").lower() for word in re.findall(r"<strong>([^<:]+):</strong>", page)]
    assert len(rooms) >= 8 and [room for room in rooms if room.lower() not in explained] == []
