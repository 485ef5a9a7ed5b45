"""The real worker over a real broker: every job ends exactly once, whoever is killed."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.db import transaction

from servicestelle.base import jobs, querysets
from servicestelle.base.models import Auftrag, Thema
from tests.processes import ROOT, Process, environment, wait_until, worker, worker_command

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]


@pytest.fixture
def env(transactional_db, own_broker):
    redis.Redis.from_url(own_broker).flushdb()
    return environment(REDIS_URL=own_broker)


def order(kind, key="", **params):
    with transaction.atomic():
        return jobs.enqueue(f"probe.{kind}", title=f"Probe {kind}", actor=None, params=params, key=key)


def ended(auftrag, seconds=30):
    """Wait until the job has ended, with the sweep that beat would run; return the row."""

    def look():
        jobs.sweep()
        row = Auftrag.objects.get(pk=auftrag.pk)
        return None if row.is_open else row

    return wait_until(look, seconds, pause=0.5) or pytest.fail(str(Auftrag.objects.values().get(pk=auftrag.pk)))


def test_jobs_run_fail_wait_and_give_up(env):
    with worker(env):
        right, never = order("rechnen", zahlen=[1, 2, 3]), order("aufgeben")
        twice, thrice = order("stolpern", mal=2), order("stolpern", mal=3)
        row = ended(right)
        assert (row.status, row.result["summe"], row.share, row.attempts) == ("fertig", 6, 100, 1)
        assert row.result["pid"] != os.getpid()
        assert (ended(never).status, ended(never).error) == ("fehlgeschlagen", "Das geht nie.")
        assert (ended(twice).status, ended(twice).result) == ("fertig", {"versuche": 3})
        assert (ended(thrice).status, ended(thrice).attempts) == ("fehlgeschlagen", 3)


def test_a_hint_alone_starts_the_job_without_the_sweep(env):
    with worker(env):
        auftrag = order("rechnen", zahlen=[1])
        assert wait_until(lambda: Auftrag.objects.filter(pk=auftrag.pk, status="fertig").exists(), 10)


def test_a_lost_hint_is_made_good_by_the_sweep(env, own_broker, monkeypatch):
    monkeypatch.setattr(querysets, "HINT_AGAIN", timedelta(seconds=1))
    auftrag = order("rechnen", zahlen=[2])
    redis.Redis.from_url(own_broker).flushdb()
    with worker(env):
        assert ended(auftrag).result["summe"] == 2


def test_a_hundred_hints_run_a_job_once(env, tmp_path):
    auftrag = order("tod", punkt="", datei="")
    for _ in range(100):
        jobs.send_hint(auftrag)
    with worker(env):
        row = ended(auftrag)
    assert (row.attempts, Thema.objects.count()) == (1, 1)


def stood_still(file: Path):
    return int(wait_until(lambda: file.exists() and file.read_text(), 20) or pytest.fail("Punkt nie erreicht"))


@pytest.mark.parametrize("point", ["mitten", "vor_dem_ende", "nach_dem_ende"])
def test_a_killed_child_ends_its_job_exactly_once(env, tmp_path, point):
    file = tmp_path / "pid"
    with worker(env) as running:
        auftrag = order("tod", punkt=point, datei=str(file))
        os.kill(stood_still(file), signal.SIGKILL)
        row = ended(auftrag)
        assert running.popen.poll() is None
    assert (row.status, Thema.objects.count()) == ("fertig", 1)
    assert row.attempts == (1 if point == "nach_dem_ende" else 2)


def test_a_killed_worker_leaves_its_job_to_the_next(env, tmp_path):
    file = tmp_path / "pid"
    first = Process("worker", worker_command(1, ["tests.worker.probes"]), "ready.", env)
    auftrag = order("tod", punkt="mitten", datei=str(file))
    stood_still(file)
    first.stop(signal.SIGKILL)
    with worker(env):
        row = ended(auftrag)
    assert (row.status, row.attempts, Thema.objects.count()) == ("fertig", 2, 1)


def test_control_without_the_lease_a_killed_job_never_ends(env, tmp_path):
    file = tmp_path / "pid"
    with worker(env):
        auftrag = order("tod", punkt="mitten", datei=str(file))
        pid = stood_still(file)
        Auftrag.objects.update(lease_until="2999-01-01T00:00Z")
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: jobs.sweep() or not Auftrag.objects.get(pk=auftrag.pk).is_open, 6) is None


ORDER = """
import django; django.setup()
from servicestelle.base import jobs, querysets
print(jobs.send_hint(jobs.enqueue("probe.rechnen", title="Probe", actor=None, params={"zahlen": [40, 2]})))
"""


def test_the_same_over_the_broker_in_files(transactional_db, tmp_path):
    env = environment(REDIS_URL="", VAR_DIR=str(tmp_path))
    with worker(env):
        done = subprocess.run([sys.executable, "-c", ORDER], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.stdout.strip() == "True", done.stderr
        assert wait_until(lambda: Auftrag.objects.filter(status="fertig", result__summe=42).exists(), 20)
