"""What waits: the figures of the office equal their lists, and „Was ist zu tun, bis wann“ in self-service."""

from datetime import date, timedelta

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone

from beratung import services
from servicestelle.base import aufgaben
from servicestelle.base.aufgaben import Aufgabe
from servicestelle.base.fristen import meet_fristen
from servicestelle.base.kalender import write_calendar
from servicestelle.base.models import Auftrag, Fristverschiebung, Mail, Zuschrift
from servicestelle.base.tagesmail import take_turn
from tests.beratung.cases import put, receive
from tests.records import make_cohort, make_frist, make_jugendamt, make_meldung, make_netzwerk, make_standort, publish

pytestmark = pytest.mark.django_db
MONDAY, WEEK_LATER = "2026-11-02T10:00+01:00", "2026-11-09T10:00+01:00"
OWN = "00000001"


def nothing(person):
    """The empty portal."""


def requests(person):
    for status in ("eingegangen", "zugewiesen", "in_klaerung", "ruhend", "abgeschlossen", "zurueckgezogen"):
        put(receive(), status)
    services.assign_anfrage(receive(), to=person("fachberatung"), actor=person("koordination1"))
    receive()


def late(person):
    """Deadlines of both sides, of a resting and of an ended request, met, moved: whatever a week leaves behind."""
    resting, ended = put(receive(), "ruhend"), receive()
    services.move_anfrage(ended, to="abgelehnt", actor=person("koordination1"), reason="Doppelt.")
    services.note_contact(receive(), actor=person("fachberatung"))
    make_frist(due_on=date(2026, 11, 5))
    make_frist(make_jugendamt(OWN), due_on=date(2026, 11, 6))
    meet_fristen(make_jugendamt(OWN))
    assert resting.status == "ruhend"


def pages(person):
    publish(make_standort())
    make_netzwerk()
    make_meldung()
    make_standort(make_jugendamt("05900009"), make_cohort("2040"), slug="zwei")


def letters_and_jobs(person):
    for number, status in enumerate(("unbestaetigt", "eingegangen", "eingegangen", "erledigt")):
        confirmed = None if status == "unbestaetigt" else MONDAY
        answered = MONDAY if status == "erledigt" else None
        Zuschrift.objects.create(
            art="frage", email="a@example.org", text="x", secret_hash=str(number), status=status,
            confirmed_at=confirmed, answered_at=answered,
        )  # fmt: skip
    Auftrag.objects.create(kind="x", title="x", status="wartend")
    Auftrag.objects.create(kind="x", title="x", status="fehlgeschlagen", finished_at=MONDAY)


def many(person):
    """More than one page of each list."""
    for _ in range(30):
        receive()
        late(person)


def pinned(person):
    requests(person)
    for name in ("koordination1", "fachberatung"):
        for lage in ("neu", "meine", "faellig", "ruhend", "beendet", "alle"):
            services.save_ansicht(lage, abfrage={"lage": lage, "q": "FB"}, angeheftet=True, actor=person(name))


WORLDS = [nothing, requests, late, pages, letters_and_jobs, pinned]


def figures(client):
    page = lxml.html.fromstring(client.get("/buero/").content.decode())
    for link in page.xpath("//ul[@class='sg-figures']//a"):
        yield link.get("href"), int(link.xpath("span[@class='sg-figures__value']")[0].text_content())


def rows_of(client, address):
    """How many rows the list has, counted page by page as a person would."""
    total, number = 0, 1
    while True:
        page = lxml.html.fromstring(client.get(f"{address}&seite={number}").content.decode())
        total += len(page.xpath("//main//tbody/tr"))
        if not page.xpath("//main//a[@rel='next']"):
            return total
        number += 1


@pytest.mark.parametrize("world", [*WORLDS, many], ids=lambda world: world.__name__)
def test_every_figure_equals_its_list(client, person, time_machine, world):
    time_machine.move_to(MONDAY)
    world(person)
    time_machine.move_to(WEEK_LATER)
    seen = 0
    for login in ("koordination1", "fachberatung", "redaktion", "betrieb"):
        client.force_login(person(login))
        for address, number in figures(client):
            assert rows_of(client, address) == number, (login, address)
            seen += number
    assert seen or world is nothing


def test_control_a_figure_of_other_rows_is_seen(client, person):
    requests(person)
    client.force_login(person("koordination1"))
    figure = dict(figures(client))["/buero/anfragen/?lage=neu"]
    assert figure != rows_of(client, "/buero/anfragen/?lage=alle")


def test_pinned_filters_cost_no_query_each(client, person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    user, found = person("koordination1"), []
    client.force_login(user)
    for first, last in ((0, 1), (1, 6)):
        for number in range(first, last):
            services.save_ansicht(f"{number}", abfrage={"q": f"{number}"}, angeheftet=True, actor=user)
        client.get("/buero/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/buero/")
        found.append(len(queries))
    assert found[0] == found[1]


# Deadlines in the office


@pytest.fixture
def frist(time_machine):
    time_machine.move_to(MONDAY)
    return make_frist(make_jugendamt(OWN))


def fields_of(client, frist):
    page = lxml.html.fromstring(client.get(reverse("buero_frist", args=[frist.pk])).content.decode())
    return {name: page.xpath(f"//main//input[@name='{name}']/@value")[0] for name in ("nummer", "bisher")}


def test_a_deadline_is_moved_on_its_page(client, person, frist):
    client.force_login(person("fachberatung"))
    address, data = reverse("buero_frist", args=[frist.pk]), fields_of(client, frist)
    data |= {"auf": "20.11.2026", "grund": "wunsch"}
    for _ in range(2):  # the same form twice is one move
        assert client.post(address, data).status_code == 302
    assert Fristverschiebung.objects.count() == 1
    page = client.get(address).content.decode()
    assert "05.11.2026 → 20.11.2026: Das Jugendamt hat darum gebeten" in page and "verschoben vom 05.11.2026" in page
    for lage in ("offen", "verschoben"):
        assert "verschoben vom 05.11.2026" in client.get("/buero/fristen/", {"lage": lage}).content.decode()


@pytest.mark.parametrize(
    "change, status, words",
    [
        ({"auf": "01.11.2026"}, 422, "Dieser Tag ist vorbei"),
        ({"auf": "01.01.9999"}, 422, "bis 2028"),
        ({"auf": "31.02.2026"}, 422, "gültiges Datum"),
        ({"auf": "\x00"}, 422, ""),
        ({"grund": "laune"}, 422, ""),
        ({"grund": ""}, 422, ""),
        ({"bisher": "quatsch"}, 422, ""),
        ({"bisher": "2026-11-04"}, 409, "inzwischen auf den 05.11.2026"),
        ({"auf": "05.11.2026"}, 409, "liegt schon auf dem 05.11.2026"),
    ],
)
def test_refusals_keep_what_was_typed(client, person, frist, change, status, words):
    client.force_login(person("fachberatung"))
    data = {"auf": "20.11.2026", "grund": "zulieferung"} | fields_of(client, frist) | change
    response = client.post(reverse("buero_frist", args=[frist.pk]), data)
    page = response.content.decode()
    assert response.status_code == status and words in page
    assert not Fristverschiebung.objects.exists()
    if "auf" in change and "\x00" not in change["auf"]:
        assert f'value="{change["auf"]}"' in page


@pytest.mark.parametrize("lage", ["meine", "ueberschritten", "offen", "verschoben", "erledigt", "quatsch", "\x00"])
def test_every_part_of_the_list(client, person, frist, lage):
    client.force_login(person("koordination1"))
    meet_fristen(make_frist(art="zweite") and make_jugendamt(), "zweite")
    page = client.get("/buero/fristen/", {"lage": lage, "seite": "99"})
    assert page.status_code == 200
    shown = "Stadt 00000001" in page.content.decode()
    assert shown is (lage == "offen")


# Self-service


def todo(client):
    page = lxml.html.fromstring(client.get("/mein/").content.decode())
    assert page.xpath("//main//h1")[0].text_content() in {"Was ist zu tun, bis wann", "Mein Bereich"}
    return [" ".join(row.text_content().split()) for row in page.xpath("//main//ul[contains(@class, 'sg-todo')]/li")]


def test_one_list_over_all_processes(client, person, time_machine):
    time_machine.move_to(MONDAY)
    office, user = make_jugendamt(OWN), person("bearbeitung")
    client.force_login(user)
    assert todo(client) == [] and "Gerade wartet nichts auf Sie" in client.get("/mein/").content.decode()
    make_frist(office, "spaet", titel="Später", due_on=date(2026, 12, 1))
    make_frist(office, "heute", titel="Heute dran", due_on=date(2026, 11, 2))
    make_frist(office, "alt", titel="Schon vorbei", due_on=date(2026, 10, 30))
    make_frist(make_jugendamt("00000002"), titel="Fremdes")
    anfrage = receive(jugendamt=office)
    services.write_to_jugendamt(anfrage, text="Wann passt es?", actor=person("fachberatung"))
    assert todo(client) == [
        "Schon vorbei Frist überschritten 30.10.2026",
        "Heute dran Frist heute 02.11.2026",
        "Später Frist 01.12.2026",
        f"{anfrage.nummer}: Nachricht der Servicestelle lesen und beantworten "
        "Fachberatung, geschrieben am 02.11.2026 ohne Frist",
    ]
    services.write_to_office(anfrage, text="Morgen.", actor=user)
    assert len(todo(client)) == 3
    services.write_to_jugendamt(anfrage, text="Gut.", actor=person("fachberatung"))
    services.withdraw_anfrage(anfrage, actor=user)
    assert len(todo(client)) == 3  # nobody waits for an answer in an ended request


def test_a_recommended_step_is_named_on_the_page_and_nowhere_else(client, person):
    adviser, day = person("fachberatung"), timezone.localdate()
    anfrage = receive(jugendamt=make_jugendamt(OWN))
    long = "Laden Sie die vier Kitas ein.\n" + "Und weiter. " * 30
    for text in ("Ein Netz zeichnen", long):
        services.write_empfehlung(anfrage, actor=adviser, text=text, faellig_am=day)
    client.force_login(person("bearbeitung"))
    bare = f"{anfrage.nummer}: Nächster Schritt"
    short = "Laden Sie die vier Kitas ein. Und weiter. Und weiter. Und weiter. Und weiter. U…"
    assert [row.partition(" Frist ")[0] for row in todo(client)] == [f"{bare}: Ein Netz zeichnen", f"{bare}: {short}"]
    assert "Netz zeichnen" not in write_calendar(person("bearbeitung")).decode()
    take_turn(person("bearbeitung"), day)
    mail = Mail.objects.get(to="bearbeitung@demo.example")
    assert bare in mail.text and "Netz zeichnen" not in mail.text


def test_proposed_times_wait_for_a_yes_until_the_first_of_them(client, person):
    adviser, user = person("fachberatung"), person("bearbeitung")
    anfrage = receive(jugendamt=make_jugendamt(OWN))
    services.assign_anfrage(anfrage, to=adviser, actor=adviser)
    times = [timezone.now() + timedelta(days=day) for day in (9, 7)]
    first, _ = services.propose_termine(anfrage, zeiten=times, dauer_minuten=60, ort="Amt", actor=adviser)
    client.force_login(user)
    asked = f"{anfrage.nummer}: Terminvorschlag beantworten Fachberatung {timezone.localtime(times[1]):%d.%m.%Y}"
    assert todo(client) == [asked]
    client.force_login(person("nachbaramt"))
    assert todo(client) == []
    client.force_login(user)
    services.accept_termin(first, actor=user)
    assert todo(client) == []


def test_an_app_adds_what_waits(client, person):
    def source(user):
        yield Aufgabe("Zuschlag annehmen", "/mein/", "Probe", date.today() + timedelta(days=1))

    client.force_login(person("bearbeitung"))
    aufgaben.register_source(source)
    try:
        assert [row.startswith("Zuschlag annehmen Probe") for row in todo(client)] == [True]
    finally:
        aufgaben._sources.remove(source)


def test_a_former_member_has_nothing_to_do(client, person):
    make_frist(make_jugendamt(OWN), titel="Geheimes")
    person("bearbeitung").mitgliedschaften.update(gueltig_bis=date(2026, 1, 1))
    client.force_login(person("bearbeitung"))
    assert todo(client) == [] and "Geheimes" not in client.get("/mein/").content.decode()


def test_nothing_is_announced_that_is_not_there(client, person):
    client.force_login(person("bearbeitung"))
    assert "sobald diese Teile fertig sind" not in client.get("/mein/").content.decode()


def test_no_list_is_asked_per_row(client, person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(person("bearbeitung"))
    office, found = make_jugendamt(OWN), []
    for first, last in ((0, 1), (1, 30)):
        for number in range(first, last):
            make_frist(office, f"probe-{number}")
            anfrage = receive(jugendamt=office)
            services.write_to_jugendamt(anfrage, text="?", actor=person("fachberatung"))
            services.write_empfehlung(anfrage, text="!", actor=person("fachberatung"), faellig_am=timezone.localdate())
        client.get("/mein/")
        with CaptureQueriesContext(connection) as queries:
            assert len(todo(client)) == 3 * last
        found.append(len(queries))
    assert found[0] == found[1], found
