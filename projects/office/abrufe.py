"""Money in the office: the queue of requests for payment, one request with the numbers beside its buttons."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from servicestelle.base import protokoll
from servicestelle.base.access import office_only
from servicestelle.base.choices import NotNow
from servicestelle.base.http import code_of
from servicestelle.base.models import Frist
from servicestelle.base.ui.listing import PER_PAGE, choice_of
from servicestelle.base.ui.paging import paginate

from .. import permissions, services
from ..choices import ABRUFWEGE, Abrufstatus
from ..forms.abrufe import AblehnenForm, RueckfrageForm
from ..forms.buchungen import ZahlungenForm
from ..forms.felder import KnopfForm
from ..geld.fenster import fenster_of
from ..models import Mittelabruf
from ..reports.geld import money_of
from ..steps import take_once

LAGEN = {
    "pruefen": "Zu prüfen",
    "freigeben": "Freizugeben",
    "zahlen": "Zu zahlen",
    "rueckfrage": "In Rückfrage",
    "alle": "Alle",
}
EARLIER, HISTORY = 20, 100


@dataclass(frozen=True)
class Schritt:
    """A step of the office: where it leads, its service, and what the page says afterwards."""

    nach: Abrufstatus
    service: callable
    done: str


SCHRITTE = {
    "genehmigen": Schritt(
        Abrufstatus.GENEHMIGT,
        services.approve_mittelabruf,
        "Genehmigt. Jetzt gibt eine zweite Person die Zahlung frei.",
    ),
    "nachfordern": Schritt(
        Abrufstatus.NACHGEFORDERT,
        services.ask_back,
        "Die Rückfrage ist beim Jugendamt.",
    ),
    "ablehnen": Schritt(
        Abrufstatus.ABGELEHNT,
        services.reject_mittelabruf,
        "Abgelehnt. Das Geld ist wieder frei, das Jugendamt bekommt eine Mail.",
    ),
    "freigeben": Schritt(
        Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN,
        services.release_payment,
        "Die Zahlung ist freigegeben.",
    ),
    "ausgezahlt": Schritt(
        Abrufstatus.AUSGEZAHLT,
        services.mark_paid,
        "Die Auszahlung ist gebucht.",
    ),
    "ruecklaeufer": Schritt(
        Abrufstatus.RUECKLAEUFER,
        services.mark_returned,
        "Als Rückläufer vermerkt. Nach einem Blick auf die Bankverbindung lässt sich die Zahlung neu freigeben.",
    ),
}
CHECKING = {"genehmigen", "nachfordern", "ablehnen"}


def steps_of(person, abruf):
    """Names of the steps `person` may take with `abruf` now: what the page draws a button for."""
    possible = ABRUFWEGE.get(Abrufstatus(abruf.status), ())
    return [name for name, step in SCHRITTE.items() if step.nach in possible and _may(person, abruf, name)]


def _may(person, abruf, name):
    if name in CHECKING:
        return permissions.can_check_mittelabruf(person)
    if name == "freigeben":
        return permissions.can_release_payment(person, abruf)
    return permissions.can_release_payments(person)


@office_only
@never_cache
def mittelabrufe(request):
    """The queue by what is to do with it; as many queries for one row as for many."""
    lage, note = choice_of(request, "lage", LAGEN)
    return show_queue(request, lage=lage or usual_lage(request.user), note=note)


def show_queue(request, *, lage, note=None, refusal=None, ticked=(), code=200):
    """The part `lage` of the queue; with `refusal` what could not be booked, the boxes still `ticked`."""
    rows = office_rows(request)
    pays = lage == "zahlen" and permissions.can_release_payments(request.user)
    rows = rows.for_payment() if lage == "zahlen" else _in_order(rows.in_lage(lage).for_list(), lage)
    page, page_note = paginate(rows, request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "lage": lage,
        "lagen": LAGEN.items(),
        "hinweise": [text for text in (note, page_note) if text],
        "weigerung": refusal,
        "zahlen": ZahlungenForm() if pays and page.object_list else None,
        "gewaehlt": [int(pk) for pk in ticked],
    }
    return render(request, "projects/buero/mittelabrufe.html", context, status=code)


def _in_order(rows, lage):
    return rows.order_by("-eingereicht_am", "-pk") if lage == "alle" else rows.order_by("eingereicht_am", "pk")


def usual_lage(person):
    """Where the work of `person` lies."""
    if permissions.can_check_mittelabruf(person):
        return "pruefen"
    return "freigeben" if permissions.can_release_payments(person) else "alle"


@office_only
@never_cache
def mittelabruf(request, pk):
    return show_abruf(request, find_abruf(request, pk))


@office_only
@require_POST
def schritt(request, pk, name):
    """Take one step once; a refusal shows the page with its reason and all that was typed."""
    row, step = find_abruf(request, pk), SCHRITTE[name]
    form = _form_of(name, row, request.POST)
    if not form.is_valid():
        return show_abruf(request, row, code=422, **{name: form})
    _, refusal = take_once(request, form, step=name, row=row, service=step.service)
    if refusal:
        code = code_of(refusal)
        return show_abruf(request, find_abruf(request, pk), refusal=refusal, code=code, **{name: form})
    messages.success(request, step.done)
    return redirect("buero_mittelabruf", pk)


def _form_of(name, abruf, data=None):
    if name == "nachfordern":
        return RueckfrageForm(data, zeilen=money_of(abruf.foerderung).zeilen)
    return AblehnenForm(data) if name == "ablehnen" else KnopfForm(data)


def show_abruf(request, abruf, *, refusal=None, code=200, **forms):
    person, grant = request.user, abruf.foerderung
    steps = steps_of(person, abruf)
    asked = {line.budgetposten_id: line.amount for line in abruf.posten.all()}
    stand = money_of(grant)
    context = {
        "abruf": abruf,
        "foerderung": grant,
        "stand": stand,
        "zeilen": [(zeile, asked.get(zeile.posten.pk)) for zeile in stand.zeilen],
        "fruehere": grant.mittelabrufe.submitted().exclude(pk=abruf.pk).for_list()[:EARLIER],
        "verlauf": protokoll.entries_of(abruf)[:HISTORY],
        "fenster": fenster_of(grant.mittelabrufe.with_money_to_spend()),
        "ueberfaellig": overdue_of(grant),
        "zahlbar": payable_obstacle_of(grant),
        "darf_zurueckbuchen": abruf.status == Abrufstatus.AUSGEZAHLT and permissions.can_release_payments(person),
        "schritte": steps,
        "vier_augen": _waits_for_somebody_else(person, abruf),
        "weigerung": refusal,
        "fehler": [error for form in forms.values() if type(form) is KnopfForm for error in form.non_field_errors()],
    }
    context |= {name: _form_of(name, abruf) for name in steps} | forms
    return render(request, "projects/buero/mittelabruf.html", context, status=code)


def overdue_of(grant):
    """Deadlines of the grant's Jugendamt that are over."""
    return list(Frist.objects.overdue().for_members().filter(scope=grant.scope).order_by("due_on", "pk")[:EARLIER])


def payable_obstacle_of(grant):
    """Why nothing can be paid today (rule 7), in words; None when it can."""
    try:
        services.must_be_payable(grant)
    except NotNow as refusal:
        return refusal
    return None


def _waits_for_somebody_else(person, abruf):
    """True for the person who examined the request while its payment is to be released."""
    waits = Abrufstatus.ZUR_ZAHLUNG_FREIGEGEBEN in ABRUFWEGE.get(Abrufstatus(abruf.status), ())
    return waits and abruf.geprueft_von_id == person.pk


def figures_of(person):
    """For the first screen: (address, label, how many) of what `person` can do something about; empty for all others."""
    wanted = ["pruefen"] if permissions.can_check_mittelabruf(person) else []
    wanted += ["freigeben", "zahlen"] if permissions.can_release_payments(person) else []
    if not wanted:
        return []
    counts = Mittelabruf.objects.visible_to(person).count_lagen(wanted)
    here = reverse("buero_mittelabrufe")
    return [(f"{here}?lage={lage}", FIGURES[lage], counts[lage]) for lage in wanted]


FIGURES = {
    "pruefen": "Mittelabrufe zu prüfen",
    "freigeben": "Zahlungen freizugeben",
    "zahlen": "Zahlungen auszuführen",
}


def office_rows(request):
    if not request.user.has_perm("projects.view_mittelabruf"):
        raise PermissionDenied("Mittelabrufe sehen Koordination, Zahlstelle und Revision.")
    return Mittelabruf.objects.visible_to(request.user)


def find_abruf(request, pk):
    return get_object_or_404(office_rows(request).for_detail(), pk=pk)
