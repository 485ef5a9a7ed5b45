"""The outbox: who gets a hint when, what a broker that is away may cost, whose lease is kept."""

import threading
from datetime import timedelta
from time import monotonic

import pytest
from celery import current_app
from django.utils import timezone

from servicestelle.base import hints, jobs, leases
from servicestelle.base.models import Auftrag

DEAD = "redis://127.0.0.1:1/0"


def make_job(**fields):
    return Auftrag.objects.create(**{"kind": "probe.nichts", "title": "Probe"} | fields)


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def due(age, hinted):
    """A job due for `age` seconds whose last hint is `hinted` seconds old."""
    return make_job(not_before=ago(age), hinted_at=None if hinted is None else ago(hinted))


@pytest.mark.parametrize(
    ("age", "hinted", "again"),
    [
        (1, None, True), (5, 5, False), (29, 29, False), (31, 31, True), (10, 20, True),
        (100, 40, False), (100, 49, False), (100, 51, True), (9000, 299, False), (9000, 301, True),
    ],
)  # fmt: skip
def test_hints_are_repeated_ever_more_slowly(db, age, hinted, again):
    due(age, hinted)
    assert Auftrag.objects.to_hint().exists() is again


def test_a_lost_lease_counts_as_not_hinted(db):
    now = timezone.now()
    running = {"status": "laufend", "lease": "0" * 32, "started_at": now, "hinted_at": ago(20)}
    make_job(lease_until=ago(1), **running)
    make_job(lease_until=now + timedelta(seconds=9), **running)
    assert Auftrag.objects.to_hint().count() == 1


def test_a_request_does_not_wait_for_a_broker_that_is_away(db, django_capture_on_commit_callbacks, settings):
    broker, current_app.conf.broker_url = current_app.conf.broker_url, DEAD
    try:
        began = monotonic()
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(50):
                jobs.enqueue("probe.nichts", title="Probe", actor=None)
        assert monotonic() - began < 2
    finally:
        current_app.conf.broker_url = broker
    assert Auftrag.objects.count() == 50


def test_the_sweep_stops_at_the_first_hint_that_nobody_takes(db, monkeypatch):
    tried = []
    monkeypatch.setattr(hints, "deliver", lambda kind, pk: tried.append(pk))  # says None: not taken
    for _ in range(3):
        due(60, None)
    ours = set(Auftrag.objects.values_list("pk", flat=True))
    assert jobs.sweep() == 0
    assert len(ours.intersection(tried)) == 1  # the messenger may still pass on hints of the test before
    assert Auftrag.objects.filter(hinted_at=None).count() == 3


def test_only_the_twin_rule_makes_two_orders_one(db):
    first = jobs.enqueue("probe.nichts", title="x" * 300, actor=None, key="a")
    assert jobs.enqueue("probe.nichts", title="Probe", actor=None, key="a") == first
    Auftrag.objects.update(status="fertig", finished_at=timezone.now())
    assert jobs.enqueue("probe.nichts", title="Probe", actor=None, key="a") != first
    assert jobs.enqueue("probe.nichts", title="Probe", actor=None) != jobs.enqueue(
        "probe.nichts", title="P", actor=None
    )


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(leases, "BEAT", 0.05)


@pytest.mark.django_db(transaction=True)
def test_silent_work_keeps_its_lease_while_it_lives(quick):
    auftrag = jobs.claim(make_job().pk)
    Auftrag.objects.update(lease_until=ago(-1))
    with leases.kept_alive(auftrag):
        assert wait_for(lambda: Auftrag.objects.get().lease_until > ago(-20))


@pytest.mark.django_db(transaction=True)
def test_work_that_hangs_loses_its_lease_by_age(quick, monkeypatch):
    monkeypatch.setattr(leases, "STUCK", 0)
    auftrag = jobs.claim(make_job().pk)
    before = Auftrag.objects.get().lease_until
    with leases.kept_alive(auftrag):
        threading.Event().wait(0.5)
    assert Auftrag.objects.get().lease_until == before


def wait_for(ready, seconds=5):
    end = monotonic() + seconds
    while monotonic() < end:
        if ready():
            return True
        threading.Event().wait(0.05)
    return False
