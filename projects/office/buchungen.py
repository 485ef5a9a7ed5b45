"""Money that comes back, and money on the wrong line: booked in the office with the numbers beside the button."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from servicestelle.base.access import office_only
from servicestelle.base.choices import NotNow, Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.money import format_euro

from .. import permissions, services
from ..choices import Abrufstatus
from ..forms.buchungen import RueckzahlungForm, UmbuchungForm
from ..reports.geld import money_of, paid_lines_of
from ..steps import status_of
from .abrufe import find_abruf, show_abruf
from .foerderungen import find_grant


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rueckzahlung(request, pk):
    """Book what the Jugendamt paid back of a paid request."""
    abruf = find_abruf(request, pk)
    _must_pay(request.user)
    if abruf.status != Abrufstatus.AUSGEZAHLT:
        refusal = NotNow(f"{abruf} ist nicht ausgezahlt. Zurückzahlen lässt sich nur, was ausgezahlt ist.")
        return show_abruf(request, abruf, refusal=refusal, code=409)
    zeilen = paid_lines_of(abruf)
    form = RueckzahlungForm(request.POST or None, zeilen=zeilen)
    context = {"abruf": abruf, "foerderung": abruf.foerderung, "zeilen": zeilen}
    return _book(request, form, abruf, services.take_back_payment, "projects/buero/rueckzahlung.html", context)


@office_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def umbuchung(request, pk):
    """Put what was paid from one line of a grant down to another."""
    grant = find_grant(request, pk)
    _must_pay(request.user)
    stand = money_of(grant)
    form = UmbuchungForm(request.POST or None, zeilen=stand.zeilen)
    context = {"foerderung": grant, "stand": stand}
    return _book(request, form, grant, services.correct_line, "projects/buero/umbuchung.html", context)


def _must_pay(person):
    if not permissions.can_release_payments(person):
        raise PermissionDenied(services.MAY_NOT_PAY)


def _book(request, form, row, service, template, context):
    """Book once; a refusal shows the form with its reason and all that was typed."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        fields = form.service_fields
        content = {"service": service.__name__, "auf": row.pk, "konto": request.user.pk} | form.cleaned_data
        try:
            accept_once(
                form.cleaned_data["nummer"],
                form=type(form).__name__,
                content=content,
                write=lambda: {"gebucht": bool(service(row, actor=request.user, **fields))},
            )
        except Refusal as said:
            refusal = said
        else:
            messages.success(request, f"{format_euro(fields['amount'])} sind gebucht.")
            return redirect(row.get_office_url())
    context |= {"form": form, "weigerung": refusal}
    return render(request, template, context, status=status_of(form, refusal))
