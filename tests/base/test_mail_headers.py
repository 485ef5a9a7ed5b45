"""Header injection: forty payloads in every text that can reach a header or an address, judged by the bytes really sent."""

import time

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.urls import reverse

from beratung import services
from beratung.models import Anfrage, Anmeldung, Austauschangebot
from jugendaemter.models import Jugendamt
from jugendaemter.services import invite_person
from servicestelle.base import mail
from servicestelle.base.einmal import new_number
from servicestelle.base.jobs import GiveUp
from servicestelle.base.models import Mail
from servicestelle.base.ui.fields import plain_address
from tests.beratung.exchanges import join, make_austausch
from tests.no_script import answered
from tests.people import make_person
from tests.records import make_jugendamt, publish
from tests.smtp import Server

pytestmark = pytest.mark.django_db
EVIL = "boese@example.net"
HONEST = "frau.beispiel@example.org"
LINE_ENDS = [
    "\n",
    "\r\n",
    "\r",
    "\n\r",
    "\n ",
    "\r\n\t",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
]
PAYLOADS = [
    *(f"x{end}Bcc: {EVIL}" for end in LINE_ENDS),
    f"x\r\nTo: {EVIL}\r\nSubject: Gewonnen\r\n\r\nSie haben gewonnen",
    f"x\n.\nMAIL FROM:<{EVIL}>\nRCPT TO:<{EVIL}>\nDATA\n",
    f"x\r\n.\r\nQUIT\r\nRCPT TO:<{EVIL}>",
    "x\nContent-Type: text/html\n\n<script>alert(1)</script>",
    f"=?utf-8?q?x=0ABcc=3A_{EVIL}?=",
    f"=?utf-8?q?x=0D=0ABcc:{EVIL}?=",
    "=?utf-8?b?eApCY2M6IGJvZXNlQGV4YW1wbGUubmV0?=",
    "=?utf-16?q?=FE=FF=00=0A?=",
    "=?x?q?",
    f"%0aBcc:{EVIL}",
    f"%0d%0aBcc:%20{EVIL}",
    f"\\nBcc: {EVIL}",
    f"x\x00Bcc: {EVIL}",
    "\x01\x02\x03\x07\x08\x1b[31m",
    "\u202egro.elpmaxe@esoeb\u202c",
    "\u2066Bcc\u2069\u200f",
    "\ufeff\u200b\u200d",
    "ä" * 5000,
    "x" * 5000,
    "x, " * 300 + EVIL,
    f"{HONEST}, {EVIL}",
    f"{HONEST};{EVIL}",
    f"{HONEST} <{EVIL}>",
    f"<{EVIL}>",
    f'"{HONEST}, {EVIL}"@example.org',
    '"a\x01b"@example.org',
    f"{HONEST}>\r\nRCPT TO:<{EVIL}>",
    f"{EVIL}\x00@example.org",
    "＠example.org\uff0cBcc\uff1a",
    "frau@example.org\u2028.net",
]
NORMAL = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID"}


def begun(form):
    return {
        "begonnen": signing.dumps(int(time.time()) - 60, salt="begonnen"),
        "nummer": new_number(form),
        **answered(),
    }


def write_to_us(client, field, payload):
    data = {"text": "Frage", "email": HONEST, "name": "Frau B", "seite": "/", **begun("zuschrift"), field: payload}
    return client.post("/barriere-melden/", data)


def ask_for_advice(client, field, payload):
    office = make_jugendamt()
    data = {"jugendamt": office.pk, "frage": "Frage", "email": HONEST, "name": "Frau B", "format": "video"}
    response = client.post(reverse("anfrage"), {**data, **begun("anfrage"), field: payload})
    for row in Anfrage.objects.filter(nummer=None):
        services.confirm_anfrage(row)  # its number is in the subject of the second mail
    return response


def invite(client, field, payload):
    client.force_login(make_person("koordination1"))
    data = {"jugendamt": make_jugendamt().pk, "email": HONEST, "name": "Frau B", "rolle": "bearbeitung"}
    return client.post(reverse("buero_einladen"), {**data, "nummer": new_number("einladung"), field: payload})


def join_an_exchange(client, field, payload):
    data = {"name": "Frau B", "email": HONEST, **begun("austausch"), field: payload}
    response = client.post(reverse("austauschangebot_anmelden", args=[make_austausch().slug]), data)
    for row in Anmeldung.objects.filter(status="unbestaetigt"):
        services.confirm_anmeldung(row)
    return response


def plan_an_exchange(client, field, payload):
    """Its title stands in the subjects of all its mails."""
    client.force_login(make_person("koordination1"))
    fields = {"titel": "Treffen", "text": "x", "fuer_wen": "x", "ort": "x", "plaetze": 1}
    times = {"anmeldeschluss": "2099-01-01T10:00", "beginn": "2099-01-02T10:00", "ende": "2099-01-02T12:00"}
    data = {**fields, **times, "nummer": new_number("austausch_angebot"), field: payload}
    response = client.post(reverse("buero_austausch_neu"), data)
    for row in Austauschangebot.objects.all():
        join(row if row.is_published else publish(row))
    return response


def write_to_all(client, field, payload):
    client.force_login(make_person("koordination1"))
    angebot = make_austausch()
    join(angebot)
    data = {"betreff": "Raum", "text": "x", "nummer": new_number("rundschreiben"), field: payload}
    return client.post(reverse("buero_austausch_nachricht", args=[angebot.pk]), data)


def name_an_office(client, field, payload):
    """Names of offices stand in subjects; the admin and imports write them."""
    office = make_jugendamt()
    with transaction.atomic():
        Jugendamt.objects.filter(pk=office.pk).update(name=payload[:120])
    office.refresh_from_db()
    invite_person(office, email=HONEST, rolle="bearbeitung", actor=make_person("koordination1"))


def queue_directly(client, field, payload):
    """What some later caller may hand over unchecked."""
    with transaction.atomic():
        values = {"to": HONEST, "subject": "Betreff"} | {field: payload}
        mail.queue_mail("nachricht", context={"path": "/", "label": "Weg", "sentences": [payload]}, **values)


WAYS = [
    *((write_to_us, field) for field in ("name", "email", "text", "seite")),
    *((ask_for_advice, field) for field in ("name", "email", "funktion", "telefon", "wunschtermine", "frage")),
    *((invite, field) for field in ("name", "email")),
    *((join_an_exchange, field) for field in ("name", "email")),
    (plan_an_exchange, "titel"),
    *((write_to_all, field) for field in ("betreff", "text")),
    (name_an_office, "name"),
    *((queue_directly, field) for field in ("to", "subject")),
]


@pytest.fixture(scope="module")
def server():
    with Server() as running:
        yield running


@pytest.fixture
def real_mail(server, settings):
    server.kept.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    return server


def test_there_are_forty_payloads():
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("way, field", WAYS, ids=lambda value: getattr(value, "__name__", value))
def test_nothing_typed_becomes_a_header_or_a_recipient(way, field, client, real_mail):
    for payload in PAYLOADS:
        with transaction.atomic():
            refused = try_it(way, client, field, payload)
            intended = [send(row) for row in Mail.objects.order_by("pk")]
            transaction.set_rollback(True)
        assert refused or intended, (field, payload)
        for delivery, row in zip(real_mail.kept, [each for each in intended if each], strict=True):
            judge(delivery, row)
        real_mail.kept.clear()


def try_it(way, client, field, payload):
    """True when the portal or its database said no; a 500 is no such thing."""
    try:
        with transaction.atomic():
            response = way(client, field, payload)
    except (
        DataError,
        IntegrityError,
        ValueError,
    ):  # past the forms: by a rule of the database, or a NUL it cannot hold
        return True
    assert response is None or response.status_code in {302, 409, 422}, (field, payload)
    return response is not None and response.status_code != 302


def send(row):
    try:
        mail.send(row.pk)
    except GiveUp:
        return None
    return row


def judge(delivery, row):
    assert delivery.recipients == (row.to,), delivery.recipients
    assert EVIL not in delivery.recipients and plain_ok(row.to)
    names = [line.partition(b":")[0].decode() for line in delivery.lines]
    assert sorted(names) == sorted(NORMAL), names
    assert not any(byte in b"\r\n\x00\x0b\x0c\x85" for line in delivery.lines for byte in line)
    subject = str(delivery.message["subject"]).strip()  # a long one begins on the next line
    assert subject.split() == row.subject.split()
    assert all(char.isprintable() for char in subject)
    [to] = delivery.message["to"].addresses
    assert to.addr_spec == row.to
    assert [part.get_content_type() for part in delivery.message.iter_parts()] == ["text/plain", "text/html"]


def plain_ok(address):
    try:
        plain_address(address)
    except ValidationError:
        return False
    return True


def test_control_a_header_that_got_in_is_seen(real_mail):
    """The judge sees what a careless sender lets through."""
    import smtplib

    with smtplib.SMTP("127.0.0.1", real_mail.port) as line:
        text = f"Subject: x\r\nBcc: {EVIL}\r\nTo: {HONEST}\r\n\r\nText"
        line.sendmail("portal@demo.example", [HONEST, EVIL], text)
    row = Mail(to=HONEST, subject="x")
    with pytest.raises(AssertionError):
        judge(real_mail.kept[0], row)


@pytest.mark.parametrize(
    "address",
    ["=?utf-8?q?x=0A?=@example.org", '"a b"@example.org', '"a\x01"@example.org', '"a,b"@example.org', "a@[127.0.0.1]"],
)
@pytest.mark.parametrize("way", [write_to_us, ask_for_advice, join_an_exchange, invite])
def test_odd_addresses_are_refused_in_words(client, way, address):
    response = way(client, "email", address)
    assert response.status_code == 422
    assert "E-Mail-Adresse:" in response.content.decode()


@pytest.mark.parametrize(
    "to", [f"{HONEST},{EVIL}", f"<{EVIL}>", "a b@example.org", "a@example.org\nBcc: b", f"{HONEST};{EVIL}"]
)
def test_the_database_keeps_one_address_per_mail(to, refused, accepted):
    with refused("base_mail_to_one_address"):
        Mail.objects.create(to=to, subject="x", text="x", html="x")
    with accepted():
        Mail.objects.create(to=HONEST, subject="x", text="x", html="x")
