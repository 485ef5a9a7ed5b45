"""Pages of exchanges: what everybody sees, the person's own link, the office; nothing about people in public."""

import csv
import io
import re
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from icalendar import Calendar

from beratung import services
from beratung.models import Anmeldung, Austauschangebot
from beratung.tasks import bescheinigung_setzen
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Auftrag, Mail, Sucheintrag
from servicestelle.base.publishing import move_page
from tests.beratung.exchanges import join, link_of, make_austausch, shift, sign_up, statuses, subjects
from tests.no_script import answered
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
VIDEO = "https://video.example/geheim"


@pytest.fixture
def treffen():
    return make_austausch(plaetze=1, videolink=VIDEO)


def page_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def typed(**fields):
    """The form of somebody who took some time, without JavaScript."""
    began = signing.dumps(int(time.time()) - 10, salt="begonnen")
    known = {"name": "Frau Beispiel", "email": "frau@example.org", "begonnen": began, "nummer": new_number("austausch")}
    return known | answered() | fields


def send(client, angebot, **fields):
    return client.post(reverse("austauschangebot_anmelden", args=[angebot.slug]), typed(**fields))


# Public pages


def test_the_list_says_what_comes_and_what_was(client):
    assert "Zurzeit ist kein Treffen geplant" in page_of(client, "/austausch/")
    make_austausch("bald")
    make_austausch("spaeter", starts_in=timedelta(days=20))
    make_austausch("frueher", starts_in=timedelta(days=-20))
    make_austausch("entwurf", published=False)
    page = page_of(client, "/austausch/")
    assert page.index("Bald") < page.index("Spaeter") < page.index("<summary>Was war (1)") < page.index("Frueher")
    assert "Entwurf" not in page
    assert client.get("/austausch/entwurf/").status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"plaetze": 3}, "Noch 2 Plätze frei"),
        ({"plaetze": 2}, "Noch 1 Platz frei"),
        ({}, "Ausgebucht, Warteliste offen"),
        ({"anmeldeschluss": -timedelta(days=30)}, "Anmeldung geschlossen"),
        (
            {"beginn": -timedelta(days=30), "ende": -timedelta(days=30), "anmeldeschluss": -timedelta(days=30)},
            "Vorbei",
        ),
        ("absage", "Fällt aus"),
    ],
)
def test_each_page_says_how_it_stands(client, person, treffen, change, words):
    join(treffen)
    if change == "absage":
        services.call_off(treffen, reason="Wegen Krankheit", actor=person("koordination1"))
    else:
        moved = {
            name: getattr(treffen, name) + value if isinstance(value, timedelta) else value
            for name, value in change.items()
        }
        Austauschangebot.objects.update(**moved)
    for path in ("/austausch/", "/austausch/treffen/"):
        assert words in page_of(client, path)
    page = page_of(client, "/austausch/treffen/")
    assert ("Wegen Krankheit" in page) == (change == "absage")
    may = words.startswith("Noch") or "Warteliste" in words
    assert ("/austausch/treffen/anmelden/" in page) == may
    form = client.get("/austausch/treffen/anmelden/")
    assert form.status_code == (200 if may else 409)
    assert ('name="email"' in form.content.decode()) == may


def test_nothing_public_names_people_or_the_video(client, treffen, person):
    join(treffen)
    services.register(treffen, name="Mensch Wartend", email="wartend@example.org")
    paths = ["/austausch/", "/austausch/treffen/", "/austausch/treffen/anmelden/", "/austausch/treffen.ics"]
    paths += ["/austausch/feed/", "/", "/sitemap.xml", "/suche/?q=Treffen"]
    for name in (None, "nachbaramt", "redaktion"):
        if name:
            client.force_login(person(name))
        for path in paths:
            page = page_of(client, path)
            assert "Mensch" not in page.replace("Menschen", "")
            assert "example.org" not in page
            assert "geheim" not in page


def test_feed_search_sitemap_and_calendar_know_it(client, person):
    treffen = make_austausch("treffen", status="in_pruefung", published=False)
    move_page(treffen, to="veroeffentlicht", actor=person("koordination1"))
    assert Sucheintrag.objects.get(kind="austauschangebot").url == "/austausch/treffen/"
    assert "/austausch/treffen/" in page_of(client, "/sitemap.xml")
    assert "<title>Treffen</title>" in page_of(client, "/austausch/feed/")
    [event] = Calendar.from_ical(client.get("/austausch/treffen.ics").content).walk("VEVENT")
    assert (event.decoded("dtstart"), event["status"], event["location"]) == (
        treffen.beginn.replace(microsecond=0),
        "CONFIRMED",
        "Münster",
    )
    services.call_off(treffen, reason="Krank", actor=person("koordination1"))
    [event] = Calendar.from_ical(client.get("/austausch/treffen.ics").content).walk("VEVENT")
    assert (event["status"], event["summary"]) == ("CANCELLED", "Fällt aus: Treffen")
    assert "Fällt aus: Treffen" in page_of(client, "/austausch/feed/")


def test_calendar_lines_cannot_be_forged(client):
    make_austausch(titel="Böses\r\nATTENDEE:x@example.org", ort="Ort\nX-BOESE:1")
    text = client.get("/austausch/treffen.ics").content.decode()
    assert not re.search(r"^(ATTENDEE|X-BOESE)", text, re.MULTILINE)


def test_invented_exchanges_are_shown_in_the_demo_only(client, settings, treffen):
    Austauschangebot.objects.update(fiktiv=True)
    settings.DEMO = False
    assert client.get("/austausch/treffen/").status_code == 404
    assert "Treffen</a>" not in page_of(client, "/austausch/")
    settings.DEMO = True
    assert "Treffen</a>" in page_of(client, "/austausch/")
    assert "/austausch/treffen/" not in page_of(client, "/sitemap.xml")


# Registering


def test_without_an_account_from_form_to_cancelling(client, treffen):
    office = make_jugendamt()
    response = send(client, treffen, jugendamt=office.pk)
    assert (response.status_code, response["Location"]) == (302, "/austausch/anmeldung/abgeschickt/")
    assert "Fast geschafft" in page_of(client, response["Location"])
    link = link_of("frau@example.org")
    assert "Anmeldung bestätigen" in page_of(client, link)
    assert statuses(treffen) == ["unbestaetigt"]  # looking is not confirming
    assert client.post(f"{link}bestaetigen/").status_code == 302
    page = page_of(client, link)
    assert "Sie haben einen Platz" in page and VIDEO in page
    assert "geheim" in client.get(f"{link}termin.ics").content.decode()
    assert "abmelden?" in page_of(client, f"{link}absagen/")
    assert client.post(f"{link}absagen/").status_code == 302
    page = page_of(client, link)
    assert "Sie sind abgemeldet" in page and VIDEO not in page
    assert "geheim" not in client.get(f"{link}termin.ics").content.decode()
    assert statuses(treffen) == ["abgemeldet"]


def test_who_waits_sees_no_video(client, treffen):
    join(treffen)
    join(treffen, 2)
    page = page_of(client, link_of("mensch2@example.org"))
    assert "Sie stehen auf der Warteliste" in page and "geheim" not in page


def test_known_and_unknown_addresses_get_the_same_answer(client, treffen):
    join(treffen)
    known, unknown = send(client, treffen, email="mensch1@example.org"), send(client, treffen, email="neu@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert subjects("mensch1@example.org")[-1] == "Sie sind schon angemeldet: Treffen"


def test_the_same_form_again_is_one_registration_and_one_mail(client, treffen):
    form = typed()
    path = "/austausch/treffen/anmelden/"
    answers = {client.post(path, form)["Location"] for _ in range(3)}
    assert (len(answers), Anmeldung.objects.count(), Mail.objects.count()) == (1, 1, 1)
    other = client.post(path, form | {"name": "Andere"})
    assert other.status_code == 409
    assert "schon einmal mit anderen Angaben" in other.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "keine"},
        {"name": ""},
        {"name": "x" * 151},
        {"name": "\x00"},
        {"jugendamt": "gibt-es-nicht"},
        {"website": "https://spam.example"},
        {"begonnen": ""},
        {"nummer": "gefaelscht"},
    ],
)
def test_wrong_input_is_refused_and_what_was_typed_stays(client, treffen, fields):
    response = send(client, treffen, **fields)
    assert response.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in response.content.decode()
    if "email" not in fields:
        assert "frau@example.org" in response.content.decode()
    assert not Anmeldung.objects.exists()


def test_when_it_closes_meanwhile_the_form_says_so(client, treffen):
    sign_up(treffen)
    link = link_of("mensch1@example.org")
    Austauschangebot.objects.update(anmeldeschluss=treffen.anmeldeschluss - timedelta(days=30))
    response = send(client, treffen)
    assert response.status_code == 409
    assert "Der Anmeldeschluss" in response.content.decode()
    response = client.post(f"{link}bestaetigen/")
    assert response.status_code == 409
    assert "Der Anmeldeschluss" in response.content.decode()


def test_with_an_account_by_one_click(client, treffen, person):
    member = person("bearbeitung")
    client.force_login(member)
    page = page_of(client, "/austausch/treffen/")
    number = re.search(r'name="nummer" value="([^"]+)"', page)[1]
    response = client.post("/austausch/treffen/anmelden/", {"nummer": number})
    row = Anmeldung.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/mein/austausch/{row.pk}/")
    assert (row.status, row.name, row.jugendamt_id) == ("angemeldet", member.name, "00000001")
    assert "Meine Anmeldung" in page_of(client, "/austausch/treffen/")
    assert "Treffen" in page_of(client, "/mein/")
    assert VIDEO in page_of(client, f"/mein/austausch/{row.pk}/")
    for other in ("freigabe", "nachbaramt", "koordination1"):
        client.force_login(person(other))
        for step in ("", "absagen/", "termin.ics", "bescheinigung.pdf"):
            assert client.get(f"/mein/austausch/{row.pk}/{step}").status_code == 404
    client.force_login(member)
    assert client.post(f"/mein/austausch/{row.pk}/absagen/").status_code == 302
    assert statuses(treffen) == ["abgemeldet"]


# Office


def office_form(**fields):
    return {
        "titel": "Neues Treffen",
        "text": "Text",
        "fuer_wen": "Alle",
        "beginn": "2030-05-06T10:00",
        "ende": "2030-05-06T12:00",
        "anmeldeschluss": "2030-05-01T12:00",
        "ort": "Hamm",
        "videolink": "",
        "plaetze": "12",
        "nummer": new_number("austausch_angebot"),
    } | fields


def test_the_office_plans_publishes_and_changes(client, person):
    client.force_login(person("fachberatung"))
    form = office_form()
    response = client.post("/buero/austausch/neu/", form)
    row = Austauschangebot.objects.get()
    assert client.post("/buero/austausch/neu/", form)["Location"] == response["Location"]
    assert (Austauschangebot.objects.count(), row.slug, row.status) == (1, "neues-treffen", "entwurf")
    page = page_of(client, f"/buero/austausch/{row.pk}/bearbeiten/")
    seen = re.search(r'name="gesehen" value="([^"]+)"', page)[1]
    assert 'value="2030-05-06T10:00"' in page
    changes = office_form(ort="Soest", gesehen=seen)
    assert client.post(f"/buero/austausch/{row.pk}/bearbeiten/", changes).status_code == 302
    row.refresh_from_db()
    assert row.ort == "Soest"
    stale = client.post(f"/buero/austausch/{row.pk}/bearbeiten/", changes | {"ort": "Unna"})
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "Inzwischen hat jemand anderes" in text and "Soest" in text and 'value="Unna"' in text
    seen = re.search(r'name="gesehen" value="([^"]+)"', text)[1]
    changes |= {"ort": "Unna", "gesehen": seen}
    assert client.post(f"/buero/austausch/{row.pk}/bearbeiten/", changes).status_code == 302


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ende": "2030-05-06T09:00"}, "Das Ende liegt nach dem Beginn."),
        ({"anmeldeschluss": "2030-05-07T09:00"}, "Der Anmeldeschluss liegt vor dem Beginn"),
        ({"ort": ""}, "Nennen Sie einen Ort, einen Link zum Video oder beides."),
        ({"plaetze": "0"}, "Plätze"),
        ({"plaetze": "99999999999999999999"}, "Plätze"),
        ({"beginn": "0001-01-01T00:00"}, "Das Jahr liegt zwischen"),
        ({"beginn": "9999-12-31T23:59"}, "Das Jahr liegt zwischen"),
        ({"beginn": "gestern"}, "Beginn"),
        ({"videolink": "javascript:alert(1)"}, "Link zum Video"),
        ({"titel": "\x00"}, "Titel"),
    ],
)
def test_the_office_form_says_what_is_wrong(client, person, fields, words):
    client.force_login(person("koordination1"))
    response = client.post("/buero/austausch/neu/", office_form(**fields))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Austauschangebot.objects.exists()


def test_the_page_of_one_exchange_and_its_steps(client, person, treffen):
    for number in range(1, 4):
        join(treffen, number)
    client.force_login(person("koordination1"))
    base = f"/buero/austausch/{treffen.pk}/"
    page = page_of(client, base)
    assert "Mensch 1" in page and page.index("1. Mensch 2") < page.index("2. Mensch 3")
    assert "1 von 1" in page
    response = client.post(f"{base}plaetze/", {"plaetze": "2"}, follow=True)
    assert "Nachgerückt: 1" in response.content.decode()
    assert client.post(f"{base}plaetze/", {"plaetze": "1"}).status_code == 409
    assert client.post(f"{base}plaetze/", {"plaetze": "viele"}).status_code == 422
    message = {"betreff": "Raum", "text": "Im Saal.", "nummer": new_number("rundschreiben")}
    for _ in range(2):
        assert client.post(f"{base}nachricht/", message).status_code == 302
    assert len([subject for subject in subjects() if subject == "Raum: Treffen"]) == 2
    assert client.post(f"{base}nachricht/", message | {"text": ""}).status_code == 422
    assert client.post(f"{base}teilnahme/", {"anwesend": "1"}).status_code == 409
    first = Anmeldung.objects.get(email="mensch1@example.org")
    leave = f"{base}anmeldungen/{first.pk}/abmelden/"
    assert "Mensch 1 abmelden?" in page_of(client, leave)
    assert client.post(leave).status_code == 302
    assert statuses(treffen) == ["abgemeldet", "angemeldet", "angemeldet"]
    assert "Die Servicestelle hat Sie" in Mail.objects.filter(to=first.email).first().text
    assert client.post(leave).status_code == 404
    assert client.post(f"{base}absagen/", {"grund": ""}).status_code == 422
    assert client.post(f"{base}absagen/", {"grund": "Wegen Sturm"}).status_code == 302
    assert client.post(f"{base}absagen/", {"grund": "Noch einmal"}).status_code == 409


def test_the_table_opens_by_a_double_click_and_runs_no_formula(client, person, treffen):
    Austauschangebot.objects.update(plaetze=9)
    for number, name in enumerate(["=1+1", "+49", "-5", "@x", 'Frau; "Beispiel"', "Zeile\r\n=2", " =3"]):
        services.confirm_anmeldung(services.register(treffen, name=name, email=f"a{number}@example.org"))
    client.force_login(person("koordination1"))
    response = client.get(f"/buero/austausch/{treffen.pk}/anmeldungen.csv")
    raw = response.content.decode()
    assert raw.startswith("\ufeffName;E-Mail;Jugendamt;Stand;Angemeldet am;War da\r\n")
    assert response["Content-Disposition"] == 'attachment; filename="anmeldungen-treffen.csv"'
    names = {row[0] for row in list(csv.reader(io.StringIO(raw), delimiter=";"))[1:]}
    assert names == {"'=1+1", "'+49", "'-5", "'@x", 'Frau; "Beispiel"', "Zeile =2", "'=3"}
    page = page_of(client, f"/buero/austausch/{treffen.pk}/liste/")
    assert "Unterschrift" in page and "@x" in page and "example.org" not in page


# Certificates


@pytest.mark.usefixtures("own_store")
def test_the_certificate_is_private_to_the_person_and_the_office(client, person, treffen):
    member = person("bearbeitung")
    row = services.register(treffen, name=member.name, email=member.email, actor=member)
    shift(treffen, days=8)
    client.force_login(person("koordination1"))
    base = f"/buero/austausch/{treffen.pk}/"
    assert client.get(f"{base}anmeldungen/{row.pk}/bescheinigung.pdf").status_code == 404
    assert client.post(f"{base}teilnahme/", {"anwesend": [row.pk, "x", "999999999999999999999"]}).status_code == 302
    job = Auftrag.objects.get(kind="beratung.bescheinigung_setzen")
    link = link_of(member.email)
    assert "wird gerade gesetzt" in page_of(client, link)
    bescheinigung_setzen(job.pk)
    job.refresh_from_db()
    assert (job.status, job.result["beanstandungen"]) == ("fertig", 0)
    assert subjects(member.email)[-1] == "Ihre Teilnahmebescheinigung: Treffen"
    paths = [f"{base}anmeldungen/{row.pk}/bescheinigung.pdf", f"{link}bescheinigung.pdf"]
    for path in paths:
        response = client.get(path)
        assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
        assert response["Cache-Control"] == "private, no-cache"
    client.logout()
    assert client.get(paths[0]).status_code == 302
    for name, code in (("bearbeitung", 200), ("freigabe", 404), ("nachbaramt", 404), ("revision", 404)):
        client.force_login(person(name))
        assert client.get(f"/mein/austausch/{row.pk}/bescheinigung.pdf").status_code == code
    client.post(f"{base}teilnahme/", {})  # the last one logged in may not
    client.force_login(person("koordination1"))
    assert client.post(f"{base}teilnahme/", {}).status_code == 302
    assert client.get(paths[1]).status_code == 404  # it was a mistake: no certificate any more


@pytest.mark.usefixtures("own_store")
def test_an_unchanged_certificate_is_not_set_again(treffen, person):
    row = join(treffen)
    shift(treffen, days=8)
    for _ in range(2):
        services.note_attendance(treffen, present={row.pk}, actor=person("koordination1"))
        bescheinigung_setzen(Auftrag.objects.filter(kind="beratung.bescheinigung_setzen").latest("pk").pk)
    newest = Auftrag.objects.filter(kind="beratung.bescheinigung_setzen").latest("pk")
    assert newest.result["unveraendert"] is True
    assert subjects().count("Ihre Teilnahmebescheinigung: Treffen") == 1


HEADERS = ["\r\nBcc: x@example.org", "\nTo: x@example.org", "\rX-A: 1", "\u2028Cc: x", "\x0bSubject: x", "%0d%0aBcc: x"]


@pytest.mark.parametrize("text", HEADERS)
def test_no_header_is_injected(client, person, treffen, text):
    Austauschangebot.objects.update(titel=f"Treffen{text}")
    send(client, treffen, name=f"Mensch{text}")
    row = Anmeldung.objects.first()
    if row is None:  # refused by the form
        return
    services.confirm_anmeldung(row)
    client.force_login(person("koordination1"))
    form = {"betreff": f"Neu{text}", "text": text or "x", "nummer": new_number("rundschreiben")}
    client.post(f"/buero/austausch/{treffen.pk}/nachricht/", form)
    for mail in Mail.objects.all():
        assert mail.to == "frau@example.org"
        assert mail.subject == " ".join(mail.subject.split())
