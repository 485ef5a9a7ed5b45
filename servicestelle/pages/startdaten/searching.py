"""Gives every public row its entry in the search, if it has none yet."""

from beratung.models import Austauschangebot
from jugendaemter.models import Jugendamt, Netzwerk
from projects.models import Standort
from publications.models import Meldung, Publikation
from servicestelle.base import search
from servicestelle.base.models import Sucheintrag

PUBLIC = [
    Jugendamt.objects.public,
    Netzwerk.objects.published,
    Standort.objects.public,
    Publikation.objects.published,
    Austauschangebot.objects.public,
    Meldung.objects.published,
]


def complete_search():
    """Return how many entries were written; one query per kind when nothing is missing."""
    return sum(_complete(rows()) for rows in PUBLIC)


def _complete(rows):
    known = set(Sucheintrag.objects.filter(kind=rows.model._meta.model_name).values_list("object_id", flat=True))
    missing = [pk for pk in rows.values_list("pk", flat=True) if str(pk) not in known]
    for row in rows.filter(pk__in=missing):
        search.refresh(row)
    return len(missing)
