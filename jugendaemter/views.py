"""Public pages of municipal networks."""

from django.shortcuts import get_object_or_404, render

from servicestelle.base.access import public, viewer

from .choices import Gremienart
from .diagrams import age_bars
from .models import Netzwerk


@public
def netzwerke(request):
    """All published networks; two queries, whatever their number."""
    return render(request, "jugendaemter/netzwerke.html", {"netzwerke": Netzwerk.objects.for_list()})


@public
def netzwerk(request, slug):
    """One network: aim, bodies, working groups by age, those who take part, programmes, offers."""
    found = get_object_or_404(Netzwerk.objects.visible_to(viewer(request)).for_detail(), slug=slug)
    bodies = list(found.gremien.all())
    groups = [body for body in bodies if body.art == Gremienart.ARBEITSGRUPPE]
    context = {
        "netzwerk": found,
        "leitung": [body for body in bodies if body not in groups],
        "arbeitsgruppen": groups,
        "alter": age_bars(groups),
        "angebot_kopf": ["Angebot", "Worum es geht"],
        "angebot_zeilen": [(offer.name, offer.text or "nicht bekannt") for offer in found.angebote.all()],
    }
    return render(request, "jugendaemter/netzwerk.html", context)
