"""What the Zahlstelle has to pay: as a file for the bank, and several payments booked in one go."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from servicestelle.base.access import office_only
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once
from servicestelle.base.http import code_of
from servicestelle.base.tabellen import csv_response
from servicestelle.base.ui.listing import PER_PAGE

from .. import services
from ..forms.buchungen import ZahlungenForm
from .abrufe import office_rows, show_queue

HEAD = (  # programs read the file by these names: they stay as they are, new ones come at the end
    "Kennung",
    "Jugendamt",
    "AGS",
    "Förderung",
    "Förderzeitraum",
    "Abruf",
    "Betrag (EUR)",
    "Von",
    "Bis",
    "Freigegeben am",
    "Freigegeben von",
)


@office_only
@never_cache
@require_GET
def zahlungsliste(request):
    """All that is released and not yet paid, in the order of the release."""
    rows = map(_cells, office_rows(request).for_payment())
    return csv_response([HEAD, *rows], filename=f"zahlungsliste-{localdate():%Y-%m-%d}.csv")


def _cells(abruf):
    grant = abruf.foerderung
    return (
        kennung(abruf),
        str(grant.jugendamt),
        grant.jugendamt_id,
        grant.pk,
        str(grant.foerderzeitraum),
        abruf.nummer,
        abruf.summe,
        abruf.von,
        abruf.bis,
        localdate(abruf.freigegeben_am),
        str(abruf.freigegeben_von),
    )


def kennung(abruf):
    """What names the payment at the bank: the same for one request for ever, another for every other one."""
    return f"MA-{abruf.foerderung_id}-{abruf.nummer}"


@office_only
@require_POST
def ausgezahlt(request):
    """Book the ticked payments: all or none, and the same form once."""
    ticked = [pk for pk in request.POST.getlist("abruf")[:PER_PAGE] if pk.isascii() and pk.isdigit() and len(pk) < 12]
    rows = office_rows(request).filter(pk__in=ticked).select_related("foerderung")
    form = ZahlungenForm(request.POST, rows=rows)
    if not form.is_valid():
        [reason, *_] = [text for texts in form.errors.values() for text in texts]
        return show_queue(request, lage="zahlen", refusal=reason, ticked=ticked, code=422)
    rows = form.chosen
    content = {"abrufe": sorted(row.pk for row in rows), "konto": request.user.pk}
    try:
        done = accept_once(
            form.cleaned_data["nummer"],
            form="zahlungen",
            content=content,
            write=lambda: {"anzahl": services.mark_all_paid(rows, actor=request.user)},
        )
    except Refusal as refusal:
        code = code_of(refusal)
        refusal = f"{refusal} Gebucht ist deshalb keine der ausgewählten Zahlungen."
        return show_queue(request, lage="zahlen", refusal=refusal, ticked=ticked, code=code)
    number = done["anzahl"]
    messages.success(request, "Eine Auszahlung ist gebucht." if number == 1 else f"{number} Auszahlungen sind gebucht.")
    return redirect("buero_mittelabrufe")
