"""The page of one site: its project with the publications it appears in."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from projects.models import Standort
from publications.models import Publikation
from servicestelle.base.access import public, viewer
from servicestelle.base.models import Dokument

SIMILAR = 3


@public
def standort(request, slug):
    """Public for everybody; drafts for those who may see them, marked as such."""
    person = viewer(request)
    site = Standort.objects.visible_to(person).for_detail().filter(slug=slug).first()
    if site is None:
        raise Http404
    publikationen = Publikation.objects.visible_to(person).filter(kapitel__standort=site).distinct()
    steckbrief = Dokument.objects.visible_to(person).newest(site.steckbrief_key)
    context = {
        "standort": site,
        "phasen_offen": not any(phase.beginn or phase.ergebnisse for phase in site.phasen.all()),
        "publikationen": publikationen,
        "steckbrief": steckbrief,
        "steckbrief_url": reverse("steckbrief", args=[slug]) if steckbrief else "",
        "aehnliche": Standort.objects.public().similar_to(site).for_list()[:SIMILAR],
    }
    return render(request, "pages/standort.html", context)
