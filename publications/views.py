"""Public pages of publications and news."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from servicestelle.base import dokumente
from servicestelle.base.access import public, viewer
from servicestelle.base.ui.paging import paginate

from .models import Meldung, Publikation

NEWS_PER_PAGE = 10


@public
def publikationen(request):
    """All published publications with their newest edition. Two queries, whatever their number."""
    return render(
        request, "publications/publikationen.html", {"publikationen": Publikation.objects.published().for_list()}
    )


@public
def publikation(request, slug):
    """Abstract, contents, editions and how to cite; drafts for those who may see them."""
    publikation = _visible(request, slug)
    newest = _newest(publikation)
    context = {
        "publikation": publikation,
        "ausgabe": newest,
        "kapitel": newest.snapshot["kapitel"] if newest else [],
        "fruehere": publikation.ausgaben.published().for_list()[1:] if newest else [],
        "meldungen": publikation.meldungen.published(),
    }
    return render(request, "publications/publikation.html", context)


@public
def publikation_lesen(request, slug):
    """The reading version: the same snapshot as the PDF of the newest edition."""
    ausgabe = _newest_or_404(_visible(request, slug))
    return render(request, "publications/lesen.html", {"ausgabe": ausgabe, "d": ausgabe.snapshot})


@public
def publikation_pdf(request, slug):
    return dokumente.serve(request, _newest_or_404(_visible(request, slug)).dokument)


@public
def ausgabe(request, slug, nummer):
    """One published edition, also an earlier one: what changed, its file and its fingerprint."""
    publikation, ausgabe = _edition(request, slug, nummer)
    context = {"publikation": publikation, "ausgabe": ausgabe, "neueste": _newest(publikation)}
    return render(request, "publications/ausgabe.html", context)


@public
def ausgabe_pdf(request, slug, nummer):
    return dokumente.serve(request, _edition(request, slug, nummer)[1].dokument)


@public
def aktuelles(request):
    """News, newest first, ten a page."""
    page, note = paginate(Meldung.objects.published(), request.GET.get("seite"), per_page=NEWS_PER_PAGE)
    return render(request, "publications/aktuelles.html", {"page": page, "note": note})


@public
def meldung(request, slug):
    meldung = get_object_or_404(Meldung.objects.visible_to(viewer(request)), slug=slug)
    return render(
        request,
        "publications/meldung.html",
        {"meldung": meldung, "publikationen": meldung.publikationen.published().for_list()},
    )


def _visible(request, slug):
    return get_object_or_404(Publikation.objects.visible_to(viewer(request)), slug=slug)


def _newest(publikation):
    """The newest published edition with its document, or None."""
    return publikation.ausgaben.published().select_related("dokument").order_by("-nummer").first()


def _newest_or_404(publikation):
    ausgabe = _newest(publikation)
    if ausgabe is None:
        raise Http404("Von dieser Publikation gibt es noch keine Ausgabe im Portal.")
    return ausgabe


def _edition(request, slug, nummer):
    publikation = _visible(request, slug)
    editions = publikation.ausgaben.published().select_related("dokument")
    return publikation, get_object_or_404(editions, nummer=nummer)
