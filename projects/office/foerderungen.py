"""Grants in the office: the list with its sums, and the money of one."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from servicestelle.base.access import office_only
from servicestelle.base.ui.paging import paginate

from .. import permissions
from ..forms.auszuege import order_forms
from ..geld.berichte import bericht_der_foerderungen
from ..geld.diagramme import bild_der_summen
from ..geld.filter import STAENDE, read_filter
from ..mein.foerderungen import describe_grant
from ..models import Foerderung, Mittelabruf

PER_PAGE = 25


@office_only
@never_cache
def foerderungen(request):
    """All awarded grants with their money; sums and files are those of the filter, not of the page."""
    bericht = bericht_der_foerderungen(office_grants(request), request.GET)
    page, note = paginate(bericht.zeilen, request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "bericht": bericht,
        "auswahl": read_filter(request.GET),
        "staende": STAENDE,
        "page": page,
        "zeilen": bericht.labelled(page.object_list),
        "bild": bild_der_summen(bericht),
        "bestellen": order_forms(bericht),
        "hinweise": [*bericht.hinweise, *([note] if note else [])],
    }
    return render(request, "projects/buero/foerderungen.html", context)


@office_only
@never_cache
def foerderung(request, pk):
    """The money of a grant, to be read."""
    grant = find_grant(request, pk)
    own = Mittelabruf.objects.visible_to(request.user).filter(foerderung=grant)
    context = describe_grant(request, grant, own)
    context["darf_umbuchen"] = permissions.can_release_payments(request.user)
    return render(request, "projects/buero/foerderung.html", context)


def office_grants(request):
    """What the person may read of all grants; 403 for the rest of the office."""
    if not permissions.can_see_all_money(request.user):
        raise PermissionDenied("Förderungen sehen Koordination, Zahlstelle und Revision.")
    return Foerderung.objects.visible_to(request.user)


def find_grant(request, pk):
    return get_object_or_404(office_grants(request).for_detail(), pk=pk)
