"""Celery tasks of sites, calls, grants and their money."""

from celery import shared_task

from servicestelle.base import dokumente, jobs

from .documents import bescheide, briefe, steckbriefe
from .models import Auszug, Bescheid, Interessenbekundung, Standort
from .services import (
    AUSZUG_JOB,
    BESCHEID_JOB,
    BRIEF_JOB,
    STECKBRIEF_JOB,
    forget_auszuege,
    save_bescheid,
    save_brief,
    save_steckbrief,
    settle_all,
    write_auszug,
)


@jobs.job(STECKBRIEF_JOB)
def steckbrief_setzen(auftrag):
    """Set the Steckbrief of a site from a fresh snapshot; unchanged facts are not set again."""
    standort = steckbriefe.for_documents(Standort.objects).filter(pk=auftrag.params["standort"]).first()
    if standort is None:
        raise jobs.GiveUp("Den Standort gibt es nicht mehr. Es ist nichts zu tun.")
    snapshot, last = steckbriefe.snapshot_steckbrief(standort), dokumente.newest_checked(standort.steckbrief_key)
    if last and steckbriefe.same_document(last, standort, snapshot):
        return {"dokument": last.pk, "unveraendert": True}
    key = standort.steckbrief_key
    with dokumente.drawn(auftrag, template=steckbriefe.STECKBRIEF, snapshot=snapshot, key=key) as draft:
        save_steckbrief(auftrag, draft)
    return None


@jobs.job(BRIEF_JOB)
def brief_setzen(auftrag):
    """Set the letter on a decided Interessenbekundung; what is set already is not set again."""
    rows = Interessenbekundung.objects.decided().for_detail()
    bekundung = rows.get(pk=auftrag.params["interessenbekundung"])
    snapshot, key = briefe.snapshot_brief(bekundung), bekundung.brief_key
    if (last := dokumente.newest_checked(key)) and last.snapshot == snapshot:
        return {"dokument": last.pk, "unveraendert": True}
    with dokumente.drawn(auftrag, template=briefe.BRIEF, snapshot=snapshot, key=key) as draft:
        save_brief(auftrag, draft)
    return None


@jobs.job(BESCHEID_JOB)
def bescheid_setzen(auftrag):
    """Set a signed document from its frozen content, once: what is there is not set again."""
    bescheid = Bescheid.objects.select_related("foerderung").get(pk=auftrag.params["bescheid"])
    if last := dokumente.newest_checked(bescheid.dokument_key):
        return {"dokument": last.pk, "unveraendert": True}
    template, key = bescheide.BESCHEID, bescheid.dokument_key
    with dokumente.drawn(auftrag, template=template, snapshot=bescheid.snapshot, key=key) as draft:
        save_bescheid(auftrag, draft, bescheid)
    return None


@shared_task(name="projects.bestandskraft")
def bestandskraft():
    """Every hour: grants whose last day for an appeal is over."""
    settle_all()


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
