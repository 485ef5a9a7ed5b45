"""The money of a cohort, and of all cohorts for funder and Revision: to be read."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from servicestelle.base.access import office_only

from ..forms.auszuege import order_forms
from ..geld.berichte import bericht_der_zeitraeume, bericht_des_zeitraums
from ..geld.diagramme import bild_der_zeilen
from ..models import Foerderzeitraum
from .foerderungen import office_grants


@office_only
@never_cache
def zeitraum(request, slug):
    """Every grant of one cohort and what of its total is still to be awarded."""
    grants = office_grants(request)
    cohort = get_object_or_404(Foerderzeitraum.objects.select_related("foerderer"), slug=slug)
    return _show(request, bericht_des_zeitraums(cohort, grants), oben=True)


@office_only
@never_cache
def zeitraeume(request):
    """All cohorts."""
    office_grants(request)
    return _show(request, bericht_der_zeitraeume())


def _show(request, bericht, *, oben=False):
    context = {
        "bericht": bericht,
        "zeilen": bericht.labelled(bericht.zeilen),
        "bild": bild_der_zeilen(bericht),
        "bestellen": order_forms(bericht),
        "oben": oben,
    }
    return render(request, "projects/buero/geld.html", context)
