"""Writing to the Servicestelle without an account: form, mail, confirmation, inbox."""

import re
import time
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from servicestelle.base.choices import NotAllowed
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Auftrag, Mail, Protokoll, Zuschrift
from servicestelle.base.tasks import aufraeumen
from servicestelle.base.zuschriften import can_answer_zuschrift, confirm_zuschrift, move_zuschrift
from servicestelle.pages.gruppen import apply_gruppen
from tests.no_script import answered

pytestmark = pytest.mark.django_db
TEXT = "Die Karte lässt sich mit der Tastatur nicht verlassen."


@pytest.fixture(autouse=True)
def groups():
    apply_gruppen()


def begun(seconds=60):
    return signing.dumps(int(time.time()) - seconds, salt="begonnen")


def write(client, address="/barriere-melden/", **fields):
    data = {
        "text": TEXT,
        "email": "frau.beispiel@example.org",
        "begonnen": begun(),
        "nummer": new_number("zuschrift"),
        **answered(),
    } | fields
    return client.post(address, data)


def link_in(mail):
    return re.search(r"/bestaetigen/\S+", mail.text)[0]


def test_a_report_waits_for_its_address(client):
    response = write(client, seite="/standorte/")
    assert response.status_code == 302
    zuschrift = Zuschrift.objects.get()
    assert (zuschrift.status, zuschrift.art, zuschrift.seite) == ("unbestaetigt", "barriere", "/standorte/")
    assert Auftrag.objects.filter(kind="base.mail_senden", params={"mail": Mail.objects.get().pk}).count() == 1


def test_visiting_the_link_changes_nothing_the_button_confirms(client):
    write(client)
    link = link_in(Mail.objects.get())
    assert client.get(link).status_code == 200
    assert Zuschrift.objects.get().status == "unbestaetigt"
    for _ in range(2):  # the second time changes nothing
        assert client.post(link).status_code == 302
    assert Zuschrift.objects.get().status == "eingegangen"
    assert Protokoll.objects.filter(verb="zuschrift.eingegangen").count() == 1


def test_the_secret_is_kept_as_hash_only(client):
    write(client)
    secret = link_in(Mail.objects.get()).split("/")[2]
    assert secret not in Zuschrift.objects.get().secret_hash
    assert client.get(reverse("bestaetigen", args=["falsch"])).status_code == 404


def test_a_question_comes_the_same_way(client):
    assert write(client, "/kontakt/").status_code == 302
    assert Zuschrift.objects.get().art == "frage"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "keine-adresse"}, "E-Mail-Adresse"),
        ({"text": ""}, "erforderlich"),
        ({"text": "x" * 5001}, "5000"),
        ({"website": "http://spam.example"}, "sehr schnell"),
        ({"begonnen": begun(-86_400)}, "sehr schnell"),  # made when the tests are collected, long before they run
        ({"begonnen": "gefälscht"}, "sehr schnell"),
        ({"text": "mit\x00Null"}, "Nullzeichen"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(client, fields, words):
    response = write(client, name="Frau Beispiel", **fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert "Frau Beispiel" in page
    assert not Zuschrift.objects.exists()


def test_a_wrong_address_is_said_once(client):
    page = write(client, email="keine-adresse").content.decode()
    assert page.count('<a href="#id_email') == 1 and "Nehmen Sie eine wie name@beispiel.de." in page


def test_mail_has_one_line_of_subject_and_absolute_links(client):
    write(client)
    mail = Mail.objects.get()
    assert "\n" not in mail.subject
    assert mail.text.splitlines()[1].startswith("http")
    assert 'href="http' in mail.html


def confirmed(client):
    write(client)
    client.post(link_in(Mail.objects.get()))
    return Zuschrift.objects.get()


@pytest.mark.parametrize("name", ["koordination1", "fachberatung", "redaktion"])
def test_the_office_reads_and_answers(client, person, name):
    zuschrift = confirmed(client)
    client.force_login(person(name))
    assert zuschrift.nummer in client.get(reverse("buero_zuschriften")).content.decode()
    done = client.post(reverse("buero_zuschrift_stand", args=[zuschrift.pk]), {"stand": "erledigt"})
    assert done.status_code == 302
    zuschrift.refresh_from_db()
    assert (zuschrift.status, zuschrift.answered_by) == ("erledigt", person(name))
    again = client.post(reverse("buero_zuschrift_stand", args=[zuschrift.pk]), {"stand": "erledigt"})
    assert again.status_code == 409
    assert "möglich ist: „Eingegangen“" in again.content.decode()


@pytest.mark.parametrize("name", ["revision", "zahlstelle", "betrieb", "bearbeitung"])
def test_others_do_not(client, person, name):
    zuschrift = confirmed(client)
    client.force_login(person(name))
    assert client.get(reverse("buero_zuschriften")).status_code == 403
    assert client.get(reverse("buero_zuschrift", args=[zuschrift.pk])).status_code in {403, 404}
    assert not can_answer_zuschrift(person(name))
    with pytest.raises(NotAllowed, match="Koordination, Fachberatung und Redaktion"):
        move_zuschrift(zuschrift, to="erledigt", actor=person(name))


def test_unconfirmed_messages_stay_out_of_the_inbox(client, person):
    write(client)
    client.force_login(person("koordination1"))
    assert client.get(reverse("buero_zuschrift", args=[Zuschrift.objects.get().pk])).status_code == 404


@pytest.mark.parametrize("stand", ["", "unbestaetigt", "quatsch", "\x00"])
def test_an_unknown_state_is_refused_kindly(client, person, stand):
    zuschrift = confirmed(client)
    client.force_login(person("koordination1"))
    response = client.post(reverse("buero_zuschrift_stand", args=[zuschrift.pk]), {"stand": stand})
    assert response.status_code == 409


def test_what_nobody_confirms_is_deleted_after_a_month(client):
    for days, confirm in ((29, False), (31, False), (31, True)):
        write(client, text=f"{days} {confirm}")
        row = Zuschrift.objects.latest("pk")
        if confirm:
            confirm_zuschrift(row)
        Zuschrift.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=days))
    aufraeumen()
    assert sorted(Zuschrift.objects.values_list("text", flat=True)) == ["29 False", "31 True"]
