"""Keeping, releasing and refusing uploaded files; the only place that moves their `status`."""

import logging
import uuid
from datetime import timedelta
from hashlib import sha256

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone

from .. import ablage, jobs, protokoll
from ..choices import DATEIWEGE, Dateistatus, check_move
from ..models import Datei
from . import scanning

log = logging.getLogger(__name__)

FOLDER = "dateien"
SCAN = "base.datei_pruefen"
UNSEEN = timedelta(minutes=1)  # so long a job is left to look at a new file before the sweep asks for it
AT_ONCE = 100
_tellers = {}


def on_refusal(object_type, tell):
    """Let an app say whom to tell when the scanner refused a file of its `object_type`: `tell(datei)`."""
    _tellers[object_type] = tell


@transaction.atomic
def keep_files(owner, files, *, actor):
    """Store the Checked `files` as belonging to `owner`; return their rows.

    File first, row second: when the transaction fails, the sweep removes the file. With a virus scanner each file waits
    for its verdict, which a job fetches; without one the content check released it.
    """
    return [_keep(owner, checked, actor=actor) for checked in files]


def _keep(owner, checked, *, actor):
    key, scanned = f"{FOLDER}/{uuid.uuid4().hex}", scanning.is_configured()
    ablage.store(key, checked.content)
    datei = Datei.objects.create(
        object_type=owner._meta.label_lower,
        object_id=str(owner.pk),
        scope=getattr(owner, "scope", ""),
        name=checked.name,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        object_key=key,
        status=Dateistatus.IN_PRUEFUNG if scanned else Dateistatus.FREI,
        uploaded_by=actor,
        checked_at=None if scanned else timezone.now(),
    )
    protokoll.record("datei.hochgeladen", datei, actor=actor, byte=datei.size)
    if scanned:
        _order_scan(datei)
    return datei


def _order_scan(datei):
    params = {"datei": datei.pk}
    jobs.enqueue(SCAN, title="Datei auf Viren prüfen", actor=None, params=params, scope=datei.scope, key=str(datei.pk))


def scan_file(pk):
    """Ask the scanner about one waiting file and act on its verdict; return the state it has then.

    Without an answer the file stays closed (Quarantäne) and the sweep asks again. A file whose content is gone or not
    what was uploaded is never released.
    """
    datei = Datei.objects.waiting().filter(pk=pk).first()
    if datei is None:
        return None
    try:
        virus = scanning.find_virus(read_content(datei)) if scanning.is_configured() else ""
    except (scanning.ScannerDown, OSError) as error:
        log.warning("Datei %s bleibt in Quarantäne: %s", pk, error)
        return _move(datei, Dateistatus.QUARANTAENE).status
    return _move(datei, Dateistatus.ABGELEHNT if virus else Dateistatus.FREI, fund=virus).status


@transaction.atomic
def _move(datei, to, *, fund=""):
    """Move the row under its lock; what another job has decided meanwhile stays. Return the fresh row."""
    fresh = Datei.objects.select_for_update().get(pk=datei.pk)
    old = Dateistatus(fresh.status)
    if old == to or old not in DATEIWEGE:
        return fresh
    check_move(DATEIWEGE, old, to, label=str(fresh))
    fresh.status, fresh.fund = to, fund
    fresh.checked_at = None if to == Dateistatus.QUARANTAENE else timezone.now()
    fresh.save(update_fields=["status", "fund", "checked_at"])
    protokoll.record(f"datei.{to.value}", fresh, actor=None, von=old.value)
    if to == Dateistatus.ABGELEHNT:
        transaction.on_commit(lambda: default_storage.delete(fresh.object_key))
        if tell := _tellers.get(fresh.object_type):
            tell(fresh)
    return fresh


def read_content(datei):
    """The stored bytes. Raises OSError when they are gone or are not what was uploaded."""
    with default_storage.open(datei.object_key) as file:
        content = file.read()
    if sha256(content).hexdigest() != datei.sha256:
        raise OSError(f"{datei.object_key} ist verändert")
    return content


def ask_again():
    """The sweep: order a scan of every file that still waits for one, once the scanner answers; return how many."""
    waiting = Datei.objects.waiting().filter(created_at__lt=timezone.now() - UNSEEN)[:AT_ONCE]
    if not waiting or (scanning.is_configured() and not scanning.answers()):
        return 0
    for datei in waiting:
        _order_scan(datei)
    return len(waiting)


@transaction.atomic
def remove_files(*owners):
    """Delete all files of these records, rows now and contents when that is certain; return how many."""
    return _remove(Datei.objects.of(*owners))


@transaction.atomic
def remove_file(datei):
    """Delete one file, its row now and its content when that is certain."""
    return _remove(Datei.objects.filter(pk=datei.pk))


@transaction.atomic
def remove_ownerless():
    """Delete the files of records that are gone; return how many. No record may leave its files behind."""
    return sum(_remove(rows) for rows in _ownerless())


def _ownerless():
    for kind in Datei.objects.order_by().values_list("object_type", flat=True).distinct():
        owners = apps.get_model(kind)._base_manager.annotate(number=Cast("pk", CharField()))
        yield Datei.objects.filter(object_type=kind).exclude(object_id__in=owners.values("number"))


def _remove(rows):
    keys = list(rows.values_list("object_key", flat=True))
    rows.filter(object_key__in=keys).delete()
    transaction.on_commit(lambda: [default_storage.delete(key) for key in keys])
    return len(keys)


def remove_orphans(older_than=3600):
    """Delete contents without a row, or whose row says they were refused; return how many."""
    known = Datei.objects.exclude(status=Dateistatus.ABGELEHNT).values_list("object_key", flat=True)
    return ablage.sweep(FOLDER, known=known, older_than=older_than)
