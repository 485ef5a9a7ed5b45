"""Celery tasks of sites."""

from servicestelle.base import dokumente, jobs

from . import documents
from .models import Standort
from .services import STECKBRIEF_JOB, save_steckbrief


@jobs.job(STECKBRIEF_JOB)
def steckbrief_setzen(auftrag):
    """Set the Steckbrief of a site from a fresh snapshot; unchanged facts are not set again."""
    standort = documents.for_documents(Standort.objects).filter(pk=auftrag.params["standort"]).first()
    if standort is None:
        raise jobs.GiveUp("Den Standort gibt es nicht mehr. Es ist nichts zu tun.")
    snapshot, last = documents.snapshot_steckbrief(standort), dokumente.newest_checked(standort.steckbrief_key)
    if last and documents.same_document(last, standort, snapshot):
        return {"dokument": last.pk, "unveraendert": True}
    key = standort.steckbrief_key
    with dokumente.drawn(auftrag, template=documents.STECKBRIEF, snapshot=snapshot, key=key) as draft:
        save_steckbrief(auftrag, draft)
    return None
