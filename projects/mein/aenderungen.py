"""Requests for a change in self-service: draft, release, withdraw."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jugendaemter.models import Mitgliedschaft
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.http import code_of

from .. import permissions, services
from ..choices import ANTRAGSWEGE, Antragsart, Antragsstatus
from ..forms.aenderungen import AntragForm, initial_from, initial_of
from ..forms.felder import KnopfForm
from ..models import Aenderungsantrag
from ..reports.geld import money_of
from ..steps import status_of, take_once
from .foerderungen import find_grant


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request, pk):
    """Choose what shall change, then write a draft; `?art=umschichtung&posten=7&betrag=120,50` fills the form."""
    grant, art = find_grant(request, pk), request.GET.get("art", "")
    if not grant.is_open:
        refusal = NotNow(
            f"Die Förderung steht auf „{grant.get_status_display()}“. Ändern lässt sich nur eine laufende Förderung."
        )
        return render(
            request, "projects/mein/aenderung_art.html", {"foerderung": grant, "weigerung": refusal}, status=409
        )
    if art not in Antragsart.values:
        context = {"foerderung": grant, "arten": Antragsart.choices, "unbekannt": art}
        return render(request, "projects/mein/aenderung_art.html", context)
    stand = money_of(grant)
    form = AntragForm(
        request.POST or None, art=art, zeilen=stand.zeilen, initial=initial_from(request.GET, stand.zeilen)
    )
    return _write(request, form, grant, services.draft_aenderungsantrag, {"foerderung": grant, "stand": stand})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bearbeiten(request, pk, nummer):
    antrag = _find(request, pk, nummer)
    if not antrag.is_draft:
        return _show(request, antrag, refusal=NotNow(f"{antrag} lässt sich nicht mehr ändern."), code=409)
    stand = money_of(antrag.foerderung)
    form = AntragForm(request.POST or None, art=antrag.art, zeilen=stand.zeilen, initial=initial_of(antrag))
    context = {"foerderung": antrag.foerderung, "stand": stand, "antrag": antrag}
    return _write(request, form, antrag, services.edit_aenderungsantrag, context)


def _write(request, form, row, service, context):
    """Show the form, or what is wrong with it, with all that was typed; else go to the request's page."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        number, refusal = take_once(request, form, step=service.__name__, row=row, service=service)
        if refusal is None:
            messages.success(request, "Der Änderungsantrag ist gespeichert. Eingereicht ist er noch nicht.")
            return redirect(Aenderungsantrag.objects.get(pk=number))
    context |= {"form": form, "art": form.art, "weigerung": refusal}
    return render(request, "projects/mein/aenderung_form.html", context, status=status_of(form, refusal))


@never_cache
def aenderung(request, pk, nummer):
    return _show(request, _find(request, pk, nummer))


@require_POST
def einreichen(request, pk, nummer):
    antrag = _find(request, pk, nummer)
    return _step(request, antrag, services.submit_aenderungsantrag, f"{antrag} ist eingereicht.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def zurueckziehen(request, pk, nummer):
    """Ask first."""
    antrag = _find(request, pk, nummer)
    if request.method == "POST":
        return _step(request, antrag, services.withdraw_aenderungsantrag, f"{antrag} ist zurückgezogen.")
    if not _may_withdraw(request.user, antrag):
        possible = _is_possible(antrag)
        late = NotNow(f"{antrag} lässt sich nicht mehr zurückziehen.")
        refusal = NotAllowed(services.MAY_NOT_DECLARE) if possible else late
        return _show(request, antrag, refusal=refusal, code=code_of(refusal))
    hidden = [("nummer", KnopfForm()["nummer"].value())]
    return render(request, "projects/mein/aenderung_zurueck.html", {"antrag": antrag, "verborgen": hidden})


def _step(request, antrag, service, done):
    form = KnopfForm(request.POST)
    if not form.is_valid():
        return _show(request, antrag, code=422, schritt=form)
    _, refusal = take_once(request, form, step=service.__name__, row=antrag, service=service)
    if refusal:
        return _show(
            request, _find(request, antrag.foerderung_id, antrag.nummer), refusal=refusal, code=code_of(refusal)
        )
    messages.success(request, done)
    return redirect(antrag)


def _is_possible(antrag):
    return Antragsstatus.ZURUECKGEZOGEN in ANTRAGSWEGE.get(Antragsstatus(antrag.status), ())


def _may_withdraw(person, antrag):
    return _is_possible(antrag) and permissions.can_withdraw_aenderungsantrag(person, antrag)


def _show(request, antrag, *, refusal=None, code=200, schritt=None):
    releasing = Mitgliedschaft.objects.releasing().filter(jugendamt=antrag.foerderung.jugendamt_id)
    context = {
        "antrag": antrag,
        "foerderung": antrag.foerderung,
        "hindernis": _obstacle(antrag) if antrag.is_draft else None,
        "darf_einreichen": antrag.is_draft and permissions.can_submit_written(request.user, antrag),
        "zweite_person": services.SECOND_PERSON if permissions.can_declare(request.user, antrag.foerderung) else "",
        "darf_zurueckziehen": _may_withdraw(request.user, antrag),
        "freigebende": [row.user for row in releasing.select_related("user").order_by("user__name", "pk")],
        "schritt": schritt or KnopfForm(),
        "weigerung": refusal,
    }
    return render(request, "projects/mein/aenderung.html", context, status=code)


def _obstacle(antrag):
    try:
        services.must_be_possible(antrag)
    except NotNow as refusal:
        return refusal
    return None


def _find(request, pk, nummer):
    rows = Aenderungsantrag.objects.of_member(request.user).for_list().select_related("bescheid")
    return get_object_or_404(rows, foerderung=pk, nummer=nummer)
