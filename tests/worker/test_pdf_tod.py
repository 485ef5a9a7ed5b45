"""A worker killed while it stores a PDF: the file is never half, the job ends once. `make drill NAME=tod` has all points."""

from types import SimpleNamespace

import pytest
import redis
from django.conf import settings
from django.db import transaction

from projects.services import order_steckbrief
from servicestelle.base import jobs
from servicestelle.base.models import Auftrag, Dokument
from servicestelle.launch import processes
from tests.drills._strike import Eye, strike
from tests.processes import Process, environment, wait_until, worker, worker_command
from tests.records import make_cohort, make_jugendamt, make_standort

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]


@pytest.mark.parametrize(
    ("point", "how"), [("file written before rename", "child"), ("file renamed before row", "group")]
)
def test_a_pdf_is_whole_and_once_whoever_is_killed(own_broker, point, how):
    redis.Redis.from_url(own_broker).flushdb()
    env = environment(REDIS_URL=own_broker)
    folder = settings.VAR_DIR / "ablage" / "dokumente"
    victim = Process("opfer", worker_command(1, ["tests.worker.probes"]), "ready.", env)
    try:
        part = SimpleNamespace(process=victim.popen, identity=processes.identify(victim.popen.pid))
        auftrag = kill_at(part, point, how, Eye(None, folder, redis.Redis.from_url(own_broker)))
        with worker(env):
            assert wait_until(lambda: swept_and_ended(auftrag), 30, pause=0.5)
    finally:
        victim.stop()
    auftrag.refresh_from_db()
    assert auftrag.status == "fertig", (auftrag.attempts, auftrag.error, auftrag.step)
    dokument = Dokument.objects.get(object_key__contains=str(auftrag.token))
    assert (auftrag.status, auftrag.attempts, auftrag.result["dokument"]) == ("fertig", 2, dokument.pk)
    assert [path.name for path in folder.glob(f"{auftrag.token}*")] == [dokument.object_key.rpartition("/")[2]]


def kill_at(part, point, how, eye):
    """Order Steckbriefe until one kill falls at the point; return its job."""
    for number in range(40):
        with transaction.atomic():
            eye.auftrag = order_steckbrief(make_standort(slug=f"ort-{number}", **place(number)), actor=None)
        if strike(part, eye, point, how):
            return eye.auftrag
        wait_until(lambda: ended(eye.auftrag), 20)
    pytest.fail(f"{point} nie gesehen")


def place(number):
    return {"jugendamt": make_jugendamt(f"05900{number + 1:03}"), "cohort": make_cohort(f"{2030 + number}")}


def swept_and_ended(auftrag):
    jobs.sweep()
    return ended(auftrag)


def ended(auftrag):
    return not Auftrag.objects.get(pk=auftrag.pk).is_open
