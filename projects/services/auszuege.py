"""Files of figures: ordered, written in a job, kept for some weeks for whoever ordered them."""

from datetime import timedelta
from hashlib import sha256

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from servicestelle.base import ablage, dokumente, jobs, protokoll
from servicestelle.base.choices import NotAllowed

from .. import notifications
from ..choices import KEPT_DAYS, Auszugformat
from ..geld import dateien
from ..geld.berichte import bericht_for
from ..models import Auszug

AUSZUG_JOB = "projects.auszug_schreiben"
FOLDER = "auszuege"
NOT_YOURS = "Diese Zahlen gehören nicht zu Ihrem Bereich."


@transaction.atomic
def order_auszug(art, *, objekt, abfrage, format, actor):
    """Order the report `art` as a file in a job; return the Auszug, an open one of the same order instead of a second.

    Raises NotAllowed when `actor` may not see the report.
    """
    if bericht_for(actor, art=art, objekt=objekt, abfrage=abfrage) is None:
        raise NotAllowed(NOT_YOURS)
    wanted = {"art": art, "objekt": objekt, "abfrage": abfrage, "format": format}
    twin = Auszug.objects.visible_to(actor).open().filter(**wanted).first()
    if twin:
        return twin
    auszug = Auszug.objects.create(person=actor, **wanted)
    auszug.auftrag = jobs.enqueue(
        AUSZUG_JOB, title=str(auszug), actor=actor, params={"auszug": auszug.pk}, key=f"auszug:{auszug.pk}"
    )
    auszug.save(update_fields=["auftrag"])
    protokoll.record("auszug.bestellt", auszug, actor=actor)
    return auszug


def write_auszug(auszug, *, auftrag):
    """Write the file from the figures of this moment, end the job and tell the person.

    Raises GiveUp when she may no longer see them, or when the check of the PDF found something.
    """
    bericht = bericht_for(auszug.person, art=auszug.art, objekt=auszug.objekt, abfrage=auszug.abfrage)
    if bericht is None:
        raise jobs.GiveUp(NOT_YOURS)
    content = _content(auszug, bericht, auftrag)
    name = f"{FOLDER}/{auftrag.token}-{auftrag.lease}.{auszug.format}"
    ablage.store(name, content)
    try:
        _keep(auszug, auftrag, name, content, dateien.filename(bericht, auszug.format))
    except DatabaseError:
        raise  # whether the row is there nobody knows: the sweep looks
    except BaseException:
        default_storage.delete(name)
        raise


def _content(auszug, bericht, auftrag):
    if auszug.format != Auszugformat.PDF:
        jobs.report(auftrag, "Zahlen schreiben", 50)
        return dateien.csv_of(bericht) if auszug.format == Auszugformat.CSV else dateien.xlsx_of(bericht)
    content, findings = dokumente.set_and_check(auftrag, dateien.VORLAGE, dateien.snapshot_of(bericht))
    if findings:
        raise jobs.GiveUp(
            "Das PDF ist nicht barrierefrei geworden und wurde verworfen. Nehmen Sie solange Excel oder CSV."
        )
    return content


@transaction.atomic
def _keep(auszug, auftrag, name, content, filename):
    auszug.object_key, auszug.filename = name, filename
    auszug.sha256, auszug.size = sha256(content).hexdigest(), len(content)
    auszug.save(update_fields=["object_key", "filename", "sha256", "size"])
    jobs.finish(auftrag, {"auszug": auszug.pk})
    notifications.tell_ready(auszug)


def forget_auszuege():
    """Delete what was ordered more than KEPT_DAYS ago, and files without a row; return how many rows."""
    gone = Auszug.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]
    ablage.sweep(FOLDER, known=Auszug.objects.made().values_list("object_key", flat=True), older_than=3600)
    return gone
