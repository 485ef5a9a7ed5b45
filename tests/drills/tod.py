"""kill -9 of child, worker and group at six points of a PDF job: each job ends once, whole, within 90 seconds."""

import os
import queue
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from hashlib import sha256

from servicestelle.launch.parts import Part
from tests.drills._portal import Portal, amount, print_result, wait_until
from tests.drills._strike import KILLS, POINTS, Eye, strike

VICTIMS = 3  # workers that are killed at the same time
RECOVERED = 90  # seconds from the kill to the end of the job
MISSES = 12  # how often a point may be passed unseen before it counts as failed
TEXT = "Die Beteiligten vor Ort arbeiten in einem Netzwerk zusammen und stimmen ihre Angebote ab. " * 12


def main():
    with Portal("tod", parts=("worker", "beat")) as portal:
        os.environ.update(portal.env)
        import django

        django.setup()
        wait_until(lambda: not open_jobs(except_pk=0), 300, pause=1)  # what the first start has ordered
        return drill(portal)


def drill(portal):
    planned, strikes = queue.Queue(), []
    for _ in range(amount("TOD", 10)):
        for point in POINTS:
            for how in KILLS:
                planned.put((point, how))
    control = control_without_the_lease(portal)
    threads = [threading.Thread(target=Victim(portal, number, planned, strikes).run) for number in range(VICTIMS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until(lambda: not open_jobs(except_pk=control.pk), RECOVERED, pause=1)
    return report(portal, strikes, control, planned=amount("TOD", 10) * len(POINTS) * len(KILLS))


class Victim:
    """A worker with a queue of its own that is killed again and again; the usual workers take its jobs over."""

    def __init__(self, portal, number, planned, strikes):
        self.portal, self.planned, self.strikes = portal, planned, strikes
        self.name = f"opfer{number}"
        command = [portal.environment.program("celery"), "-A", "servicestelle", "worker", "-c", "1", "-Q", self.name,
                   "-n", f"{self.name}@drill", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]  # fmt: skip
        self.part = Part(self.name, self.name, command, portal.env, portal.place)

    def run(self):
        from django.db import connection

        try:
            while True:
                point, how = self.planned.get_nowait()
                self.strikes.append((point, how, *self.hit(point, how)))
        except queue.Empty:
            pass
        finally:
            self.part.end()
            connection.close()

    def hit(self, point, how):
        """Try until the kill falls at the point; return the job and the moment, (None, None) when it never did."""
        for _ in range(MISSES):
            self.be_ready()
            auftrag = order(self.name)
            if moment := strike(self.part, eye(self.portal, auftrag), point, how):
                if how == "worker":  # the orphan may finish what it has begun
                    wait_until(partial(is_ended, auftrag), 5)
                if how != "child":
                    self.part.process.wait(10)
                    self.part.end()
                return auftrag, moment
            wait_until(partial(is_ended, auftrag), 60)
        return None, None

    def be_ready(self):
        if self.part.process is None or not self.part.is_running():
            self.part.end()
            mark = self.part.log.stat().st_size if self.part.log.exists() else 0
            self.portal.start(self.part)
            if not wait_until(lambda: b"ready." in self.part.log.read_bytes()[mark:], 60):
                raise RuntimeError(f"{self.name} wird nicht bereit")


_ordering = threading.Lock()
_count = iter(range(1, 10**6))


def order(queue_name):
    """A Steckbrief of a site whose text has just changed, hinted to one worker only."""
    from celery import current_app
    from django.db import transaction
    from django.utils import timezone

    from projects.models import Standort
    from projects.services import STECKBRIEF_JOB
    from servicestelle.base.models import Auftrag

    with _ordering, transaction.atomic():
        site = wait_until(idle_site, 60)
        number = next(_count)
        Standort.objects.filter(pk=site.pk).update(text="\n\n".join([f"Lauf {number}."] + [TEXT] * 12))
        auftrag = Auftrag.objects.create(
            kind=STECKBRIEF_JOB, title=f"Lauf {number}", params={"standort": site.pk}, scope=site.scope,
            key=site.steckbrief_key, hinted_at=timezone.now(),
        )  # fmt: skip
    current_app.send_task(STECKBRIEF_JOB, args=[auftrag.pk], queue=queue_name, ignore_result=True)
    return auftrag


def idle_site():
    """A site whose Steckbrief nobody is setting."""
    from projects.models import Standort
    from servicestelle.base.models import Auftrag

    busy = set(Auftrag.objects.open().values_list("key", flat=True))
    return next((site for site in Standort.objects.order_by("?") if site.steckbrief_key not in busy), None)


def eye(portal, auftrag):
    from redis import Redis

    return Eye(auftrag, portal.place.var / "ablage" / "dokumente", Redis.from_url(portal.redis.url))


def is_ended(auftrag):
    auftrag.refresh_from_db()
    return not auftrag.is_open


def open_jobs(except_pk):
    from servicestelle.base.models import Auftrag

    return Auftrag.objects.open().exclude(pk=except_pk).exists()


def control_without_the_lease(portal):
    """A job killed like the others whose lease never runs out: it must not end, else the drill proves nothing."""
    from servicestelle.base.models import Auftrag

    victim = Victim(portal, 99, None, None)
    victim.be_ready()
    auftrag, _ = victim.hit("half laid out", "group")
    Auftrag.objects.filter(pk=auftrag.pk).update(lease_until=auftrag.created_at + timedelta(days=999))
    victim.part.end()
    return auftrag


def report(portal, strikes, control, planned):
    missed = planned - sum(auftrag is not None for _, _, auftrag, _ in strikes)
    hit = [(point, how, auftrag, moment) for point, how, auftrag, moment in strikes if auftrag is not None]
    times, wrong = [], Counter()
    for point, how, auftrag, moment in hit:
        auftrag.refresh_from_db()
        fault = find_fault(portal, auftrag, moment)
        wrong[fault] += 1
        if fault:
            print(f"  {point}, {how}: Auftrag {auftrag.pk} {fault}", file=sys.stderr)
        elif auftrag.finished_at:
            times.append(auftrag.finished_at.timestamp() - moment)
    halves = len(leftovers(portal))
    control.refresh_from_db()
    return print_result(
        "tod", tried=planned, failed=missed + len(hit) - wrong[""] + halves,
        worst=f"{max(times, default=0):.1f}s", control=control.is_open, partial=halves, missed=missed,
    )  # fmt: skip


def find_fault(portal, auftrag, moment):
    """In a word what is wrong with the end of this job; empty when it ended once, whole and in time."""
    from servicestelle.base.models import Dokument

    made = list(Dokument.objects.filter(object_key__contains=str(auftrag.token)))
    if auftrag.status != "fertig" or len(made) != 1:
        return f"status={auftrag.status} documents={len(made)} attempts={auftrag.attempts}"
    if auftrag.finished_at.timestamp() - moment > RECOVERED:
        return "late"
    folder = portal.place.var / "ablage"
    files = [f"dokumente/{path.name}" for path in (folder / "dokumente").glob(f"{auftrag.token}-*")]
    whole = sha256((folder / made[0].object_key).read_bytes()).hexdigest() == made[0].sha256
    return (
        "" if whole and files == [made[0].object_key] and auftrag.result["dokument"] == made[0].pk else f"files={files}"
    )


def leftovers(portal):
    """Files in the store that no row knows."""
    from servicestelle.base.models import Dokument

    known = set(Dokument.objects.values_list("object_key", flat=True))
    time.sleep(1)
    folder = portal.place.var / "ablage" / "dokumente"
    return [path.name for path in folder.glob("*") if f"dokumente/{path.name}" not in known]
