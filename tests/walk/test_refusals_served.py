"""What the real web server answers to requests that are wrong: in words or at least plain, and nothing about its inside."""

import contextlib
import socket

import pytest

from tests.walk.flood import LEAKS
from tests.walk.visiting import Visitor

pytestmark = pytest.mark.browser  # needs the running portal
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MORE_LEAKS = ["/site-packages/", "django", "granian/", "python", "postgres", "servicestelle."]
HUNG_UP = 0
HEAD = b"Host: localhost\r\nConnection: close\r\n"
POST = b"POST /kontakt/ HTTP/1.1\r\n" + HEAD
RAW = {  # request, statuses that are an answer
    "lange Adresse": (b"GET /" + b"a" * 8000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n", {404, 414}),
    "sehr lange Adresse": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n", {414, 431, HUNG_UP}),
    "großer Kopf": (b"GET / HTTP/1.1\r\n" + HEAD + b"X-A: " + b"a" * 3_000_000 + b"\r\n\r\n", {400, 431, HUNG_UP}),
    "viele Köpfe": (
        b"GET / HTTP/1.1\r\n" + HEAD + b"".join(b"X-%d: a\r\n" % n for n in range(300)) + b"\r\n",
        {431, HUNG_UP},
    ),
    "fremder Name": (b"GET / HTTP/1.1\r\nHost: boese.example\r\nConnection: close\r\n\r\n", {400}),
    "kein Name": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    "kein UTF-8 in der Adresse": (b"GET /\xff\xfe/ HTTP/1.1\r\n" + HEAD + b"\r\n", {400, 404}),
    "Länge ist keine Zahl": (POST + b"Content-Length: abc\r\n\r\nx=1", {400}),
    "Länge ist negativ": (POST + b"Content-Length: -5\r\n\r\nx=1", {400}),
    "Länge ist riesig": (POST + b"Content-Length: 99999999999999999999\r\n\r\nx=1", {400, 413}),
    "zwei Längen": (POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nx=1", {400}),
    "kaputte Stücke": (POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n", {400, 403}),
    "erfundene Methode": (b"QUATSCH / HTTP/1.1\r\n" + HEAD + b"\r\n", {405}),
    "TRACE": (b"TRACE / HTTP/1.1\r\n" + HEAD + b"\r\n", {405}),
    "kein HTTP": (b"\x16\x03\x01\x02\x00\r\n\r\n", {400}),
}


def leaks_of(body):
    text = body.decode(errors="replace")
    return [sign for sign in LEAKS if sign in text] + [sign for sign in MORE_LEAKS if sign in text.lower()]


def exchange(port, request_bytes):
    """All that comes back; whoever is told too much may hang up before the end is read."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line, contextlib.suppress(ConnectionError):
        line.sendall(request_bytes)
        while part := line.recv(65536):
            answer += part
    return answer


@pytest.mark.parametrize("request_bytes, statuses", RAW.values(), ids=RAW)
def test_a_broken_request_is_refused_and_learns_nothing(portal, request_bytes, statuses):
    answer = exchange(portal.port, request_bytes)
    status = int(answer.split(maxsplit=2)[1]) if answer else HUNG_UP
    assert status in statuses, answer[:200]
    assert leaks_of(answer) == []
    assert Visitor(portal.port).get("/lebt/").status == 200


@pytest.mark.parametrize("name", ["", "bearbeitung", "koordination1"])
def test_refusals_speak_to_everybody_and_tell_nothing(portal, name):
    visitor = Visitor(portal.port, name).login(portal.env["DEMO_PASSWORD"])
    visitor.get("/kontakt/")
    token = {"X-CSRFToken": visitor.cookies["csrftoken"]}
    answers = {
        "Diese Seite gibt es nicht": visitor.get("/gibt-es-nicht/"),
        "Diese Seite ist für Sie gesperrt": visitor.get("/metriken/"),
        "Dieses Formular ist abgelaufen": visitor.ask("POST", "/kontakt/", "x=1", FORM),
        "Hier gibt es nichts anzusehen": visitor.get("/fachberatung/status/x/nachricht/"),
        "Damit können wir nichts anfangen": visitor.ask(
            "POST", "/kontakt/", "x", {"Content-Type": "multipart/form-data"} | token
        ),
        "höchstens 2 MB Text": visitor.ask("POST", "/kontakt/", "text=" + "a" * 3_000_000, FORM | token),
        "und 1000 Felder": visitor.ask("POST", "/kontakt/", "&".join(f"x{n}=1" for n in range(3000)), FORM | token),
    }
    assert [answer.status for answer in answers.values()] == [404, 403, 403, 405, 400, 413, 413]
    for words, answer in answers.items():
        assert words in answer.body.decode(), answer.path
        assert leaks_of(answer.body) == [], words


@pytest.mark.parametrize("name", ["", "koordination1"])
def test_a_server_error_is_sorry_and_tells_nothing(portal, name):
    visitor = Visitor(portal.port, name).login(portal.env["DEMO_PASSWORD"])
    with portal.without_table("jugendaemter_netzwerk"):
        answer = visitor.get("/netzwerke/")
    assert answer.status == 500
    assert "Der Fehler liegt bei uns" in answer.body.decode()
    assert leaks_of(answer.body) == []
    assert visitor.get("/netzwerke/").status == 200
