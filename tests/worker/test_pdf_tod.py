"""A worker killed while it stores a PDF: the file is never half, the job ends once. `make drill NAME=tod` has all points."""

import os
import signal
from contextlib import contextmanager

import pytest
import redis
from django.conf import settings
from django.db import transaction

from projects.services import order_steckbrief
from servicestelle.base import jobs
from servicestelle.base.models import Auftrag, Dokument
from tests.processes import Process, environment, wait_until, worker, worker_command
from tests.records import make_standort

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]
FOLDER = settings.VAR_DIR / "ablage" / "dokumente"
LOADED = ["tests.worker.probes", "tests.worker.standing"]


@pytest.mark.parametrize(
    ("point", "who", "left"),
    [("file written before rename", "child", ".neu"), ("file renamed before row", "group", ".pdf")],
)
def test_a_pdf_is_whole_and_once_whoever_is_killed(own_broker, tmp_path, point, who, left):
    redis.Redis.from_url(own_broker).flushdb()
    env, file = environment(REDIS_URL=own_broker), tmp_path / "pid"
    victim = Process("opfer", worker_command(1, LOADED), "ready.", env | {"STAND_AT": point, "STAND_FILE": str(file)})
    try:
        with transaction.atomic():
            auftrag = order_steckbrief(make_standort(), actor=None)
        child = int(wait_until(lambda: file.exists() and file.read_text(), 60) or pytest.fail(victim.text()))
        assert [path.suffix for path in files_of(auftrag)] == [left]
        assert not Dokument.objects.exists()
        with killed(who, child, victim, env):
            assert wait_until(lambda: swept_and_ended(auftrag), 60, pause=0.5), Auftrag.objects.values().get()
    finally:
        victim.stop()
    auftrag.refresh_from_db()
    dokument = Dokument.objects.get()
    assert (auftrag.status, auftrag.attempts, auftrag.result["dokument"]) == ("fertig", 2, dokument.pk)
    assert [path.name for path in files_of(auftrag)] == [dokument.object_key.rpartition("/")[2]]


@contextmanager
def killed(who, child, victim, env):
    """A worker that lost its child goes on with a new one; after a lost group another worker has to come."""
    if who == "child":
        os.kill(child, signal.SIGKILL)
        yield
    else:
        os.killpg(victim.popen.pid, signal.SIGKILL)
        with worker(env):
            yield


def files_of(auftrag):
    return list(FOLDER.glob(f"{auftrag.token}-*"))


def swept_and_ended(auftrag):
    jobs.sweep()
    return not Auftrag.objects.get(pk=auftrag.pk).is_open
