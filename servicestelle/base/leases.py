"""Keeps the lease of a running job alive while its worker lives and its work moves on."""

import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

from django.db import DatabaseError, connection
from django.db.models.functions import Now

from .choices import Auftragsstatus
from .models import Auftrag

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)  # a killed worker is noticed this long after its last sign
BEAT = LEASE.total_seconds() / 3
STUCK = timedelta(minutes=5).total_seconds()  # without a report: the work hangs, another worker may try


@contextmanager
def kept_alive(auftrag):
    """Extend the lease of `auftrag` in the background, so that a long step without a report does not lose it.

    A process that is killed or frozen takes the thread with it. Work that lives but reports nothing for STUCK
    seconds is left to its lease: a stuck worker is noticed by age, not by its process.
    """
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(auftrag, done), name=f"lease-{auftrag.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()


def _beat(auftrag, done):
    try:
        while not done.wait(BEAT) and monotonic() - auftrag.reported < STUCK and _extend(auftrag):
            pass
    finally:
        connection.close()


def _extend(auftrag):
    """False when the job is no longer ours. A database that is away is asked again at the next beat."""
    mine = Auftrag.objects.filter(pk=auftrag.pk, lease=auftrag.lease, status=Auftragsstatus.LAUFEND)
    try:
        return bool(mine.update(lease_until=Now() + LEASE))
    except DatabaseError as error:
        log.warning("Pacht von Auftrag %s nicht verlängert: %s", auftrag.pk, error)
        connection.close()
        return True
