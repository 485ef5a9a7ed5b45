"""The real worker sets a real brochure; killed in the middle, it leaves one whole file and one row."""

import hashlib
import os
import signal
from pathlib import Path

import pytest
import redis
from django.core.files.storage import default_storage
from django.db import transaction

from publications import services
from publications.models import Kapitel
from servicestelle.base import dokumente, jobs
from servicestelle.base.models import Auftrag, Dokument
from tests.processes import environment, wait_until, worker
from tests.publications.editions import make_brochure

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]
PROSE = "Ein langer Absatz über Netzwerke, der viele Zeilen füllt und den Umbruch beschäftigt. " * 30 + "\n\n"


@pytest.fixture
def env(transactional_db, own_broker):
    redis.Redis.from_url(own_broker).flushdb()
    return environment(REDIS_URL=own_broker)


def long_brochure(chapters):
    publikation = make_brochure()
    Kapitel.objects.bulk_create(
        Kapitel(publikation=publikation, reihenfolge=10 + number, art="text", titel=f"Teil {number}", text=PROSE * 12)
        for number in range(chapters)
    )
    return publikation


def row_of(ausgabe):
    return Auftrag.objects.get(pk=ausgabe.auftrag_id)


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_killed_setting_ends_with_one_whole_file(env):
    with worker(env, processes=1, modules=()) as running:
        with transaction.atomic():
            ausgabe = services.ensure_first_edition(long_brochure(chapters=12))
        seen = wait_until(lambda: (row := row_of(ausgabe)).share >= 15 and row, 60, pause=0.05)
        assert seen and "Seite" in seen.step
        for child in children_of(running.popen.pid):
            os.kill(child, signal.SIGKILL)

        def ended():
            jobs.sweep()
            return not row_of(ausgabe).is_open

        assert wait_until(ended, 120, pause=0.5), Auftrag.objects.values().get(pk=ausgabe.auftrag_id)
    row, dokument = row_of(ausgabe), Dokument.objects.get()
    ausgabe.refresh_from_db()
    assert (row.status, row.attempts, ausgabe.status) == ("fertig", 2, "veroeffentlicht")
    files = list(Path(default_storage.path(dokumente.FOLDER)).glob(f"{row.token}*"))
    assert [file.name for file in files] == [Path(dokument.object_key).name]
    assert hashlib.sha256(files[0].read_bytes()).hexdigest() == dokument.sha256
    files[0].unlink()
