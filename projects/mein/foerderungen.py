"""The money page of a grant in self-service."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from servicestelle.base.choices import NotNow
from servicestelle.base.ui.paging import paginate

from .. import services
from ..forms.auszuege import order_forms
from ..geld.berichte import bericht_der_foerderung
from ..geld.diagramme import bild_der_zeilen
from ..geld.fenster import fenster_to_show
from ..models import Foerderung
from ..reports.geld import money_of

PER_PAGE = 25


@never_cache
def foerderung(request, pk):
    """The grant's money: how it stands, its requests, its ledger."""
    grant = find_grant(request, pk)
    return render(request, "projects/mein/foerderung.html", describe_grant(request, grant, grant.mittelabrufe.all()))


def describe_grant(request, grant, abrufe):
    """What the money page shows, in self-service and in the office; the queries do not grow with the rows."""
    stand = money_of(grant)
    bericht = bericht_der_foerderung(grant, stand)
    page, note = paginate(grant.buchungen.for_list(), request.GET.get("seite"), per_page=PER_PAGE)
    return {
        "foerderung": grant,
        "stand": stand,
        "abrufe": abrufe.for_list(),
        "page": page,
        "hinweis": note,
        "hindernis": obstacle_of(grant),
        "fenster": fenster_to_show(grant.mittelabrufe.with_money_to_spend()),
        "bild": bild_der_zeilen(bericht),
        "bericht": bericht,
        "bestellen": order_forms(bericht),
    }


def obstacle_of(grant):
    """Why no money can be asked for from `grant` now, in words; None when it can."""
    try:
        services.must_be_open(grant)
    except NotNow as refusal:
        return refusal
    return None


def find_grant(request, pk):
    """The grant of the person's own Jugendamt, else 404."""
    return get_object_or_404(Foerderung.objects.of_member(request.user).for_detail(), pk=pk)
