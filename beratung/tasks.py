"""Celery tasks of advice: certificates, and what keeps exchanges in order."""

from celery import shared_task

from servicestelle.base import dokumente, jobs

from .documents import bescheinigungen as documents
from .models import Anmeldung
from .services.anfragen import forget_unconfirmed_anfragen
from .services.anmeldungen import fill_all_places, forget_unconfirmed
from .services.austausch import BESCHEINIGUNG_JOB, save_bescheinigung


@jobs.job(BESCHEINIGUNG_JOB)
def bescheinigung_setzen(auftrag):
    """Set the certificate of a person who was there from a fresh snapshot; unchanged facts are not set again."""
    rows = Anmeldung.objects.select_related("angebot", "jugendamt").filter(teilgenommen=True)
    anmeldung = rows.filter(pk=auftrag.params["anmeldung"]).first()
    if anmeldung is None:
        return {"unveraendert": True}  # the tick was taken back meanwhile
    snapshot, key = documents.snapshot_bescheinigung(anmeldung), anmeldung.bescheinigung_key
    last = dokumente.newest_checked(key)
    if last and documents.same_facts(last.snapshot, snapshot):
        return {"dokument": last.pk, "unveraendert": True}
    with dokumente.drawn(auftrag, template=documents.BESCHEINIGUNG, snapshot=snapshot, key=key) as draft:
        save_bescheinigung(auftrag, draft)
    return None


@shared_task(name="beratung.aufraeumen")
def aufraeumen():
    """Every hour: forget requests whose address nobody confirmed."""
    forget_unconfirmed_anfragen()


@shared_task(name="beratung.austausch_pflegen")
def austausch_pflegen():
    """Every five minutes: fill places that became free past the portal, forget addresses nobody confirmed."""
    fill_all_places()
    forget_unconfirmed()
