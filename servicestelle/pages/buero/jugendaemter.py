"""The Jugendämter in the office: search, and the dossier of one."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from jugendaemter.choices import Regierungsbezirk
from jugendaemter.models import Jugendamt
from servicestelle.base.access import office_only
from servicestelle.base.ui.listing import PER_PAGE, choice_of, text_of
from servicestelle.base.ui.paging import paginate

from .dossier import open_cases_of, parts_of


@office_only
@never_cache
def jugendaemter(request):
    """All Jugendämter, also invented and former ones, with the number of open requests for those who may see them."""
    bezirk, note = choice_of(request, "bezirk", Regierungsbezirk.values)
    words = text_of(request)
    rows = Jugendamt.objects.visible_to(request.user).order_by("name")
    rows = _matching(rows.filter(regierungsbezirk=bezirk) if bezirk else rows, words)
    page, page_note = paginate(rows, request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "zeilen": open_cases_of(page.object_list, request.user),
        "q": words,
        "bezirk": bezirk,
        "bezirke": Regierungsbezirk.choices,
        "sieht_anfragen": request.user.has_perm("beratung.view_anfrage"),
        "hinweise": [text for text in (note, page_note) if text],
    }
    return render(request, "buero/jugendaemter.html", context)


def _matching(rows, words):
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(kreis__icontains=word) | Q(ort__icontains=word) | Q(ags__startswith=word)
        )
    return rows


@office_only
@never_cache
def dossier(request, slug):
    """Everything about one Jugendamt on one page, as far as the person may see it; as many queries for any number."""
    office = get_object_or_404(Jugendamt.objects.visible_to(request.user), slug=slug)
    return render(request, "buero/dossier.html", {"amt": office, **parts_of(office, request.user)})
