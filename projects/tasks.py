"""Celery tasks of sites and money."""

from celery import shared_task

from servicestelle.base import dokumente, jobs

from . import documents
from .models import Auszug, Standort
from .services import AUSZUG_JOB, STECKBRIEF_JOB, forget_auszuege, save_steckbrief, write_auszug


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


@jobs.job(AUSZUG_JOB)
def auszug_schreiben(auftrag):
    """Write an ordered file of figures; what is there already is not written again."""
    auszug = Auszug.objects.select_related("person").filter(pk=auftrag.params["auszug"]).first()
    if auszug is None or auszug.is_ready:
        return {"unveraendert": True}
    write_auszug(auszug, auftrag=auftrag)
    return None


@shared_task(name="projects.auszuege_vergessen")
def auszuege_vergessen():
    """Every six hours: forget files of figures nobody needs any more."""
    forget_auszuege()
