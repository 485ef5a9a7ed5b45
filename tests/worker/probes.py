"""Jobs for the proof of the worker: loaded by the workers that tests start, with a short lease."""

import os
import time
from datetime import timedelta

from django.db import transaction

from servicestelle.base import jobs, leases
from servicestelle.base.models import Thema

leases.LEASE = timedelta(seconds=3)  # a lost worker is noticed within a test's patience
leases.BEAT = 1
jobs.PAUSE = timedelta(seconds=1)

POINTS = ("begonnen", "mitten", "vor_dem_ende", "nach_dem_ende")


@jobs.job("probe.rechnen")
def rechnen(auftrag):
    """Add up, in small steps that are reported."""
    total = 0
    for place, number in enumerate(auftrag.params["zahlen"], 1):
        total += number
        jobs.report(auftrag, f"Zahl {place}", 100 * place / len(auftrag.params["zahlen"]))
    return {"summe": total, "pid": os.getpid()}


@jobs.job("probe.stolpern")
def stolpern(auftrag):
    """Fail as often as the order says, then succeed."""
    if auftrag.attempts <= auftrag.params["mal"]:
        raise RuntimeError("gestolpert")
    return {"versuche": auftrag.attempts}


@jobs.job("probe.aufgeben")
def aufgeben(auftrag):
    raise jobs.GiveUp("Das geht nie.")


@jobs.job("probe.tod")
def tod(auftrag):
    """Write one row and end, in one transaction; on the first attempt stand still at the named point to be killed."""
    _stand(auftrag, "begonnen")
    jobs.report(auftrag, "mitten", 50)
    _stand(auftrag, "mitten")
    with transaction.atomic():
        Thema.objects.create(
            name=f"{auftrag.pk} in Versuch {auftrag.attempts}", slug=f"{auftrag.pk}-{auftrag.attempts}"
        )
        jobs.finish(auftrag, {"versuch": auftrag.attempts})
        _stand(auftrag, "vor_dem_ende")
    _stand(auftrag, "nach_dem_ende")


def _stand(auftrag, point):
    if auftrag.attempts == 1 and auftrag.params["punkt"] == point:
        with open(auftrag.params["datei"], "w") as file:
            file.write(str(os.getpid()))
        time.sleep(60)
