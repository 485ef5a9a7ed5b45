"""Brings all start data in, in the order in which rows need each other."""

from django.db import transaction

from jugendaemter.services import place_tiles
from servicestelle.base import einstellungen

from .files import read_yaml
from .jugendaemter import load_jugendaemter, load_netzwerke
from .once import Once
from .projects import load_foerderer, load_foerderzeitraeume, load_standorte, load_themen
from .publications import load_meldungen, load_publikationen
from .searching import complete_search
from .texte import load_briefvorlagen, load_leichte_sprache, load_seitentexte


@transaction.atomic
def load_startdaten():
    """Create what is missing and was never here; return how many rows per kind (`app.model`: n)."""
    content, once = read_yaml("inhalte.yaml"), Once()
    facts = content["servicestelle"]
    load_seitentexte(once, content, read_yaml("seitentexte.yaml"))
    load_jugendaemter(once)
    place_tiles()
    einstellungen.create_missing()
    load_themen(once, content["themen"])
    load_foerderer(once, facts["foerderer"])
    load_foerderzeitraeume(once, content["foerderzeitraeume"], facts["eckwerte"])
    load_briefvorlagen(once, read_yaml("briefvorlagen.yaml"))
    load_standorte(once, content["standorte"])
    load_netzwerke(once, content["netzwerke"])
    load_publikationen(once, content["veroeffentlichungen"], content["standorte"])
    load_meldungen(once, content["meldungen"])
    load_leichte_sprache(once, read_yaml("leichte_sprache.yaml"))
    once.note()
    complete_search()
    return dict(once.created)
