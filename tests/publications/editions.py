"""What tests of editions share: a publication with chapters, a job run here as a worker would."""

from publications import tasks
from publications.models import Kapitel
from tests.records import make_publikation, make_standort, publish


def make_brochure(text="Ein Vorwort.", **fields):
    """A published publication: foreword, overview, one public site."""
    publikation = publish(make_publikation(**{"slug": "heft", "text": "Worum es geht"} | fields))
    site = publish(make_standort(slug="hamm", titel="Projekt", leitfragen=["Was hilft?"]))
    Kapitel.objects.create(publikation=publikation, reihenfolge=1, art="text", titel="Vorwort", text=text)
    Kapitel.objects.create(publikation=publikation, reihenfolge=2, art="uebersicht", titel="Überblick")
    Kapitel.objects.create(publikation=publikation, reihenfolge=3, art="standort", standort=site)
    return publikation


def run(ausgabe):
    """Run the job of `ausgabe`; return the fresh row."""
    tasks.ausgabe_setzen(ausgabe.auftrag_id)
    ausgabe.refresh_from_db()
    return ausgabe
