"""Public pages in the office: find them, see what the public sees, publish and take back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from servicestelle.base.access import office_only
from servicestelle.base.choices import NotAllowed, NotNow, Seitenstatus
from servicestelle.base.protokoll import entries_of
from servicestelle.base.publishing import steps_of
from servicestelle.base.ui.listing import PER_PAGE, choice_of, text_of
from servicestelle.base.ui.paging import paginate

from .seitenarten import SEITENARTEN, label_rows, move_seite, pages_of, visible_kinds

HISTORY = 20
BUTTONS = {  # (from, to): what the button says, what has happened
    ("entwurf", "in_pruefung"): ("Zur Prüfung geben", "„{}“ liegt jetzt zur Prüfung vor."),
    ("in_pruefung", "veroeffentlicht"): ("Veröffentlichen", "„{}“ ist jetzt öffentlich."),
    ("in_pruefung", "entwurf"): ("Zurück in den Entwurf", "„{}“ ist wieder ein Entwurf."),
    ("veroeffentlicht", "archiviert"): ("Von der Website nehmen", "„{}“ ist nicht mehr öffentlich."),
    ("archiviert", "entwurf"): ("Wieder als Entwurf öffnen", "„{}“ ist wieder ein Entwurf."),
}


@office_only
def seiten(request):
    stand, stand_note = choice_of(request, "stand", Seitenstatus.values)
    kinds = {art.key: art.plural for art in visible_kinds(request.user)}
    art, art_note = choice_of(request, "art", kinds)
    text = text_of(request)
    rows = pages_of(request.user, kind=art or None, statuses=[stand] if stand else None, text=text)
    page, page_note = paginate(rows.order_by("-geaendert_am", "pk"), request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "zeilen": label_rows(page.object_list),
        "arten": kinds.items(),
        "staende": Seitenstatus.choices,
        "gewaehlt": {"art": art, "stand": stand, "q": text},
        "hinweise": [note for note in (stand_note, art_note, page_note) if note],
    }
    return render(request, "buero/seiten.html", context)


@office_only
def seite(request, art, pk):
    return show(request, *find(request, art, pk))


@office_only
@require_POST
def stand_aendern(request, art, pk):
    """Move the page; a refusal shows it with the reason and, when it has moved on meanwhile, its new state."""
    kind, obj = find(request, art, pk)
    old, new = request.POST.get("von", ""), request.POST.get("nach", "")
    if (old, new) not in BUTTONS:
        return show(
            request, kind, obj, refusal="Diesen Schritt gibt es nicht. Wählen Sie einen der Schritte unten.", status=409
        )
    try:
        moved = move_seite(kind, obj, to=new, expected=old, actor=request.user)
    except NotAllowed as refusal:
        return show(request, kind, obj, refusal=refusal, status=403)
    except NotNow as refusal:
        obj.refresh_from_db()
        return show(request, kind, obj, refusal=refusal, status=409)
    messages.success(request, BUTTONS[old, new][1].format(moved))
    return redirect("buero_seite", art, pk)


def find(request, art, pk):
    """Kind and record, or 404: an unknown kind, a foreign and a missing record look the same."""
    kind = SEITENARTEN.get(art)
    if kind is None or not kind.may_view(request.user):
        raise Http404
    return kind, get_object_or_404(kind.model.objects.visible_to(request.user), pk=pk)


def show(request, kind, obj, *, refusal=None, status=200):
    steps = [(step.value, BUTTONS[obj.status, step.value][0]) for step in steps_of(request.user, obj)]
    meta = obj._meta
    may_edit = request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}")
    context = {
        "art": kind,
        "seite": obj,
        "schritte": steps,
        "weigerung": refusal,
        "verlauf": entries_of(obj)[:HISTORY],
        "vorschau": f"buero/vorschau/{kind.key}.html",
        "bearbeiten": reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[obj.pk]) if may_edit else "",
    }
    return render(request, "buero/seite.html", context, status=status)
