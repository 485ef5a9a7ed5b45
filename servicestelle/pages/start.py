"""The start page: mission, the child's view, figures with their source, sites, news and publications."""

import re

from django.db.models import Count, Max
from django.shortcuts import render
from django.utils.text import slugify

from beratung.models import Austauschangebot
from projects.models import Standort
from publications.models import Meldung, Publikation
from servicestelle.base.access import public
from servicestelle.base.models import Seitentext

from .jugendaemter import site_map

TEXTS = ["start-auftrag", "start-arbeitsweise", "kinderfragen"]
QUESTION = re.compile(r"^\s*[-*]\s+\*\*(?P<area>[^*]+?):?\*\*:?\s*(?P<text>.+?)\s*$", re.MULTILINE)
SIGNS = [  # drawn in static/img/kinderfragen.svg; an area of another name gets a plain circle
    "familie",
    "zuhause",
    "freundschaft",
    "kita-und-schule",
    "talente",
    "spiel",
    "lernen",
    "kultur",
    "neues",
    "sicherheit",
    "zugehorigkeit",
]


@public
def start(request):
    texts = {row.key: row.text for row in Seitentext.objects.filter(key__in=TEXTS)}
    context = {
        "auftrag": texts.get("start-auftrag", ""),
        "arbeitsweise": texts.get("start-arbeitsweise", ""),
        "questions": read_questions(texts.get("kinderfragen", "")),
        "facts": site_facts(),
        "karte": site_map(),
        "standorte": Standort.objects.public().exclude(leitfragen=[]).for_list()[:3],
        "austausch": Austauschangebot.objects.listed().coming()[:2],
        "meldungen": Meldung.objects.published()[:2],
        "publikationen": Publikation.objects.published()[:2],
    }
    return render(request, "pages/start.html", context)


def read_questions(text):
    """The lines `- **Familie:** Habe ich …?` of the editable text, each with the name of its drawing or none."""
    found = (match.groupdict() for match in QUESTION.finditer(text))
    return [{**question, "sign": sign if (sign := slugify(question["area"])) in SIGNS else ""} for question in found]


def site_facts():
    """Number of public sites, and the longest duration and highest amount of their cohorts (None: not known)."""
    return Standort.objects.public().aggregate(
        sites=Count("pk"), months=Max("foerderzeitraum__dauer_monate"), ceiling=Max("foerderzeitraum__hoechstbetrag")
    )
