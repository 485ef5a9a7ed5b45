"""Requests in the browser's terms: form, status link, own page, queue and case; notes stay inside."""

import re
import time

import pytest
from django.core import signing
from django.forms import Textarea
from django.forms.forms import BaseForm
from django.urls import reverse

from beratung import services
from beratung.forms import anfragen, fall
from beratung.models import Anfrage, Nachricht
from beratung.notifications import anfragen as notifications
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Mail, Thema
from servicestelle.base.ui.fields import KEINE_FAELLE
from tests.beratung.cases import FIELDS, ask, put, receive
from tests.no_script import answered
from tests.records import make_jugendamt, make_standort, publish

pytestmark = pytest.mark.django_db
CANARY = "KANARIENVOGEL-NOTIZ"


def filled(**fields):
    return {
        **FIELDS,
        "jugendamt": make_jugendamt().pk,
        "format": "video",
        "nummer": new_number("anfrage"),
        "begonnen": signing.dumps(int(time.time()) - 10, salt="begonnen"),
        **answered(),
    } | fields


def send(client, **fields):
    return client.post(reverse("anfrage"), filled(**fields))


def by_link(anfrage, step=""):
    return reverse(f"anfrage_status{step}", args=[notifications.token_of(anfrage)])


def own(anfrage, step=""):
    return reverse(f"mein_anfrage{step}", args=[anfrage.nummer])


def office(anfrage, step=""):
    return reverse(f"buero_anfrage{step}", args=[anfrage.nummer])


def message(text="Noch ein Gedanke.", form="nachricht"):
    return {"text": text, "nummer": new_number(form)}


# Asking


def test_from_the_form_to_the_status_page_without_an_account(client):
    topic = Thema.objects.create(name="Elternstärkung", slug="eltern")
    assert send(client, themen=[topic.pk]).url == reverse("anfrage_abgeschickt")
    link = re.search(r"/fachberatung/status/\S+", Mail.objects.get().text)[0]
    assert "bestätigen" in client.get(link).content.decode()
    assert Anfrage.objects.get().status == "unbestaetigt"  # a visit alone confirms nothing
    client.post(f"{link}bestaetigen/")
    page = client.get(link).content.decode()
    assert Anfrage.objects.get().nummer in page
    assert "Wir melden uns spätestens am" in page
    assert list(Anfrage.objects.get().themen.all()) == [topic]


def test_members_find_most_of_the_form_filled_and_need_no_confirmation(client, person):
    client.force_login(person("bearbeitung"))
    page = client.get(reverse("anfrage")).content.decode()
    assert "bearbeitung@demo.example" in page
    assert "Stadt 05900001" not in page
    response = send(client, jugendamt="00000001")
    assert response.url == own(Anfrage.objects.get())
    assert Anfrage.objects.get().created_by == person("bearbeitung")


def test_members_cannot_ask_for_another_office(client, person):
    client.force_login(person("bearbeitung"))
    assert send(client).status_code == 422
    assert not Anfrage.objects.exists()


def test_nobody_asks_for_an_invented_office_without_an_account(client):
    make_jugendamt("00000001")
    assert send(client, jugendamt="00000001").status_code == 422


def test_the_same_post_twice_gives_one_request_and_the_same_answer(client):
    fields = filled()
    answers = [client.post(reverse("anfrage"), fields) for _ in range(3)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("anfrage_abgeschickt"))}
    assert (Anfrage.objects.count(), Mail.objects.count()) == (1, 1)
    other = client.post(reverse("anfrage"), fields | {"frage": "Etwas anderes?"})
    assert other.status_code == 422
    assert "schon einmal" in other.content.decode()


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"frage": ""}, "erforderlich"),
        ({"frage": "x" * 5001}, "5000"),
        ({"jugendamt": "gibt-es-nicht"}, "gültige"),
        ({"email": "keine-adresse"}, "Mail"),
        ({"themen": ["99999"]}, "99999"),
        ({"format": "brieftaube"}, "brieftaube"),
        ({"website": "http://spam.example"}, "sehr schnell"),
        ({"begonnen": ""}, "sehr schnell"),
        ({"name": "mit\x00Null"}, "Nullzeichen"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(client, fields, words):
    response = send(client, funktion="Netzwerkkoordinatorin", **fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert "Netzwerkkoordinatorin" in page
    assert not Anfrage.objects.exists()


# The asking side


def test_both_ways_lead_to_the_same_page(client, person):
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    for path in (by_link(anfrage), own(anfrage)):
        if path == own(anfrage):
            client.force_login(person("freigabe"))
        page = client.get(path).content.decode()
        assert anfrage.frage in page
        assert client.post(path + "nachricht/", message()).url == path
    assert Nachricht.objects.filter(vom_buero=False).count() == 2


def test_a_foreign_request_is_as_missing_as_none(client, person):
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    client.force_login(person("nachbaramt"))
    foreign, none = client.get(own(anfrage)), client.get(reverse("mein_anfrage", args=["FB-2000-0001"]))
    assert (foreign.status_code, none.status_code) == (404, 404)
    assert client.post(own(anfrage, "_nachricht"), message()).status_code == 404
    assert not Nachricht.objects.exists()


def test_a_person_who_left_the_office_sees_nothing_from_the_next_request_on(client, person):
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    client.force_login(person("bearbeitung"))
    assert client.get(own(anfrage)).status_code == 200
    person("bearbeitung").mitgliedschaften.update(gueltig_bis="2021-01-01")
    assert client.get(own(anfrage)).status_code == 404


def test_similar_sites_are_suggested(client):
    topic = Thema.objects.create(name="Elternstärkung", slug="eltern")
    site = make_standort(titel="Elternstärkung in der Kita")
    site.themen.add(topic)
    from servicestelle.base import search

    search.refresh(publish(site))
    anfrage = receive(themen=[topic])
    assert site.get_absolute_url() in client.get(by_link(anfrage)).content.decode()


def test_withdrawing_asks_first(client):
    anfrage = receive()
    assert "zurückziehen?" in client.get(by_link(anfrage, "_zurueckziehen")).content.decode()
    assert Anfrage.objects.get().status == "eingegangen"
    client.post(by_link(anfrage, "_zurueckziehen"))
    assert Anfrage.objects.get().status == "zurueckgezogen"
    again = client.post(by_link(anfrage, "_zurueckziehen"))
    assert again.status_code == 409
    assert client.post(by_link(anfrage, "_nachricht"), message("Spät")).status_code == 409


def test_a_blocked_link_is_gone_for_everybody(client):
    anfrage = receive()
    path = by_link(anfrage)
    assert client.get(by_link(anfrage, "_sperren")).status_code == 200
    client.post(by_link(anfrage, "_sperren"))
    assert client.get(path).status_code == 404


def test_the_secret_page_is_stored_nowhere_and_found_by_no_search(client):
    response = client.get(by_link(receive()))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response.content.decode()


# The office


def test_notes_never_leave_the_office(client, person):
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    client.force_login(person("fachberatung"))
    client.post(office(anfrage, "_notiz"), message(CANARY, "notiz"))
    client.post(office(anfrage, "_nachricht"), message("Guten Tag"))
    assert CANARY in client.get(office(anfrage)).content.decode()
    client.force_login(person("bearbeitung"))
    pages = [client.get(path) for path in ("/mein/", own(anfrage), by_link(anfrage), own(anfrage, "_zurueckziehen"))]
    assert all(page.status_code == 200 and CANARY not in page.content.decode() for page in pages)
    assert not Mail.objects.filter(text__contains=CANARY).exists()


def test_taking_answering_and_closing(client, person):
    anfrage = receive()
    client.force_login(person("fachberatung"))
    assert anfrage.nummer in client.get(reverse("buero_anfragen"), {"lage": "neu"}).content.decode()
    client.post(office(anfrage, "_uebernehmen"))
    client.post(office(anfrage, "_nachricht"), message("Guten Tag"))
    refusal = client.post(office(anfrage, "_stand"), {"von": "zugewiesen", "nach": "abgeschlossen", "grund": ""})
    assert refusal.status_code == 409
    assert "ein paar Worte" in refusal.content.decode()
    client.post(office(anfrage, "_stand"), {"von": "zugewiesen", "nach": "abgeschlossen", "grund": "Vereinbart."})
    anfrage.refresh_from_db()
    assert (anfrage.status, anfrage.abschluss) == ("abgeschlossen", "Vereinbart.")


def test_a_stale_step_is_refused_and_keeps_the_words(client, person):
    anfrage = put(receive(), "zugewiesen")
    client.force_login(person("fachberatung"))
    services.move_anfrage(anfrage, to="in_klaerung", actor=person("koordination1"))
    data = {"von": "zugewiesen", "nach": "abgeschlossen", "grund": "Viele getippte Worte."}
    response = client.post(office(anfrage, "_stand"), data)
    assert response.status_code == 409
    assert "Viele getippte Worte." in response.content.decode()


@pytest.mark.parametrize("nach", ["", "unbestaetigt", "zugewiesen", "quatsch", "\x00"])
def test_an_unknown_step_is_refused_kindly(client, person, nach):
    anfrage = receive()
    client.force_login(person("koordination1"))
    assert client.post(office(anfrage, "_stand"), {"von": "eingegangen", "nach": nach}).status_code == 422


def test_the_queue_narrows_and_says_what_it_does_not_know(client, person):
    topic = Thema.objects.create(name="Elternstärkung", slug="eltern")
    one = receive(themen=[topic])
    other = put(receive(jugendamt=make_jugendamt("05900002")), "zugewiesen", zustaendig=person("fachberatung"))
    rest = put(receive(jugendamt=make_jugendamt("05900003")), "ruhend")
    client.force_login(person("fachberatung"))

    def shown(**data):
        page = client.get(reverse("buero_anfragen"), data).content.decode()
        return {row.nummer for row in (one, other, rest) if f">{row.nummer}</a>" in page}

    assert shown() == {one.nummer, other.nummer}
    assert shown(lage="neu") == shown(thema="eltern") == {one.nummer}
    assert shown(lage="meine") == shown(zustaendig=person("fachberatung").pk) == {other.nummer}
    assert shown(lage="ruhend") == {rest.nummer}
    assert shown(lage="alle") == {one.nummer, other.nummer, rest.nummer}
    assert shown(lage="alle", q="05900003") == {rest.nummer}
    assert shown(lage="faellig") == shown(lage="beendet") == set()
    assert shown(lage="quatsch", seite="99") == {one.nummer, other.nummer}
    assert "weggelassen" in client.get(reverse("buero_anfragen"), {"lage": "quatsch"}).content.decode()


def test_overdue_requests_are_found(client, person, time_machine):
    time_machine.move_to("2026-11-02T10:00+01:00")
    anfrage = receive()
    time_machine.move_to("2026-11-09T10:00+01:00")
    client.force_login(person("koordination1"))
    page = client.get(reverse("buero_anfragen"), {"lage": "faellig"}).content.decode()
    assert anfrage.nummer in page
    assert "überschritten" in page


def test_coordinators_assign_many_at_once(client, person):
    rows = [receive(), receive(), put(receive(), "abgeschlossen")]
    client.force_login(person("koordination1"))
    data = {"anfrage": [row.nummer for row in rows], "zustaendig": person("fachberatung").pk}
    page = client.post(reverse("buero_anfragen_zuweisen"), data, follow=True).content.decode()
    assert Anfrage.objects.filter(zustaendig=person("fachberatung")).count() == 2
    assert "lässt sich so nicht zuweisen" in page


@pytest.mark.parametrize(("name", "picks"), [("koordination1", True), ("fachberatung", False)])
def test_only_who_assigns_has_something_to_tick(client, person, name, picks):
    anfrage = receive()
    client.force_login(person(name))
    page = client.get(reverse("buero_anfragen")).content.decode()
    assert (f"{anfrage.nummer} auswählen" in page, ">Zuweisen</button>" in page) == (picks, picks)


@pytest.mark.parametrize(
    "data", [{}, {"anfrage": ["x"]}, {"zustaendig": "0"}, {"anfrage": ["\x00"], "zustaendig": "x"}]
)
def test_assigning_nothing_says_what_to_do(client, person, data):
    client.force_login(person("koordination1"))
    page = client.post(reverse("buero_anfragen_zuweisen"), data, follow=True)
    assert page.status_code == 200
    assert "mindestens eine Anfrage" in page.content.decode()


def test_unconfirmed_requests_stay_out_of_the_office(client, person):
    ask()
    client.force_login(person("koordination1"))
    assert "Keine Anfrage" in client.get(reverse("buero_anfragen"), {"lage": "alle"}).content.decode()


def test_odd_numbers_in_the_bulk_assignment_break_nothing(client, person):
    anfrage, fiona = receive(), person("fachberatung")
    client.force_login(person("koordination1"))
    ticked = ["\0", "FB-1\0", "x" * 5000, anfrage.nummer]
    answer = client.post(reverse("buero_anfragen_zuweisen"), {"anfrage": ticked, "zustaendig": fiona.pk})
    anfrage.refresh_from_db()
    assert (answer.status_code, anfrage.zustaendig) == (302, fiona)


def test_a_hint_against_case_data_stands_beside_every_free_text():
    forms = [form for module in (anfragen, fall) for form in vars(module).values() if is_form(form)]
    texts = [
        (form.__name__, name, str(field.help_text))
        for form in forms
        for name, field in form.base_fields.items()
        if isinstance(field.widget, Textarea) or name == "wunschtermine"
    ]
    assert len(texts) > 10
    assert [where[:2] for where in texts if KEINE_FAELLE not in where[2]] == []


def is_form(kind):
    return isinstance(kind, type) and issubclass(kind, BaseForm)
