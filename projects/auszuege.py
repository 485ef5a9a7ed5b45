"""Files of figures for whoever ordered them, in the office and in a Jugendamt alike: order, progress, file."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base.access import is_office
from servicestelle.base.choices import NotAllowed, Refusal
from servicestelle.base.einmal import accept_once

from . import services
from .choices import KEPT_DAYS, Berichtsart
from .forms.auszuege import AuszugForm
from .geld.berichte import bericht_for
from .geld.dateien import TYPES
from .models import Auszug


@require_POST
def neu(request):
    """Order a file once; a report the person may not see answers as one that is missing."""
    form = AuszugForm(request.POST)
    if not form.is_valid():
        return render(request, "projects/auszug_nicht.html", {"form": form}, status=422)
    art, fields = form.cleaned_data["art"], form.service_fields
    content = fields | {"art": art, "konto": request.user.pk}
    try:
        receipt = accept_once(
            form.cleaned_data["nummer"],
            form="auszug",
            content=content,
            write=lambda: {"auszug": services.order_auszug(art, actor=request.user, **fields).pk},
        )
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        return render(request, "projects/auszug_nicht.html", {"weigerung": refusal}, status=409)
    return redirect("auszug", receipt["auszug"])


@never_cache
def auszug(request, pk):
    """How far the file is, and the file."""
    row = _find(request, pk)
    context = {"auszug": row, "auftrag": row.auftrag, "zurueck": address_of(row, request.user), "tage": KEPT_DAYS}
    return render(request, "projects/auszug.html", context)


@never_cache
def datei(request, pk):
    """The file, as long as the person may see its figures."""
    row = _find(request, pk)
    if not row.is_ready or bericht_for(request.user, art=row.art, objekt=row.objekt, abfrage=row.abfrage) is None:
        raise Http404("Diese Datei gibt es nicht oder nicht mehr.")
    try:
        file = default_storage.open(row.object_key)
    except FileNotFoundError as error:
        raise Http404("Diese Datei gibt es nicht oder nicht mehr.") from error
    return FileResponse(file, as_attachment=True, filename=row.filename, content_type=TYPES[row.format])


def address_of(row, person):
    """The page whose figures the file holds."""
    if row.art == Berichtsart.FOERDERUNG:
        return reverse("buero_foerderung" if is_office(person) else "mein_foerderung", args=[row.objekt])
    if row.art == Berichtsart.ZEITRAUM:
        return reverse("buero_zeitraum_geld", args=[row.objekt])
    name = "buero_foerderungen" if row.art == Berichtsart.FOERDERUNGEN else "buero_geld"
    return reverse(name) + (f"?{row.abfrage}" if row.abfrage else "")


def _find(request, pk):
    return get_object_or_404(Auszug.objects.visible_to(request.user).select_related("auftrag"), pk=pk)
