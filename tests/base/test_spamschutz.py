"""The spam defence: what counts as proof, that it counts once, that both ways work, that the limit holds."""

import base64
import html
import json
import re
import threading
import time
import uuid
from datetime import timedelta

import altcha
import pytest
from django.core import signing
from django.db import connection
from django.utils import timezone

from servicestelle.base import einstellungen, spamschutz
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Einstellung, Spamnonce, Zuschrift
from servicestelle.base.tasks import aufraeumen
from tests.no_script import answered, digits_in

pytestmark = pytest.mark.django_db
PATH = "/kontakt/"


def solve(task=None):
    challenge = altcha.Challenge.from_dict(task or spamschutz.new_challenge())
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def send(client, **fields):
    """A form that lay open for a minute; `fields` hold the proof."""
    begun = signing.dumps(int(time.time()) - 60, salt="begonnen")
    data = {"text": "Eine Frage", "email": "a@example.org", "nummer": new_number("zuschrift"), "begonnen": begun}
    return client.post(PATH, data | fields)


def task_in(page):
    return json.loads(html.unescape(re.search(r'data-aufgabe="([^"]*)"', page)[1]))


def test_the_browser_proves_it_alone(client):
    payload = solve(task_in(client.get(PATH).content.decode()))
    assert send(client, loesung=payload).status_code == 302
    assert Zuschrift.objects.count() == 1


def test_without_javascript_four_digits_do(client):
    page = client.get(PATH).content.decode()
    token = re.search(r'name="aufgabe" value="([^"]*)"', page)[1]
    digits = digits_in(page)
    assert digits not in page.replace(token, "")  # to be read as words only
    assert send(client, aufgabe=token, antwort=f" {digits[0]} {digits[1:]}.").status_code == 302


def forged():
    task = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="geraten", hmac_key_secret="geraten")
    return solve(task.to_dict())


def altered():
    """A genuine task made easy afterwards."""
    task = spamschutz.new_challenge()
    task["parameters"] |= {"cost": 1, "keyPrefix": "00"}
    return solve(task)


def claimed():
    """A genuine task with a made-up result."""
    result = {"challenge": spamschutz.new_challenge(), "solution": {"counter": 1, "derivedKey": "00" * 32}}
    return base64.b64encode(json.dumps(result).encode()).decode()


ODD = ["", "x", "=", "bnVsbA==", base64.b64encode(b'{"challenge":[],"solution":{}}').decode(), "ä" * 50, "1" * 3999]


@pytest.mark.parametrize("make", [forged, altered, claimed, *(lambda odd=odd: odd for odd in ODD)])
def test_what_is_no_solution(client, make):
    assert spamschutz.nonce_of_solution(make()) is None
    assert send(client, loesung=make()).status_code == 422
    assert not Zuschrift.objects.exists()


def test_a_solution_runs_out(client, time_machine):
    payload = solve()
    time_machine.move_to(timezone.now() + spamschutz.VALID + timedelta(seconds=5))
    response = send(client, loesung=payload)
    assert "gilt nicht mehr" in response.content.decode()
    assert payload not in response.content.decode()  # so that the browser solves the new task
    assert not Zuschrift.objects.exists()


def test_a_solution_counts_for_one_form_only(client):
    payload, number = solve(), new_number("zuschrift")
    assert send(client, loesung=payload, nummer=number).status_code == 302
    assert send(client, loesung=payload, nummer=number).status_code == 302  # the same page twice: the same receipt
    assert send(client, loesung=payload).status_code == 422
    assert Zuschrift.objects.count() == 1


def test_an_answer_counts_for_one_form_only(client):
    fields, number = answered(), new_number("zuschrift")
    assert send(client, nummer=number, **fields).status_code == 302
    assert send(client, nummer=number, **fields).status_code == 302
    assert send(client, **fields).status_code == 422
    assert Zuschrift.objects.count() == 1


def test_each_question_has_one_try(client):
    fields = answered()
    response = send(client, **fields | {"antwort": "0000"})
    page = response.content.decode()
    assert (response.status_code, "vier neue Ziffern" in page, "Eine Frage" in page) == (422, True, True)
    assert digits_in(page) != fields["antwort"]
    assert send(client, **fields).status_code == 422  # the right answer comes too late
    token = html.unescape(re.search(r'name="aufgabe" value="([^"]*)"', page)[1])
    assert send(client, aufgabe=token, antwort=digits_in(page)).status_code == 302


def test_other_faults_cost_no_proof(client):
    fields = answered()
    page = send(client, email="falsch", **fields).content.decode()
    assert digits_in(page) == fields["antwort"] and f'value="{fields["antwort"]}"' in page
    assert not Spamnonce.objects.exists()
    assert send(client, **fields).status_code == 302


@pytest.mark.parametrize("fields", [{}, {"aufgabe": "gefälscht", "antwort": "1234"}, {"antwort": "1234"}])
def test_no_proof_at_all_says_what_to_do(client, fields):
    page = send(client, **fields)
    assert page.status_code == 422
    assert "vier" in page.content.decode() and digits_in(page.content.decode())


@pytest.mark.parametrize("field", ["loesung", "aufgabe", "antwort"])
@pytest.mark.parametrize("value", ["\x00", "x" * 5000, "\u202e1234", "９９９９", "-1"])
def test_odd_values_are_refused_kindly(client, field, value):
    assert send(client, **answered() | {"antwort": "1", field: value}).status_code == 422


def test_the_hour_has_a_limit_for_answers_and_none_for_solutions(client, time_machine):
    einstellungen.create_missing()
    Einstellung.objects.filter(key="base.fragen_je_stunde").update(wert=5)
    assert [send(client, **answered()).status_code for _ in range(7)] == [302] * 5 + [422] * 2
    fields = answered()
    assert "rufen Sie uns an" in send(client, **fields).content.decode()
    assert send(client, loesung=solve()).status_code == 302
    time_machine.move_to(timezone.now() + timedelta(minutes=61))
    assert send(client, **fields).status_code == 302  # the same answer holds once the hour is over


def test_used_proofs_are_forgotten_when_they_no_longer_count(time_machine):
    spamschutz.spend("a" * 32, number=uuid.uuid4())
    aufraeumen()
    assert Spamnonce.objects.exists()
    time_machine.move_to(timezone.now() + spamschutz.VALID + timedelta(minutes=2))
    aufraeumen()
    assert not Spamnonce.objects.exists()


def test_a_proof_is_kept_longer_than_it_holds(refused, accepted):
    now = timezone.now()
    with refused("base_spamnonce_expires_later"):
        Spamnonce.objects.create(nonce="a", created_at=now, expires_at=now)
    with accepted():
        Spamnonce.objects.create(nonce="a", created_at=now, expires_at=now + timedelta(days=1))


def race(work, number=8):
    gate, found = threading.Barrier(number), []

    def run():
        gate.wait()
        try:
            found.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("spend", [spamschutz.spend, spamschutz.spend_question])
def test_eight_forms_at_once_share_no_proof(spend):
    assert race(lambda: spend("b" * 32, number=uuid.uuid4())).count(True) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_key_the_judge_sees_it():
    """Eight proofs instead of one: all count."""
    assert race(lambda: spamschutz.spend(uuid.uuid4().hex, number=uuid.uuid4())).count(True) == 8


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_when_all_come_at_once():
    einstellungen.create_missing()
    Einstellung.objects.filter(key="base.fragen_je_stunde").update(wert=5)

    def answer():
        try:
            return spamschutz.spend_question(uuid.uuid4().hex, number=uuid.uuid4())
        except spamschutz.TooManyQuestions:
            return False

    assert race(answer).count(True) == 5
