"""Jobs in the office: true progress, retry and cancel."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from publications.permissions import can_see_composer
from servicestelle.base import jobs
from servicestelle.base.access import office_only
from servicestelle.base.choices import Auftragsstatus, NotAllowed, NotNow
from servicestelle.base.models import Auftrag
from servicestelle.base.models.auftrag import MAX_ATTEMPTS
from servicestelle.base.permissions import can_cancel_job, can_retry_job
from servicestelle.base.ui.listing import PER_PAGE, choice_of
from servicestelle.base.ui.paging import paginate


@office_only
def auftraege(request):
    stand, note = choice_of(request, "stand", [*Auftragsstatus.values, "offen"])
    rows = Auftrag.objects.visible_to(request.user)
    if stand:
        rows = rows.open() if stand == "offen" else rows.filter(status=stand)
    page, page_note = paginate(rows, request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "stand": stand,
        "staende": [("offen", "Offen"), *Auftragsstatus.choices],
        "hinweise": [text for text in (note, page_note) if text],
    }
    return render(request, "buero/auftraege.html", context)


@office_only
@never_cache
def auftrag(request, pk):
    return show(request, find(request, pk))


@office_only
@never_cache
@require_GET
def stand(request, pk):
    """The progress of a job for scripts: state, step, share in percent."""
    row = find(request, pk)
    return JsonResponse(
        {"stand": row.status, "schritt": row.step, "anteil": row.share, "offen": row.is_open, "grund": row.error}
    )


@office_only
@require_POST
def neu_versuchen(request, pk):
    return act(request, pk, jobs.retry_job, "Der Auftrag wartet jetzt auf einen freien Platz.")


@office_only
@require_POST
def abbrechen(request, pk):
    return act(request, pk, jobs.cancel_job, "Der Auftrag ist abgebrochen.")


def act(request, pk, service, done):
    """Call `service` on the job; a refusal shows the job with the reason (403, 409)."""
    row = find(request, pk)
    try:
        service(row, actor=request.user)
    except NotAllowed as refusal:
        return show(request, row, refusal=refusal, status=403)
    except NotNow as refusal:
        row.refresh_from_db()
        return show(request, row, refusal=refusal, status=409)
    messages.success(request, done)
    return redirect("buero_auftrag", pk)


def find(request, pk):
    return get_object_or_404(Auftrag.objects.visible_to(request.user).select_related("created_by"), pk=pk)


def show(request, row, *, refusal=None, status=200):
    context = {
        "auftrag": row,
        "ergebnis": result_address(row, request.user),
        "weigerung": refusal,
        "hoechstens": MAX_ATTEMPTS,
        "darf_neu": can_retry_job(request.user, row),
        "darf_abbrechen": can_cancel_job(request.user, row),
    }
    return render(request, "buero/auftrag.html", context, status=status)


def result_address(row, person):
    """Where the result of a job is, or nothing when `person` would not be let in there."""
    address = row.result.get("url", "")
    composing = address.startswith(reverse("buero_publikationen"))
    return "" if composing and not can_see_composer(person) else address
