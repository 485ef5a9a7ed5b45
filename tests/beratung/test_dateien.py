"""Files of a request and its messages: sent, refused, seen by both sides, and by nobody else."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beratung import services
from beratung.models import Anfrage, Nachricht
from servicestelle.base.dateien.checking import Checked
from servicestelle.base.dateien.services import SCAN
from servicestelle.base.einmal import accept_once
from servicestelle.base.models import Auftrag, Datei, Mail
from servicestelle.base.tasks import datei_pruefen
from tests import files
from tests.beratung.cases import ask, receive
from tests.beratung.test_views import by_link, filled, message, office, own
from tests.clamd import clamd
from tests.database import run_together
from tests.records import make_jugendamt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
CANARY = "KANARIENVOGEL-DATEI.txt"


def text(content=b"Guten Tag", name="Konzept.txt"):
    return SimpleUploadedFile(name, content, "application/octet-stream")


def checked(content=b"Guten Tag", name="Konzept.txt"):
    return [Checked(name, "text/plain", content)]


def opened(client, path):
    response = client.get(path)
    return b"".join(response.streaming_content) if response.status_code == 200 else response.status_code


# Sending


def test_without_an_account_files_come_with_the_request_and_wait_for_its_confirmation(client, person):
    sent = client.post(reverse("anfrage"), filled(dateien=[text(), text(files.pdf(), "Plan.pdf")]))
    assert sent.url == reverse("anfrage_abgeschickt")
    anfrage, rows = Anfrage.objects.get(), Datei.objects.all()
    assert [(row.name, row.scope, row.status) for row in rows] == [
        ("Konzept.txt", anfrage.scope, "frei"),
        ("Plan.pdf", anfrage.scope, "frei"),
    ]
    page = client.get(by_link(anfrage)).content.decode()
    assert "Plan.pdf" in page and "/dateien/" not in page  # who confirms may not be who sent it
    assert opened(client, by_link(anfrage) + f"dateien/{rows[0].pk}/") == 404
    services.confirm_anfrage(anfrage)
    assert opened(client, by_link(anfrage) + f"dateien/{rows[0].pk}/") == b"Guten Tag"
    assert "(PDF, " in client.get(by_link(anfrage)).content.decode()


def test_members_send_files_with_the_request(client, person):
    client.force_login(person("bearbeitung"))
    client.post(reverse("anfrage"), filled(jugendamt="00000001", dateien=text()))
    row = Datei.objects.get()
    assert (row.uploaded_by, row.object_type) == (person("bearbeitung"), "beratung.anfrage")
    assert opened(client, own(Anfrage.objects.get()) + f"dateien/{row.pk}/") == b"Guten Tag"


def test_both_sides_send_files_with_messages_and_read_them(client, person):
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    client.post(by_link(anfrage, "_nachricht"), message("Hier ist es.") | {"dateien": [text(), text(b"zwei", "b.txt")]})
    client.force_login(person("fachberatung"))
    client.post(office(anfrage, "_nachricht"), message("Danke.") | {"dateien": text(b"Antwort", "Antwort.txt")})
    assert [row.object_type for row in Datei.objects.all()] == ["beratung.nachricht"] * 3
    page = client.get(office(anfrage)).content.decode()
    for row in Datei.objects.all():
        assert f"{office(anfrage)}dateien/{row.pk}/" in page
        assert opened(client, f"{office(anfrage)}dateien/{row.pk}/")
    client.force_login(person("freigabe"))
    page = client.get(own(anfrage)).content.decode()
    assert "Antwort.txt" in page and "(Text, 7" in page
    assert opened(client, own(anfrage) + f"dateien/{Datei.objects.last().pk}/") == b"Antwort"


# Refusing


@pytest.mark.parametrize(
    "chosen, words",
    [
        ([text(b"MZ\x90", "rechnung.pdf")], "ist ein Programm"),
        ([text(files.pdf(change=files.attached), "plan.pdf")], "als Anhang"),
        ([text(b"", "leer.txt")], "leer"),
        ([text(name="x.exe")], "keine Datei, die wir annehmen"),
        ([text()] * 6, "Das sind 6 Dateien"),
        ([text(b"x" * 10_500_000)], "größer als 10 MB"),
        ([text(b"x" * size) for size in (9_000_000, 9_000_000, 4_000_000)], "größer als 20 MB"),
    ],
)
def test_a_refused_file_says_why_keeps_the_words_and_stores_nothing(client, chosen, words):
    anfrage = receive()
    page = client.post(by_link(anfrage, "_nachricht"), message("Viele getippte Worte.") | {"dateien": chosen})
    assert page.status_code == 422
    shown = page.content.decode()
    assert words in shown and "Viele getippte Worte." in shown and "noch einmal aus" in shown
    assert not Nachricht.objects.exists() and not Datei.objects.exists()


def test_each_bad_file_among_good_ones_is_named_and_nothing_is_kept(client):
    chosen = [text(), text(b"MZ", "bad.pdf"), text(name="x.exe"), text(b"zwei", "b.txt")]
    page = client.post(reverse("anfrage"), filled(dateien=chosen, funktion="Netzwerkkoordinatorin"))
    assert page.status_code == 422
    assert "„bad.pdf“ ist ein Programm" in page.content.decode()
    assert "„x.exe“ ist keine Datei, die wir annehmen" in page.content.decode()
    assert "Netzwerkkoordinatorin" in page.content.decode()
    assert not Datei.objects.exists()


def test_files_must_be_chosen_again_after_any_other_fault(client):
    page = client.post(reverse("anfrage"), filled(frage="", dateien=text()))
    assert page.status_code == 422
    assert "Wählen Sie Ihre Dateien bitte noch einmal aus" in page.content.decode()


def test_a_name_with_markup_is_shown_as_text(client):
    anfrage = receive()
    client.post(by_link(anfrage, "_nachricht"), message() | {"dateien": text(name="<img src=x>&.txt")})
    shown = client.get(by_link(anfrage)).content.decode()
    assert "<img src=x>" not in shown and "-img src=x-&amp;.txt" in shown


def test_the_limits_stand_beside_the_field_beforehand(client):
    page = client.get(reverse("anfrage")).content.decode()
    assert "Bis zu 5 Dateien, jede höchstens 10 MB, zusammen höchstens 20 MB" in page
    assert 'enctype="multipart/form-data"' in page


def test_an_ended_request_takes_no_files(client):
    anfrage = receive()
    services.withdraw_anfrage(anfrage)
    page = client.post(by_link(anfrage, "_nachricht"), message() | {"dateien": text()})
    assert page.status_code == 409
    assert not Datei.objects.exists()


# Once


def test_the_same_post_twice_keeps_each_file_once(client):
    anfrage, fields = receive(), message("Hier.")
    for _ in range(3):
        client.post(by_link(anfrage, "_nachricht"), fields | {"dateien": text()})
    assert (Nachricht.objects.count(), Datei.objects.count()) == (1, 1)
    other = client.post(by_link(anfrage, "_nachricht"), fields | {"dateien": text(b"anders")})
    assert other.status_code == 409  # the same page with another file is another message
    assert Datei.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_upload_at_once_gives_one_row(own_store):
    anfrage = receive()

    def send(number):
        write = lambda: {"n": services.write_to_office(anfrage, text="Hier.", dateien=checked()).pk}  # noqa: E731
        return accept_once(number, form="nachricht", content={"text": "Hier."}, write=write)

    number = uuid.uuid4()
    receipts = run_together([lambda: send(number)] * 10)
    assert (len({str(receipt) for receipt in receipts}), Datei.objects.count()) == (1, 1)
    run_together([lambda: send(uuid.uuid4())] * 3)  # the control: without the number each counts
    assert Datei.objects.count() == 4


# Seeing


def test_a_foreign_file_is_as_missing_as_none(client, person):
    mine, other = receive(jugendamt=make_jugendamt("00000001")), receive(jugendamt=make_jugendamt("00000002"))
    services.write_to_office(other, text="x", dateien=checked(name=CANARY))
    foreign = Datei.objects.get()
    client.force_login(person("bearbeitung"))
    found = [client.get(own(mine) + f"dateien/{pk}/") for pk in (foreign.pk, foreign.pk + 999, 10**30)]
    assert {response.status_code for response in found} == {404}
    pages = {re.sub(rb'(name="csrfmiddlewaretoken" value=)"[^"]*"', rb"\1", response.content) for response in found}
    assert len(pages) == 1
    assert opened(client, own(other) + f"dateien/{foreign.pk}/") == 404
    assert opened(client, by_link(mine) + f"dateien/{foreign.pk}/") == 404
    assert CANARY not in client.get("/mein/").content.decode() + client.get(own(mine)).content.decode()


def test_a_file_of_something_else_with_the_same_number_stays_closed(client, person):
    """Files are known by kind and number: a note, say, with the number of a message."""
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    spoken = services.write_to_office(anfrage, text="x")
    row = Datei.objects.create(
        object_type="beratung.notiz", object_id=str(spoken.pk), scope=anfrage.scope, name="a.txt", media_type="text/plain",
        size=1, sha256="0" * 64, object_key=f"dateien/{uuid.uuid4().hex}", status="frei", checked_at=anfrage.confirmed_at,
    )  # fmt: skip
    client.force_login(person("bearbeitung"))
    assert opened(client, own(anfrage) + f"dateien/{row.pk}/") == 404


def test_who_left_the_office_or_lost_the_link_gets_no_file_from_the_next_request_on(client, person):
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    services.write_to_office(anfrage, text="x", dateien=checked())
    path = f"dateien/{Datei.objects.get().pk}/"
    link = by_link(anfrage)
    client.force_login(person("bearbeitung"))
    assert opened(client, own(anfrage) + path) == opened(client, link + path) == b"Guten Tag"
    person("bearbeitung").mitgliedschaften.update(gueltig_bis="2021-01-01")
    services.revoke_link(anfrage)
    assert opened(client, own(anfrage) + path) == opened(client, link + path) == 404


def test_unconfirmed_files_reach_nobody(client, person):
    anfrage = ask(make_jugendamt("00000001"), dateien=checked(name=CANARY))
    pk = Datei.objects.get().pk
    for login in ("koordination1", "bearbeitung", None):
        if login:
            client.force_login(person(login))
        assert opened(client, by_link(anfrage) + f"dateien/{pk}/") == 404
        assert CANARY not in client.get("/").content.decode()
    client.force_login(person("koordination1"))
    assert CANARY not in client.get(reverse("buero_anfragen"), {"lage": "alle"}).content.decode()


# The virus scanner


def test_a_virus_is_told_to_the_office_and_shown_to_both_sides(client, person, settings):
    with clamd() as server:
        settings.CLAMD_URL = server.url
        anfrage = receive(jugendamt=make_jugendamt("00000001"))
        services.assign_anfrage(anfrage, to=person("fachberatung"), actor=person("koordination1"))
        client.post(by_link(anfrage, "_nachricht"), message() | {"dateien": text(files.EICAR)})
        assert "Wird geprüft" in client.get(by_link(anfrage)).content.decode()
        datei_pruefen(Auftrag.objects.get(kind=SCAN).pk)
    mail = Mail.objects.filter(to="fachberatung@demo.example").first()
    assert "Schadsoftware" in mail.subject and anfrage.nummer in mail.subject
    assert "Konzept.txt" not in mail.text
    client.force_login(person("fachberatung"))
    for path in (by_link(anfrage), office(anfrage)):
        page = client.get(path).content.decode()
        assert "Abgelehnt" in page and "Schadsoftware" in page and "/dateien/" not in page


def test_while_nobody_is_in_charge_all_advisers_hear_of_a_virus(person, settings):
    advisers = [person(login) for login in ("koordination1", "fachberatung", "redaktion")][:2]
    with clamd() as server:
        settings.CLAMD_URL = server.url
        services.confirm_anfrage(ask(dateien=checked(files.EICAR)))
        datei_pruefen(Auftrag.objects.get(kind=SCAN).pk)
    told = Mail.objects.filter(subject__contains="Schadsoftware").values_list("to", flat=True)
    assert set(told) == {adviser.email for adviser in advisers}
