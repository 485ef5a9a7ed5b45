"""A real mail server that is away, busy or rude: nothing is lost, doubled or reordered for one recipient."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from servicestelle.base import jobs, mail, tasks
from servicestelle.base.models import Auftrag, Mail
from tests.smtp import Server

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2
    with Server() as server:
        settings.EMAIL_PORT = server.port
        yield server


def queue(number, to="a@example.org"):
    values = {"path": "/", "label": "Weg", "sentences": ["Text"]}
    return mail.queue_mail("nachricht", to=to, subject=f"Nr. {number}", context=values)


def work(mails, *, rounds=1):
    """Run each open job of `mails` once per round, as a worker does when its time has come."""
    for _ in range(rounds):
        Auftrag.objects.open().update(not_before=timezone.now() - timedelta(seconds=1))
        for row in mails:
            for auftrag in Auftrag.objects.open().filter(key=f"mail:{row.pk}"):
                tasks.mail_senden(auftrag.pk)


def subjects(server, to="a@example.org"):
    return [str(each.message["subject"]) for each in server.kept if each.recipients == (to,)]


MOODS = {
    "besetzt": lambda step: 421 if step == "connect" else None,
    "voll": lambda step: 452 if step == "mail" else None,
    "graue Liste": lambda step: 450 if step == "rcpt" else None,
    "später": lambda step: 451 if step == "data" else None,
    "am Ende nein": lambda step: 451 if step == "done" else None,
    "reißt ab": lambda step: Server.RESET if step == "data" else None,
    "reißt am Ende ab": lambda step: Server.RESET if step == "done" else None,
    "falsches Konto": lambda step: 530 if step == "mail" else None,
}


@pytest.mark.parametrize("mood", MOODS)
def test_a_mail_waits_as_long_as_the_server_cannot(mood, real_mail):
    real_mail.mood = MOODS[mood]
    rows = [queue(1)]
    work(rows, rounds=8)  # more often than a job may fail
    job = Auftrag.objects.get()
    assert (job.status, job.attempts, real_mail.kept) == ("wartend", 0, [])
    assert "sobald" in job.error
    real_mail.mood = lambda step: None
    work(rows)
    assert (Auftrag.objects.get().status, subjects(real_mail)) == ("fertig", ["Nr. 1"])


def test_a_server_that_is_down_costs_no_attempt(real_mail):
    real_mail.stop()
    rows = [queue(1)]
    work(rows, rounds=5)
    assert Auftrag.objects.get().status == "wartend"
    real_mail.start()
    work(rows)
    assert subjects(real_mail) == ["Nr. 1"]


def test_the_pause_grows_from_seconds_to_minutes(real_mail, time_machine):
    real_mail.mood = MOODS["besetzt"]
    rows = [queue(1)]
    pauses = []
    for age in (timedelta(0), timedelta(minutes=10), timedelta(days=1)):
        Auftrag.objects.update(created_at=timezone.now() - age)
        work(rows)
        pauses.append((Auftrag.objects.get().not_before - timezone.now()).total_seconds())
    assert pauses == pytest.approx([5, 60, 600], abs=2)


@pytest.mark.parametrize("step, words", [("rcpt", "nimmt diese Mail nicht an"), ("done", "nimmt diese Mail nicht an")])
def test_a_final_no_ends_the_job_at_once(step, words, real_mail):
    real_mail.mood = lambda asked: 550 if asked == step else None
    work([queue(1)])
    job = Auftrag.objects.get()
    assert (job.status, job.attempts) == ("fehlgeschlagen", 1)
    assert words in job.error


def test_after_five_days_it_is_given_up(real_mail):
    real_mail.mood = MOODS["besetzt"]
    row = queue(1)
    Mail.objects.update(created_at=timezone.now() - mail.PATIENCE - timedelta(hours=1))
    work([row])
    assert Auftrag.objects.get().status == "fehlgeschlagen"
    assert "Seit 5 Tagen" in Auftrag.objects.get().error


def test_one_address_gets_its_mails_in_the_order_they_were_written(real_mail):
    rows = [queue(number) for number in range(4)]
    work(reversed(rows))
    assert subjects(real_mail) == [f"Nr. {number}" for number in range(4)]
    assert {job.status for job in Auftrag.objects.all()} == {"fertig"}


def test_a_mail_nobody_takes_holds_up_no_later_one(real_mail):
    rows = [queue(1), queue(2)]
    answers = iter([550])
    real_mail.mood = lambda step: next(answers, None) if step == "rcpt" else None
    work(rows[1:])
    assert subjects(real_mail) == ["Nr. 2"]
    work(rows)
    assert subjects(real_mail) == ["Nr. 2", "Nr. 1"]


def test_a_cancelled_mail_holds_up_no_later_one(real_mail):
    rows = [queue(1), queue(2)]
    jobs.cancel_job(Auftrag.objects.get(key=f"mail:{rows[0].pk}"), actor=None)
    work(rows)
    assert subjects(real_mail) == ["Nr. 2"]


def test_a_rude_server_loses_doubles_and_reorders_nothing(real_mail):
    """The drill `post` in small: every answer may be a no or a cut."""
    dice = random.Random(11)
    rows = [queue(number, to=f"{number % 3}@example.org") for number in range(18)]
    real_mail.mood = lambda step: dice.choice([None] * 8 + [421, 451, Server.RESET])
    work(sorted(rows, key=lambda row: dice.random()), rounds=6)
    real_mail.mood = lambda step: None
    work(rows)
    for person in range(3):
        assert subjects(real_mail, f"{person}@example.org") == [f"Nr. {n}" for n in range(18) if n % 3 == person]


def test_control_without_the_order_the_judge_sees_it(real_mail, monkeypatch):
    monkeypatch.setattr(mail, "_waiting_before", lambda pk: [])
    rows = [queue(number) for number in range(4)]
    work(reversed(rows))
    assert subjects(real_mail) == [f"Nr. {number}" for number in reversed(range(4))]
