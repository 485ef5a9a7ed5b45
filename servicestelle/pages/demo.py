"""The letter box of the demo: what the portal would have sent. Exists only with DEMO=1."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from servicestelle.base.access import public
from servicestelle.base.models import Mail
from servicestelle.base.ui.paging import paginate


@public
def post(request):
    """All mail, newest first."""
    _demo_only()
    page, note = paginate(Mail.objects.defer("html"), request.GET.get("seite"), per_page=20)
    return render(request, "demo/post.html", {"page": page, "note": note})


@public
def brief(request, token):
    """One mail as text, with its link to follow."""
    _demo_only()
    return render(request, "demo/brief.html", {"mail": get_object_or_404(Mail, token=token)})


def _demo_only():
    if not settings.DEMO:
        raise Http404
