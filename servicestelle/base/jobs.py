"""Jobs that survive everything: outbox rows, claimed by compare-and-swap with a lease.

The business transaction writes an Auftrag. A hint goes to the broker on commit; a sweep re-sends what nobody
claimed. The broker may vanish: the row is the truth. All times that decide who owns a job are the database's.
"""

import logging
import uuid
from datetime import timedelta
from functools import wraps
from time import monotonic

from celery import shared_task
from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from . import hints, leases, protokoll
from .choices import Auftragsstatus, NotAllowed, NotNow, Refusal
from .models import Auftrag
from .models.auftrag import MAX_ATTEMPTS
from .permissions import can_steer_job

log = logging.getLogger(__name__)

PAUSE = timedelta(seconds=10)  # before the next attempt, doubled each time
SHORT_WAIT, LONG_WAIT = timedelta(seconds=5), timedelta(minutes=10)  # for something outside; a tenth of the time so far
SWEEP_AT_ONCE = 200


class LeaseLost(Exception):
    """Another worker took the job over, or a person cancelled it; stop without writing."""


class GiveUp(Exception):
    """The job cannot succeed by trying again; the message is shown to people."""


class Later(Exception):
    """Something outside the portal is away; the job waits for it, and that counts as no attempt. The message is shown."""


def enqueue(kind, *, title, actor, params=None, scope="", key=""):
    """Write a job row in the current transaction and hint the broker on commit; return the Auftrag.

    With a `key`, an open job of the same kind and key is returned instead of a second one; it may be running
    already, so what it must still see has to be checked again before it ends.
    """
    fields = {"title": title[:200], "params": params or {}, "scope": scope, "created_by": actor}
    auftrag = _create(kind, fields) if not key else _create_once(kind, key, fields)
    transaction.on_commit(lambda: hints.post(auftrag.kind, auftrag.pk))
    return auftrag


def _create(kind, fields, key=""):
    return Auftrag.objects.create(kind=kind, key=key, hinted_at=timezone.now(), **fields)


def _create_once(kind, key, fields):
    while True:
        try:
            with transaction.atomic():
                return _create(kind, fields, key)
        except IntegrityError as error:
            if not _is_twin(error):
                raise
        if twin := Auftrag.objects.open().filter(kind=kind, key=key).first():
            return twin
        # It ended between our two looks: now there is room for ours.


def _is_twin(error):
    return getattr(error.__cause__.diag, "constraint_name", "") == "base_auftrag_once"


def send_hint(auftrag):
    """Tell the broker now that `auftrag` waits; return whether it took the hint."""
    return hints.deliver(auftrag.kind, auftrag.pk)


def sweep():
    """Send a hint for every job that waits or lost its worker; return how many. Fails those without attempts left.

    Stops at the first hint the broker does not take: the next sweep comes in seconds.
    """
    _fail_exhausted()
    sent = 0
    for auftrag in Auftrag.objects.to_hint()[:SWEEP_AT_ONCE]:
        if not send_hint(auftrag):
            break
        sent += Auftrag.objects.filter(pk=auftrag.pk).update(hinted_at=Now())
    return sent


def _fail_exhausted():
    ended = (
        Auftrag.objects.due()
        .filter(status=Auftragsstatus.LAUFEND, attempts__gte=MAX_ATTEMPTS)
        .update(
            status=Auftragsstatus.FEHLGESCHLAGEN,
            lease=None,
            lease_until=None,
            finished_at=Now(),
            error="Der Auftrag wurde dreimal begonnen und nie beendet. Bitte geben Sie der Betriebsstelle Bescheid.",
        )
    )
    if ended:
        log.error("%s Auftrag/Aufträge dreimal begonnen und nie beendet", ended)


def claim(pk):
    """Take the job for this worker; return it with a fresh lease, or None when it is not to be had."""
    lease = uuid.uuid4()
    taken = (
        Auftrag.objects.due()
        .filter(pk=pk, attempts__lt=MAX_ATTEMPTS)
        .update(
            status=Auftragsstatus.LAUFEND,
            lease=lease,
            lease_until=Now() + leases.LEASE,
            started_at=Now(),
            attempts=F("attempts") + 1,
            step="Begonnen",
            share=0,
            error="",
        )
    )
    # Cancelled in this very moment: then nobody has it.
    auftrag = Auftrag.objects.filter(pk=pk, lease=lease).first() if taken else None
    if auftrag is not None:
        auftrag.reported = monotonic()
    return auftrag


def report(auftrag, step, share):
    """Say what the job does now (`share` in percent) and extend its lease; raise LeaseLost when it is gone."""
    _write(auftrag, step=step[:200], share=max(0, min(100, int(share))), lease_until=Now() + leases.LEASE)
    auftrag.reported = monotonic()


def finish(auftrag, result=None):
    """Mark the job done, in the caller's transaction; raise LeaseLost when another worker has it."""
    _end(auftrag, Auftragsstatus.FERTIG, step="Fertig", share=100, result=result or {})


def _fail(auftrag, error, *, final):
    if final or auftrag.attempts >= MAX_ATTEMPTS:
        _end(auftrag, Auftragsstatus.FEHLGESCHLAGEN, error=error)
        return
    pause = PAUSE * 2 ** (auftrag.attempts - 1)
    _write(
        auftrag,
        status=Auftragsstatus.WARTEND,
        lease=None,
        lease_until=None,
        not_before=Now() + pause,
        error=error,
        step="Wartet auf den nächsten Versuch",
    )


def _wait(auftrag, reason):
    waited = timezone.now() - auftrag.created_at
    _write(
        auftrag,
        status=Auftragsstatus.WARTEND,
        lease=None,
        lease_until=None,
        attempts=F("attempts") - 1,
        not_before=Now() + min(max(waited / 10, SHORT_WAIT), LONG_WAIT),
        error=reason,
        step="Wartet",
    )


def _end(auftrag, status, **fields):
    _write(auftrag, status=status, lease=None, lease_until=None, finished_at=Now(), **fields)


def _write(auftrag, **fields):
    mine = Auftrag.objects.filter(pk=auftrag.pk, lease=auftrag.lease, status=Auftragsstatus.LAUFEND)
    if not mine.update(**fields):
        raise LeaseLost(f"Auftrag {auftrag.pk}")


def _ask(actor):
    if actor is not None and not can_steer_job(actor):
        raise NotAllowed("Sie dürfen Aufträge weder neu versuchen noch abbrechen. Bitten Sie die Koordination.")


@transaction.atomic
def retry_job(auftrag, *, actor):
    """Let a failed or cancelled job wait anew with fresh attempts.

    Raises NotAllowed when `actor` may not steer jobs (None is the portal itself), NotNow in any other state.
    """
    _ask(actor)
    back = Auftrag.objects.filter(pk=auftrag.pk, status__in=[Auftragsstatus.FEHLGESCHLAGEN, Auftragsstatus.ABGEBROCHEN])
    try:
        with transaction.atomic():
            moved = back.update(
                status=Auftragsstatus.WARTEND,
                attempts=0,
                not_before=Now(),
                hinted_at=Now(),
                finished_at=None,
                result={},
                error="",
                step="",
                share=0,
            )
    except IntegrityError:
        raise NotNow("Derselbe Auftrag läuft schon ein zweites Mal. Warten Sie, bis er fertig ist.") from None
    if not moved:
        raise NotNow(f"„{auftrag}“ ist nicht fehlgeschlagen. Neu versuchen lässt sich nur, was gescheitert ist.")
    protokoll.record("auftrag.neu_versucht", auftrag, actor=actor)
    transaction.on_commit(lambda: hints.post(auftrag.kind, auftrag.pk))


@transaction.atomic
def cancel_job(auftrag, *, actor):
    """Stop a waiting or running job; its worker notices at its next report.

    Raises NotAllowed when `actor` may not steer jobs (None is the portal itself), NotNow when it has ended.
    """
    _ask(actor)
    if (
        not Auftrag.objects.open()
        .filter(pk=auftrag.pk)
        .update(status=Auftragsstatus.ABGEBROCHEN, lease=None, lease_until=None, finished_at=Now())
    ):
        raise NotNow(f"„{auftrag}“ ist schon beendet.")
    protokoll.record("auftrag.abgebrochen", auftrag, actor=actor)


def hold_open_jobs(reason):
    """Stop every job that waits or runs, e.g. after a restore; each goes on only when a person retries it. Return how many."""
    return Auftrag.objects.open().update(
        status=Auftragsstatus.ABGEBROCHEN, lease=None, lease_until=None, finished_at=timezone.now(), error=reason
    )


def job(name):
    """Decorate `work(auftrag) -> result dict` as the Celery task `name` that claims, runs and ends the Auftrag.

    `work` may call `finish` itself inside its last transaction, so that result and end are one; what it returns is
    then ignored. GiveUp and Refusal end the job at once, any other error is tried again.
    """

    def decorate(work):
        @shared_task(name=name, ignore_result=True)
        @wraps(work)
        def run(pk):
            auftrag = claim(pk)
            if auftrag is not None:
                _run(work, auftrag)

        return run

    return decorate


def _run(work, auftrag):
    try:
        with leases.kept_alive(auftrag):
            result = work(auftrag)
        if Auftrag.objects.filter(pk=auftrag.pk, lease=auftrag.lease).exists():
            finish(auftrag, result)
    except LeaseLost:
        log.info("Auftrag %s gehört jetzt einem anderen", auftrag.pk)
    except Later as wait:
        reason = str(wait)
        _write_quietly(auftrag, lambda: _wait(auftrag, reason))
    except (GiveUp, Refusal) as error:
        reason = str(error)
        _write_quietly(auftrag, lambda: _fail(auftrag, reason, final=True))
    except Exception:
        log.exception("Auftrag %s (%s) gescheitert", auftrag.pk, auftrag.kind)
        reason = "Ein unerwarteter Fehler ist aufgetreten; er steht im Log des Workers."
        _write_quietly(auftrag, lambda: _fail(auftrag, reason, final=False))


def _write_quietly(auftrag, write):
    """Also when the database is what failed: then the lease runs out and the sweep finds the job."""
    try:
        if not connection.in_atomic_block:
            close_old_connections()  # a broken one is opened anew
        write()
    except LeaseLost:
        log.info("Auftrag %s gehört jetzt einem anderen", auftrag.pk)
    except DatabaseError:
        log.warning("Auftrag %s: Datenbank antwortet nicht, die Pacht läuft ab", auftrag.pk)
