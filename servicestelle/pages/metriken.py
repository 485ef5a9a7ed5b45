"""Figures for the people who run the portal, in the text format that monitoring programs read."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from servicestelle.base import lebenszeichen
from servicestelle.base.access import public, viewer
from servicestelle.base.choices import Auftragsstatus
from servicestelle.base.models import Auftrag, Datei

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@public  # asks for itself: a monitoring program has a token, not an account
def metriken(request):
    """Age of queue and outbox, overdue leases, last signs of life. A stuck worker shows by age, not by its process."""
    if not (has_token(request) or viewer(request).has_perm("base.view_lebenszeichen")):
        raise PermissionDenied("Die Messwerte sind dem Betrieb vorbehalten.")
    response = HttpResponse("".join(lines()), content_type=TEXT)
    response.headers["Cache-Control"] = "no-store"
    return response


def has_token(request):
    wanted, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    return bool(wanted) and constant_time_compare(given, f"Bearer {wanted}")


def lines():
    yield from metric("auftraege", "Jobs by state", *by_state())
    yield from metric(
        "warteschlange_alter_sekunden", "How long the longest waiting job has been due", ("", queue_age())
    )
    yield from metric("ausgang_alter_sekunden", "How long the longest unhinted job has been due", ("", outbox_age()))
    yield from metric("dateien_warten", "Uploaded files without a verdict of the scanner", ("", waiting_files()))
    overdue = Auftrag.objects.due().filter(status=Auftragsstatus.LAUFEND)
    yield from metric("pacht_abgelaufen", "Running jobs past their lease", ("", overdue.count()))
    yield from metric("pacht_abgelaufen_sekunden", "The longest of them by so much", ("", overdue.age_in_seconds()))
    yield from metric("lebenszeichen_alter_sekunden", "Since the last sign of life", *signs_of_life())


def metric(name, duty, *samples):
    """One family; a value that is not known is left out, never zero."""
    yield f"# HELP portal_{name} {duty}\n# TYPE portal_{name} gauge\n"
    for labels, value in samples:
        yield f"portal_{name}{labels} {value:.15g}\n"


def by_state():
    counts = dict(Auftrag.objects.order_by().values_list("status").annotate(Count("pk")))
    return [(f'{{stand="{state.value}"}}', counts.get(state.value, 0)) for state in Auftragsstatus]


def waiting_files():
    return Datei.objects.waiting().count()


def queue_age():
    return Auftrag.objects.due().filter(status=Auftragsstatus.WARTEND).age_in_seconds()


def outbox_age():
    return Auftrag.objects.to_hint().order_by().age_in_seconds()


def signs_of_life():
    now = timezone.now()
    return [(f'{{teil="{name}"}}', (now - at).total_seconds()) for name, at in sorted(lebenszeichen.seen().items())]
