"""Cohorts in the office: list, page with rules and call, a new one from an earlier one. Edited in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.ui.listing import PER_PAGE
from servicestelle.base.ui.paging import paginate

from .. import permissions, services
from ..forms.foerderzeitraeume import NeuerZeitraumForm
from ..models import Foerderung, Foerderzeitraum, Interessenbekundung, Simulation
from ..reports.aufrufe import rahmen_of
from ..steps import status_of


@office_only
@never_cache
def foerderzeitraeume(request):
    """All cohorts, the newest first."""
    page, note = paginate(_rows(request).for_office(), request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "hinweis": note,
        "vorlage": latest(),
        "darf": permissions.can_add_foerderzeitraum(request.user),
    }
    return render(request, "projects/buero/foerderzeitraeume.html", context)


@office_only
@never_cache
def foerderzeitraum(request, pk):
    person = request.user
    row = get_object_or_404(_rows(request).for_office(), pk=pk)
    context = {
        "zeitraum": row,
        "rahmen": rahmen_of(row),
        "kriterien": row.kriterien.all(),
        "bekundungen": Interessenbekundung.objects.visible_to(person).filter(foerderzeitraum=row).count(),
        "simulationen": Simulation.objects.visible_to(person).filter(foerderzeitraum=row).for_list(),
        "foerderungen": Foerderung.objects.visible_to(person).filter(foerderzeitraum=row).for_detail(),
        "darf_anlegen": permissions.can_add_foerderzeitraum(person),
        "darf_simulieren": permissions.can_simulate(person),
    }
    return render(request, "projects/buero/foerderzeitraum.html", context)


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request):
    """Create one from another, `?aus=` (the last one); all it takes over is shown before."""
    if not permissions.can_add_foerderzeitraum(request.user):
        raise PermissionDenied("Förderzeiträume legt die Koordination an.")
    wanted = request.GET.get("aus", "")
    known = (
        Foerderzeitraum.objects.filter(pk=wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else None
    )
    vorlage = (known.first() if known is not None else None) or latest()
    if vorlage is None:
        messages.info(request, "Es gibt noch keinen Förderzeitraum. Legen Sie den ersten hier an.")
        return redirect("admin:projects_foerderzeitraum_add")
    form, refusal = NeuerZeitraumForm(request.POST or None, initial=_suggest(vorlage)), None
    if request.method == "POST" and form.is_valid():
        try:
            number = _copy_once(form, vorlage, request.user)
        except Refusal as said:
            refusal = said
        else:
            messages.success(request, "Der Förderzeitraum ist angelegt. Prüfen Sie Beträge, Regeln und Kriterien.")
            return redirect("buero_foerderzeitraum", number)
    context = {"form": form, "vorlage": vorlage, "rahmen": rahmen_of(vorlage), "weigerung": refusal}
    return render(request, "projects/buero/foerderzeitraum_neu.html", context, status=status_of(form, refusal))


def latest():
    """The last real cohort; an invented one only where there is no other."""
    return Foerderzeitraum.objects.order_by("fiktiv", "-von_jahr", "-pk").first()


def _suggest(vorlage):
    years = vorlage.bis_jahr - vorlage.von_jahr
    first = vorlage.bis_jahr + 1
    return {"von_jahr": first, "bis_jahr": first + years}


def _copy_once(form, vorlage, person):
    fields = form.service_fields
    receipt = accept_once(
        form.cleaned_data["nummer"],
        form="foerderzeitraum",
        content=fields | {"vorlage": vorlage.pk, "konto": person.pk},
        write=lambda: {"zeitraum": services.copy_foerderzeitraum(vorlage, actor=person, **fields).pk},
    )
    return receipt["zeitraum"]


def _rows(request):
    if not request.user.has_perm("projects.view_foerderung") and not request.user.has_perm(
        "projects.view_interessenbekundung"
    ):
        raise PermissionDenied("Förderzeiträume sehen Koordination, Fachberatung, Zahlstelle und Revision.")
    return Foerderzeitraum.objects.all()
