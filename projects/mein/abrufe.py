"""Requests for payment in self-service: draft, release, withdraw."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jugendaemter.models import Mitgliedschaft
from servicestelle.base.choices import NotAllowed, NotNow, Refusal
from servicestelle.base.http import code_of

from .. import permissions, services
from ..choices import ABRUFWEGE, Abrufstatus
from ..forms.abrufe import MittelabrufForm, initial_of
from ..forms.felder import KnopfForm
from ..geld.fenster import fenster_of
from ..models import Mittelabruf
from ..reports.geld import address_of_change, money_of
from ..steps import status_of, take_once
from .foerderungen import find_grant, obstacle_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def neu(request, pk):
    """Write a draft; it books nothing yet."""
    grant = find_grant(request, pk)
    stand = money_of(grant)
    form = MittelabrufForm(request.POST or None, zeilen=stand.zeilen)
    context = {"foerderung": grant, "stand": stand}
    return _write(request, form, grant, services.draft_mittelabruf, context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bearbeiten(request, pk, nummer):
    """Write over a draft, or over what the office asked about."""
    abruf = _abruf(request, pk, nummer)
    if not abruf.is_in_hand:
        return _show(request, abruf, refusal=NotNow(f"{abruf} lässt sich nicht mehr ändern."), code=409)
    stand = money_of(abruf.foerderung, abruf)
    form = MittelabrufForm(request.POST or None, zeilen=stand.zeilen, felder=abruf.felder, initial=initial_of(abruf))
    context = {"foerderung": abruf.foerderung, "stand": stand, "abruf": abruf, "gefragt": _asked(form, abruf)}
    return _write(request, form, abruf, services.edit_mittelabruf, context)


def _asked(form, abruf):
    """(address on the page, label) of each field the office asked about."""
    return [(form[name].id_for_label, form[name].label) for name in abruf.felder if name in form.fields]


def _write(request, form, row, service, context):
    """Show the form, or what is wrong with it, with all that was typed; else go to the request's page."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        number, refusal = take_once(request, form, step=service.__name__, row=row, service=service)
        if refusal is None:
            messages.success(request, "Der Mittelabruf ist gespeichert. Eingereicht ist er noch nicht.")
            return redirect(Mittelabruf.objects.get(pk=number))
    context |= {"form": form, "weigerung": refusal, "hindernis": obstacle_of(context["foerderung"])}
    return render(request, "projects/mein/abruf_form.html", context, status=status_of(form, refusal))


@never_cache
def mittelabruf(request, pk, nummer):
    return _show(request, _abruf(request, pk, nummer))


@require_POST
def einreichen(request, pk, nummer):
    abruf = _abruf(request, pk, nummer)
    done = f"{abruf} ist eingereicht. Das Geld ist für Sie reserviert."
    return _step(request, abruf, services.submit_mittelabruf, done)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def zurueckziehen(request, pk, nummer):
    """Ask first."""
    abruf = _abruf(request, pk, nummer)
    if request.method == "POST":
        return _step(request, abruf, services.withdraw_mittelabruf, f"{abruf} ist zurückgezogen.")
    if not _may_withdraw(request.user, abruf):
        refusal = NotAllowed(services.MAY_NOT_SUBMIT) if _is_possible(abruf) else _too_late(abruf)
        return _show(request, abruf, refusal=refusal, code=code_of(refusal))
    return render(
        request,
        "projects/mein/zurueckziehen.html",
        {"abruf": abruf, "verborgen": [("nummer", KnopfForm()["nummer"].value())]},
    )


def _step(request, abruf, service, done):
    """Take the step once; a refusal shows the page with its reason."""
    form = KnopfForm(request.POST)
    if not form.is_valid():
        return _show(request, abruf, code=422, schritt=form)
    _, refusal = take_once(request, form, step=service.__name__, row=abruf, service=service)
    if refusal:
        fresh = _abruf(request, abruf.foerderung_id, abruf.nummer)
        return _show(request, fresh, refusal=refusal, code=code_of(refusal))
    messages.success(request, done)
    return redirect(abruf)


def _show(request, abruf, *, refusal=None, code=200, schritt=None):
    person, grant = request.user, abruf.foerderung
    left = {zeile.posten.pk: zeile.abrufbar for zeile in money_of(grant, abruf).zeilen} if abruf.is_in_hand else {}
    releasing = Mitgliedschaft.objects.releasing().filter(jugendamt=grant.jugendamt_id).select_related("user")
    hindernis = obstacle_to_submit(abruf) if abruf.is_in_hand else None
    context = {
        "abruf": abruf,
        "foerderung": grant,
        "betraege": [(line, left.get(line.budgetposten_id)) for line in abruf.posten.all()],
        "hindernis": hindernis if str(hindernis) != str(refusal) else None,
        "aenderung": change_for(refusal) or change_for(hindernis),
        "fenster": fenster_of(grant.mittelabrufe.filter(pk=abruf.pk).with_money_to_spend()),
        "darf_einreichen": abruf.is_in_hand and permissions.can_submit_written(person, abruf),
        "zweite_person": services.SECOND_PERSON if permissions.can_submit_mittelabruf(person, grant) else "",
        "darf_zurueckziehen": _may_withdraw(person, abruf),
        "freigebende": list(releasing.order_by("user__name", "pk")) if abruf.is_in_hand else [],
        "schritt": schritt or KnopfForm(),
        "weigerung": refusal,
    }
    return render(request, "projects/mein/mittelabruf.html", context, status=code)


def obstacle_to_submit(abruf):
    """What submitting would be refused for now, in words and with its numbers; None when it would go."""
    try:
        services.must_be_submittable(abruf)
    except Refusal as refusal:
        return refusal
    return None


def change_for(refusal):
    """Where to ask for what a line lacks; empty when it is no line that the refusal is about."""
    return address_of_change(refusal.posten, refusal.fehlt) if getattr(refusal, "posten", None) else ""


def _may_withdraw(person, abruf):
    return _is_possible(abruf) and permissions.can_withdraw_mittelabruf(person, abruf)


def _is_possible(abruf):
    return Abrufstatus.ZURUECKGEZOGEN in ABRUFWEGE.get(Abrufstatus(abruf.status), ())


def _too_late(abruf):
    return NotNow(f"{abruf} steht auf „{abruf.get_status_display()}“ und lässt sich nicht mehr zurückziehen.")


def _abruf(request, pk, nummer):
    rows = Mittelabruf.objects.of_member(request.user).for_detail()
    return get_object_or_404(rows, foerderung=pk, nummer=nummer)
