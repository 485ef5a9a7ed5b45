"""Jobs: claimed once, never lost, ended once, whatever dies or stands still."""

import os
import signal
import socket
import subprocess
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from servicestelle.base import hints, jobs
from servicestelle.base.choices import Auftragsstatus, NotAllowed, NotNow
from servicestelle.base.models import Auftrag, Protokoll, Thema
from servicestelle.base.permissions import can_cancel_job, can_retry_job
from tests.database import run_together, sql
from tests.people import EVERYBODY, make_person

pytestmark = pytest.mark.django_db


def waiting(**fields):
    return Auftrag.objects.create(**{"kind": "probe.leer", "title": "Probe"} | fields)


def claimed(**fields):
    return jobs.claim(waiting(**fields).pk)


def lose(auftrag):
    """Time passes: the lease of `auftrag` ran out a second ago."""
    Auftrag.objects.filter(pk=auftrag.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def fresh(auftrag):
    return Auftrag.objects.get(pk=auftrag.pk)


# Claiming


def test_claim_takes_a_waiting_job_and_leases_it():
    auftrag = claimed()
    assert (auftrag.status, auftrag.attempts, auftrag.share) == ("laufend", 1, 0)
    assert auftrag.lease_until - timezone.now() > timedelta(seconds=25)


def test_claim_refuses_what_is_not_to_be_had():
    assert jobs.claim(0) is None
    assert jobs.claim(claimed().pk) is None
    assert jobs.claim(waiting(not_before=timezone.now() + timedelta(minutes=1)).pk) is None
    done = claimed()
    jobs.finish(done)
    assert jobs.claim(done.pk) is None


def naive_claim(pk):
    """The control: look first, write later."""
    if Auftrag.objects.filter(pk=pk, status="wartend").exists():
        time.sleep(0.05)
        Auftrag.objects.filter(pk=pk).update(attempts=1)
        return pk
    return None


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_racing_workers_one_gets_the_job():
    for _ in range(5):
        pk = waiting().pk
        won = [outcome for outcome in run_together([lambda pk=pk: jobs.claim(pk)] * 16) if outcome]
        assert len(won) == 1
        assert fresh(won[0]).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_control_looking_before_writing_gives_the_job_to_many():
    pk = waiting().pk
    assert len([outcome for outcome in run_together([lambda: naive_claim(pk)] * 16) if outcome]) > 1


@pytest.mark.django_db(transaction=True)
def test_a_lost_job_is_taken_over_once():
    first = claimed()
    lose(first)
    won = [outcome for outcome in run_together([lambda: jobs.claim(first.pk)] * 8) if outcome]
    assert [taken.attempts for taken in won] == [2]


# Leases


def test_a_lost_worker_writes_nothing_any_more():
    first = claimed()
    lose(first)
    second = jobs.claim(first.pk)
    for write in (lambda: jobs.report(first, "spät", 90), lambda: jobs.finish(first, {"von": "erstem"})):
        with pytest.raises(jobs.LeaseLost):
            write()
    jobs.finish(second, {"von": "zweitem"})
    assert fresh(first).result == {"von": "zweitem"}


def test_what_a_lost_worker_wrote_in_its_last_transaction_is_undone():
    first = claimed()
    lose(first)
    jobs.claim(first.pk)
    with pytest.raises(jobs.LeaseLost), transaction.atomic():
        Thema.objects.create(name="doppelt", slug="doppelt")
        jobs.finish(first)
    assert not Thema.objects.exists()


def test_report_extends_the_lease_and_stays_within_bounds():
    auftrag = claimed()
    lose(auftrag)
    jobs.report(auftrag, "x" * 999, 250)
    row = fresh(auftrag)
    assert (len(row.step), row.share) == (200, 100)
    assert row.lease_until > timezone.now()
    jobs.report(auftrag, "zurück", -5)
    assert fresh(auftrag).share == 0


# Running


def run(work, **fields):
    """Run `work` through the task as a worker would; return the row afterwards."""
    auftrag = waiting(**fields)
    as_task(work)(auftrag.pk)
    return fresh(auftrag)


def as_task(work):
    def probe(auftrag):  # Celery reads the signature of a named function
        return work(auftrag)

    return jobs.job(f"probe.{uuid.uuid4()}")(probe)


def test_a_result_ends_the_job():
    row = run(lambda auftrag: {"seiten": 3})
    assert (row.status, row.result, row.share, row.step) == ("fertig", {"seiten": 3}, 100, "Fertig")
    assert row.lease is None and row.finished_at


def test_work_may_end_its_job_itself():
    row = run(lambda auftrag: jobs.finish(auftrag, {"selbst": True}))
    assert (row.status, row.result) == ("fertig", {"selbst": True})


def test_an_error_waits_and_says_nothing_of_its_inside():
    row = run(lambda auftrag: 1 / 0)
    assert (row.status, row.attempts, row.lease) == ("wartend", 1, None)
    assert "division" not in row.error and row.error
    assert timedelta(seconds=8) < row.not_before - timezone.now() <= timedelta(seconds=10)


def test_three_errors_end_it_and_pauses_double():
    auftrag, pauses = waiting(), []
    task = as_task(lambda auftrag: 1 / 0)
    for _ in range(3):
        Auftrag.objects.update(not_before=timezone.now())
        task(auftrag.pk)
        pauses.append(round((fresh(auftrag).not_before - timezone.now()).total_seconds()))
    assert fresh(auftrag).status == "fehlgeschlagen"
    assert pauses[:2] == [10, 20]
    task(auftrag.pk)
    assert fresh(auftrag).attempts == 3


@pytest.mark.parametrize("error", [jobs.GiveUp, NotNow])
def test_what_cannot_succeed_ends_at_once_with_its_words(error):
    def work(auftrag):
        raise error("Der Standort ist gelöscht.")

    row = run(work)
    assert (row.status, row.attempts, row.error) == ("fehlgeschlagen", 1, "Der Standort ist gelöscht.")


def test_an_error_in_the_database_leaves_the_job_writable():
    @transaction.atomic
    def work(auftrag):
        Thema.objects.create(name="a", slug="a")
        Thema.objects.create(name="a", slug="a")

    assert run(work).status == "wartend"
    assert not Thema.objects.exists()


def test_a_hint_for_a_job_that_is_gone_does_nothing():
    as_task(lambda auftrag: pytest.fail("läuft"))(987654321)


# Sweep


def sweep_with_hints(monkeypatch):
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda kind, args, **options: sent.append(args[0]))
    jobs.sweep()
    return sent


def test_sweep_sends_what_waits_or_was_lost_and_nothing_else(monkeypatch):
    due, lost, running = waiting(), claimed(), claimed()
    lose(lost)
    later, done = waiting(not_before=timezone.now() + timedelta(minutes=1)), claimed()
    jobs.finish(done)
    sent = sweep_with_hints(monkeypatch)
    assert sorted(sent) == sorted([due.pk, lost.pk])
    assert running.pk not in sent and later.pk not in sent


def test_sweep_ends_what_was_begun_three_times_and_never_ended(monkeypatch):
    auftrag = waiting()
    for _ in range(3):
        lose(jobs.claim(auftrag.pk))
    assert jobs.claim(auftrag.pk) is None
    assert sweep_with_hints(monkeypatch) == []
    row = fresh(auftrag)
    assert (row.status, row.attempts, row.lease) == ("fehlgeschlagen", 3, None)
    assert "dreimal" in row.error


# Enqueue


def test_the_same_work_waits_once():
    first = jobs.enqueue("probe.leer", title="A", actor=None, key="x")
    assert jobs.enqueue("probe.leer", title="B", actor=None, key="x") == first
    assert jobs.enqueue("probe.leer", title="C", actor=None, key="y") != first
    jobs.finish(jobs.claim(first.pk))
    assert jobs.enqueue("probe.leer", title="D", actor=None, key="x") != first


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_make_one_job():
    def click():
        with transaction.atomic():
            return jobs.enqueue("probe.leer", title="Klick", actor=None, key="klick").pk

    assert len(set(run_together([click] * 8))) == 1
    assert Auftrag.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_job_and_no_hint(monkeypatch):
    sent = []
    monkeypatch.setattr(hints, "post", lambda kind, pk: sent.append(pk))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("probe.leer", title="A", actor=None)
        raise ZeroDivisionError
    assert (Auftrag.objects.count(), sent) == (0, [])
    with transaction.atomic():
        auftrag = jobs.enqueue("probe.leer", title="A", actor=None)
        assert sent == []
    assert sent == [auftrag.pk]


# A person intervenes


@pytest.mark.parametrize("name", EVERYBODY[1:])
def test_who_retries_and_cancels(name):
    auftrag, person = waiting(), make_person(name)
    may = name in {"koordination1", "koordination2", "redaktion", "betrieb"}
    for drawn, step in ((can_cancel_job, jobs.cancel_job), (can_retry_job, jobs.retry_job)):
        assert drawn(person, auftrag) is may
        if may:
            step(auftrag, actor=person)
            auftrag.refresh_from_db()
            assert drawn(person, auftrag) is False  # nothing to cancel any more, nothing to retry any more
        else:
            with pytest.raises(NotAllowed, match="Bitten Sie die Koordination"):
                step(auftrag, actor=person)
            Auftrag.objects.update(status="abgebrochen", finished_at=timezone.now())


def test_cancelling_stops_the_worker_at_its_next_report(person):
    auftrag = claimed()
    jobs.cancel_job(auftrag, actor=person("koordination1"))
    with pytest.raises(jobs.LeaseLost):
        jobs.report(auftrag, "weiter", 50)
    with pytest.raises(jobs.LeaseLost):
        jobs.finish(auftrag)
    assert fresh(auftrag).status == "abgebrochen"
    assert Protokoll.objects.get().verb == "auftrag.abgebrochen"


def test_a_cancelled_job_is_not_run_by_its_late_hint(person):
    auftrag = waiting()
    jobs.cancel_job(auftrag, actor=person("koordination1"))
    assert jobs.claim(auftrag.pk) is None


def test_cancelling_what_has_ended_is_refused(person):
    auftrag = claimed()
    jobs.finish(auftrag)
    with pytest.raises(NotNow, match="schon beendet"):
        jobs.cancel_job(auftrag, actor=person("koordination1"))


def test_retry_gives_fresh_attempts(person):
    auftrag = waiting()
    for _ in range(3):
        lose(jobs.claim(auftrag.pk))
    jobs.sweep()
    jobs.retry_job(auftrag, actor=person("koordination1"))
    row = fresh(auftrag)
    assert (row.status, row.attempts, row.error, row.finished_at) == ("wartend", 0, "", None)
    assert jobs.claim(auftrag.pk)
    assert Protokoll.objects.get().verb == "auftrag.neu_versucht"


@pytest.mark.parametrize("status", ["wartend", "laufend", "fertig"])
def test_only_what_failed_is_retried(person, status):
    auftrag = waiting() if status == "wartend" else claimed()
    if status == "fertig":
        jobs.finish(auftrag)
    with pytest.raises(NotNow, match="nicht fehlgeschlagen"):
        jobs.retry_job(auftrag, actor=person("koordination1"))
    assert not Protokoll.objects.exists()


def test_retry_is_refused_while_the_same_work_waits_again(person):
    first = waiting(key="x")
    jobs.cancel_job(first, actor=person("koordination1"))
    waiting(key="x")
    with pytest.raises(NotNow, match="schon ein zweites Mal"):
        jobs.retry_job(first, actor=person("koordination1"))


@pytest.mark.django_db(transaction=True)
def test_ten_retries_at_once_are_one():
    auftrag, actor = waiting(), make_person("koordination1")
    jobs.cancel_job(auftrag, actor=actor)
    outcomes = run_together([lambda: jobs.retry_job(auftrag, actor=actor)] * 10)
    assert outcomes.count(None) == 1
    assert all(isinstance(outcome, NotNow) for outcome in outcomes if outcome is not None)


# The database holds the shape of a row


@pytest.mark.parametrize(
    "rule, change",
    [
        ("lease", "status = 'laufend'"),
        ("lease", "lease = gen_random_uuid()"),
        ("finished", "status = 'fertig'"),
        ("finished", "finished_at = now()"),
        ("finished", "status = 'egal'"),
        ("share", "share = 101"),
        ("attempts", "attempts = 4"),
    ],
)
def test_rules_of_a_row(refused, rule, change):
    auftrag = waiting()
    with refused(f"base_auftrag_{rule}"):
        sql(f"UPDATE base_auftrag SET {change} WHERE id = %s", auftrag.pk)


def test_one_open_job_per_key(refused):
    waiting(key="x")
    with refused("base_auftrag_once"):
        waiting(key="x")


# The broker is away or stands still


@contextmanager
def broker(url):
    """Point the Celery app at another broker for a while."""
    old, current_app.conf.broker_url = current_app.conf.broker_url, url
    try:
        yield
    finally:
        current_app.conf.broker_url = old


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def own_redis(tmp_path):
    """A Redis of this test alone, that may be stopped."""
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)], stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield process, f"redis://127.0.0.1:{port}/0"
    os.kill(process.pid, signal.SIGCONT)
    process.kill()
    process.wait()


def timed_enqueue():
    begun = time.monotonic()
    with transaction.atomic():
        auftrag = jobs.enqueue("probe.leer", title="A", actor=None)
    return auftrag, time.monotonic() - begun


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_job_is_written_and_nobody_waits():
    with broker(f"redis://127.0.0.1:{free_port()}/0"):
        auftrag, seconds = timed_enqueue()
    assert fresh(auftrag).status == Auftragsstatus.WARTEND
    assert seconds < 2


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_stands_still_holds_nobody_up(own_redis):
    process, url = own_redis
    with broker(url):
        _, first = timed_enqueue()
        os.kill(process.pid, signal.SIGSTOP)
        _, second = timed_enqueue()
        _, third = timed_enqueue()
        assert Auftrag.objects.count() == 3
        os.kill(process.pid, signal.SIGCONT)
        _, after = timed_enqueue()
    assert max(first, second, third, after) < 2, f"{second:.1f} s, {third:.1f} s"


def test_the_sweep_stops_at_the_first_hint_that_is_not_taken(monkeypatch):
    waiting(), waiting(), waiting()
    tried = []
    monkeypatch.setattr(jobs, "send_hint", lambda auftrag: tried.append(auftrag))
    assert jobs.sweep() == 0
    assert len(tried) == 1
