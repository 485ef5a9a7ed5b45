"""A grant in the office."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from servicestelle.base.access import office_only

from ..mein.foerderungen import describe_grant
from ..models import Foerderung, Mittelabruf


@office_only
@never_cache
def foerderung(request, pk):
    """The money of a grant, to be read."""
    person = request.user
    if not person.has_perm("projects.view_foerderung"):
        raise PermissionDenied("Förderungen sehen Koordination, Zahlstelle und Revision.")
    grant = get_object_or_404(Foerderung.objects.visible_to(person).for_detail(), pk=pk)
    context = describe_grant(request, grant, Mittelabruf.objects.visible_to(person).filter(foerderung=grant))
    return render(request, "projects/buero/foerderung.html", context)
