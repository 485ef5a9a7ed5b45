"""Drill: a backup comes back into an empty cluster as it was, a damaged one never, and nothing is sent by itself."""

import contextlib
import os
import random
import shutil
import socketserver
import sys
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path

from servicestelle.launch.cluster import OWNER, Cluster, make_base
from servicestelle.launch.environment import Environment
from servicestelle.launch.place import Place
from servicestelle.launch.postgres_programs import find_programs, find_user
from tests.damages import DAMAGES, spoil
from tests.systems import STAYING, System, drop_database, new_database

NAME = "drill_wiederherstellung"
WATCHED = 35  # seconds: the sweep comes every 15
DOCUMENTS, MAILS = 40, 25
# Rows as the portal makes them: mails that wait, one that a worker has just begun, one that is done.
FILL = """
from django.db import transaction
from django.utils import timezone
from servicestelle.base import jobs, tagesmail
from servicestelle.base.models import Auftrag, Dokument, Mail
tagesmail.skip_today()  # a restore takes the turns of its day; here they are taken, so nothing of it may differ
for number, (key, digest, size) in enumerate({documents!r}):
    Dokument.objects.create(key=f"probe:{{number}}", title="Probe", filename="probe.pdf", object_key=key, sha256=digest, size=size, pages=1)
with transaction.atomic():
    for number in range({mails}):
        mail = Mail.objects.create(to=f"mensch{{number}}@demo.example", subject="Probe", text="Probe", html="<p>Probe</p>")
        Auftrag.objects.create(kind="base.mail_senden", title="Mail", params={{"mail": mail.pk}}, key=f"mail:{{mail.pk}}")
begun, done, *_ = Auftrag.objects.order_by("pk")
jobs.claim(begun.pk)
jobs.finish(jobs.claim(done.pk), {{"message_id": "<1@demo.example>"}})
"""
HINTS = "from servicestelle.base import jobs; from servicestelle.base.models import Auftrag\nfor a in Auftrag.objects.all(): jobs.send_hint(a)"
# The control restores with a guard taken out.
UNGUARDED = """
from pathlib import Path
from servicestelle.base.backup import restoring
from servicestelle.base.backup.manifest import read_manifest
restoring.{guard} = lambda *given: {instead}
restoring.compare = lambda manifest: None
restoring.restore_backup(Path({backup!r}), Path({store!r}))
"""
SILENT = ("Bit in einer Datei der Ablage", "vertauschte Dateien", "fremdes Abbild")  # damages no program stumbles over


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that counts what it is given."""

    allow_reuse_address, daemon_threads, received = True, True, 0


class Delivery(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 probe\r\n")
        for line in self.rfile:
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.wfile.write(b"354 bitte\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.server.received += 1
            self.wfile.write(b"221 tschuess\r\n" if word == b"QUIT" else b"250 gut\r\n")
            if word == b"QUIT":
                return


def main():
    began, tried, faults = time.monotonic(), 0, []
    with prepared() as (source, other, folder, server_url):
        backup = newest(source, folder / "sicherungen")
        for step in (prove_equal, prove_refusals, prove_silence):
            count, found = step(source, other, backup, folder, server_url)
            tried, faults = tried + count, faults + found
        red = control(source, other, backup, folder, server_url)
    for fault in faults:
        print(f"  {fault}", flush=True)
    print(
        f"drill wiederherstellung tried={tried} failed={len(faults)} worst={faults[0].split(':')[0].replace(' ', '_') if faults else 0} "
        f"control={'red' if red else 'green'} damages={len(DAMAGES)} seconds={time.monotonic() - began:.0f}"
    )
    return len(faults) or not red


@contextlib.contextmanager
def prepared():
    """A filled portal on the test server, a second one without files, and an empty cluster of its own."""
    tests, var = os.environ["DATABASE_URL"], Path(os.environ["VAR_DIR"])
    folder = Path(tempfile.mkdtemp(prefix="wiederherstellung-", dir=var))
    environment = Environment(Path(os.environ["VIRTUAL_ENV"]))
    base = make_base(folder / "postgres", find_user())
    place = Place(folder, var).make()
    cluster = Cluster(place, find_programs(environment, base), base, for_tests=True)
    try:
        cluster.start()
        source = System(new_database(tests, NAME), folder / "quelle")
        fill(source)
        other = newest(System(source.url, folder / "andere"), folder / "andere-sicherungen", may_fail=True)
        yield source, other, folder, cluster.url(OWNER, "postgres")
    finally:
        cluster.part.end()
        drop_database(tests, NAME)
        for left in (base, folder):  # the server's folder may lie elsewhere, behind a closed home
            shutil.rmtree(left, ignore_errors=True)


def fill(source):
    for words in (["migrate", "--noinput"], ["createcachetable"], ["datenbankrolle", source.role]):
        source.must(*words)
    source.must("startdaten"), source.must("demodaten")
    source.must(code=FILL.format(documents=list(write_documents(source.store)), mails=MAILS))


def write_documents(store):
    chance = random.Random(os.environ.get("SEED", "1"))
    (store / "dokumente").mkdir(parents=True)
    for number in range(DOCUMENTS):
        content = chance.randbytes(chance.randrange(1, 200_000))
        key = f"dokumente/probe-{number:03}.pdf"
        (store / key).write_bytes(content)
        yield key, sha256(content).hexdigest(), len(content)


def newest(system, folder, may_fail=False):
    """Back up as the application's role, as production does; a portal whose files are gone says so and goes on."""
    done = system.manage("sichern", folder, app=True)
    if done.returncode and not may_fail:
        raise AssertionError(done.stdout)
    return max(folder.glob("sicherung-*"))


def target_of(folder, server_url, name):
    return System(new_database(server_url, name), folder / name)


def prove_equal(source, other, backup, folder, server_url):
    """Every table, sequence and file of the restored portal against the source."""
    target = target_of(folder, server_url, "ziel")
    target.must("wiederherstellen", backup)
    before, after = source.figures(**STAYING), target.figures(**STAYING)
    odd = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    return len(before), [f"{name}: {before.get(name)} wurde {after.get(name)}" for name in sorted(odd)]


def prove_refusals(source, other, backup, folder, server_url):
    """Each damage is refused with a reason, and the empty target stays empty."""
    target, faults = target_of(folder, server_url, "beschaedigt"), []
    for number, name in enumerate(DAMAGES):
        copy = spoil(backup, other, folder / f"schaden-{number}", name)
        done = target.manage("wiederherstellen", copy)
        if done.returncode == 0 or "CommandError" not in done.stdout or "Traceback" in done.stdout:
            faults.append(f"{name}: {done.stdout[-300:]}")
        if not target.is_untouched():
            faults.append(f"{name}: das Ziel wurde angerührt")
        shutil.rmtree(copy)
    return len(DAMAGES), faults


def prove_silence(source, other, backup, folder, server_url):
    """Worker and schedule run on the restored portal, the broker still hints at every job, and nothing goes out."""
    target = System(f"{server_url.replace('/postgres?', '/ziel?')}", folder / "ziel")
    sent, begun = watch(target)
    return MAILS, [f"{sent} Mails gingen von selbst hinaus"] * bool(sent) + [f"{begun} Aufträge liefen an"] * bool(
        begun
    )


def watch(target, seconds=WATCHED):
    """Start everything on `target` as the application; return (mails sent, jobs begun) after a while."""
    from tests.processes import Process

    target.must("datenbankrolle", target.role)
    began = "SELECT count(*) FROM base_auftrag WHERE started_at > now() - interval '10 minutes' AND attempts > 0 AND error = ''"
    with Mailbox(("127.0.0.1", 0), Delivery) as mailbox:
        threading.Thread(target=mailbox.serve_forever, daemon=True).start()
        env = target.environment(app=True, SMTP_URL=f"smtp://127.0.0.1:{mailbox.server_address[1]}", REDIS_URL="")
        ready = target.rows(began)[0][0]
        celery = [sys.executable, "-m", "celery", "-A", "servicestelle"]
        parts = [Process("worker", [*celery, "worker", "-c", "2", "-l", "INFO"], "ready.", env)]
        parts.append(Process("beat", [*celery, "beat", "--pidfile=", "-l", "INFO"], "beat: Starting", env))
        try:
            target.must(code=HINTS, app=True, REDIS_URL="")
            time.sleep(seconds)
        finally:
            for part in parts:
                part.stop()
            mailbox.shutdown()
        return mailbox.received, target.rows(began)[0][0] - ready


def control(source, other, backup, folder, server_url):
    """Without holding, mails go out; without checking, silently damaged backups come in. Both have to be seen."""
    freed = target_of(folder, server_url, "ohne_anhalten")
    freed.must(code=UNGUARDED.format(guard="hold", instead=0, backup=str(backup), store=str(freed.store)))
    sent, begun = watch(freed)
    print(f"  Gegenprobe ohne Anhalten: {sent} Mails gesendet, {begun} Aufträge begonnen", flush=True)
    accepted = [name for name in SILENT if accepts_unchecked(name, other, backup, folder, server_url)]
    print(f"  Gegenprobe ohne Prüfen: {len(accepted)} von {len(SILENT)} beschädigten angenommen", flush=True)
    return sent > 0 and begun > 0 and len(accepted) == len(SILENT)


def accepts_unchecked(name, other, backup, folder, server_url):
    copy = spoil(backup, other, folder / "ungeprueft", name)
    target = target_of(folder, server_url, "ohne_pruefung")
    how = {"guard": "check_backup", "instead": "read_manifest(*given)", "backup": str(copy), "store": str(target.store)}
    done = target.manage(code=UNGUARDED.format(**how))
    shutil.rmtree(copy), shutil.rmtree(target.var, ignore_errors=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
