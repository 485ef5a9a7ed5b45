"""Pages the law asks for: declaration of accessibility, Leichte Sprache, Gebärdensprache."""

import json
from datetime import date
from pathlib import Path

from django.shortcuts import get_object_or_404, render

from servicestelle.base.access import public
from servicestelle.base.choices import Textart
from servicestelle.base.models import Seitentext

PRUEFSTAND = Path(__file__).parent / "pruefstand.json"  # written by the walk through the whole site


def read_pruefstand():
    """What the last walk through the whole site found, or None before the first one."""
    if not PRUEFSTAND.exists():
        return None
    found = json.loads(PRUEFSTAND.read_text(encoding="utf-8"))
    return {**found, "am": date.fromisoformat(found["am"])}


@public
def barrierefreiheit(request):
    """The declaration (BGG NRW § 10b, BITVNRW § 4): state, gaps, how to report, Ombudsstelle."""
    return render(request, "zugang/barrierefreiheit.html", {"pruefstand": read_pruefstand()})


@public
def leichte_sprache(request):
    texts = Seitentext.objects.filter(art=Textart.LEICHT)
    return render(request, "zugang/leichte_sprache.html", {"texte": texts})


@public
def leichter_text(request, key):
    text = get_object_or_404(Seitentext, art=Textart.LEICHT, key=key)
    others = Seitentext.objects.filter(art=Textart.LEICHT).exclude(pk=text.pk)
    return render(request, "zugang/leichter_text.html", {"text": text, "andere": others})


@public
def gebaerdensprache(request):
    return render(request, "zugang/gebaerdensprache.html")
