"""All people with access, for those who manage it: search, invite, open and close accounts."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jugendaemter.models import Einladung, Jugendamt, Mitgliedschaft
from servicestelle.base.access import office_only
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.http import code_of
from servicestelle.base.konten import open_or_close_account, reset_second_factor
from servicestelle.base.models import User, Vertretung
from servicestelle.base.permissions import can_manage_account, can_reset_second_factor, can_see_people
from servicestelle.base.protokoll import entries_of
from servicestelle.base.ui.listing import PER_PAGE, choice_of, text_of
from servicestelle.base.ui.paging import paginate
from servicestelle.base.vorgaenge import label_of

from ..menschen import zugaenge
from ..menschen.forms import UeberallEinladenForm

STATES = [("aktiv", "Mit Zugang"), ("ohne", "Ohne Zugang"), ("gesperrt", "Gesperrt"), ("buero", "Im Büro")]
SHORT = 20


def managers_only(view):
    """Let only people who manage everybody's access into `view`."""
    return _only(view, lambda user: user.has_perm("base.manage_user"), "Zugänge verwaltet die Koordination.")


def overseers_only(view):
    """Let only people who look after everybody's access or accounts into `view`."""
    return _only(view, can_see_people, "Alle Konten sehen die Koordination und die Betriebsstelle.")


def _only(view, allowed, reason):
    @office_only
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not allowed(request.user):
            raise PermissionDenied(reason)
        return view(request, *args, **kwargs)

    return guarded


def people_for_list():
    """Accounts with what they belong to and whom they stand in for: four queries, whatever their number."""
    access = Mitgliedschaft.objects.not_over().select_related("jugendamt").order_by("jugendamt__name", "rolle")
    return User.objects.prefetch_related(
        Prefetch("mitgliedschaften", access, to_attr="zugaenge"),
        Prefetch("groups", Group.objects.order_by("name")),
        Prefetch("rollenvertretungen", Vertretung.objects.coming(), to_attr="vertretungen_bald"),
    ).order_by("name", "email")


def filtered(rows, stand, words):
    inside = Exists(Mitgliedschaft.objects.valid().filter(user=OuterRef("pk")))
    kept = {
        "aktiv": Q(inside, is_active=True),
        "ohne": Q(~inside, is_active=True, is_staff=False),
        "gesperrt": Q(is_active=False),
        "buero": Q(is_staff=True, is_active=True),
    }
    rows = rows.filter(kept[stand]) if stand else rows
    for word in words.split():
        offices = Mitgliedschaft.objects.not_over().filter(user=OuterRef("pk"), jugendamt__name__icontains=word)
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(Exists(offices)))
    return rows


@overseers_only
def menschen(request):
    stand, note = choice_of(request, "stand", [value for value, _ in STATES])
    words = text_of(request)
    page, page_note = paginate(filtered(people_for_list(), stand, words), request.GET.get("seite"), per_page=PER_PAGE)
    context = {
        "page": page,
        "stand": stand,
        "staende": STATES,
        "q": words,
        "einladungen": Einladung.objects.visible_to(request.user).pending().for_list(),
        "ohne_freigabe": Jugendamt.objects.valid().without_release(),
        "darf_einladen": request.user.has_perm("base.manage_user"),
        "hinweise": [text for text in (note, page_note) if text],
    }
    return render(request, "buero/menschen.html", context)


@overseers_only
def mensch(request, pk):
    """One person: access, account, what happened with it."""
    return _show(request, get_object_or_404(people_for_list(), pk=pk))


def _show(request, person, refusal=None, status=200):
    context = {
        "mensch": person,
        "darf_sperren": can_manage_account(request.user, person),
        "darf_beenden": request.user.has_perm("base.manage_user"),
        "darf_faktor": can_reset_second_factor(request.user, person) and person.authenticator_set.exists(),
        "weigerung": refusal,
        "verlauf": [(entry.at, label_of(entry.verb), entry.actor) for entry in entries_of(person)[:SHORT]],
    }
    return render(request, "buero/mensch.html", context, status=status)


@overseers_only
@require_POST
def sperren(request, pk):
    """Close the account, or open it again."""
    person = get_object_or_404(people_for_list(), pk=pk)
    active = request.POST.get("stand") == "oeffnen"
    try:
        open_or_close_account(person, active=active, actor=request.user)
    except NotAllowed as refusal:
        return _show(request, person, refusal, status=403)
    messages.success(request, f"Das Konto ist {'wieder offen' if active else 'gesperrt'}.")
    return redirect("buero_mensch", pk)


@overseers_only
@require_POST
def faktor_zuruecksetzen(request, pk):
    """After a lost device."""
    person = get_object_or_404(people_for_list(), pk=pk)
    try:
        reset_second_factor(person, actor=request.user)
    except (NotAllowed, NotNow) as refusal:
        return _show(request, person, refusal, status=code_of(refusal))
    messages.success(
        request, "Der zweite Faktor ist zurückgesetzt, alle Geräte sind abgemeldet. Die Person bekommt eine Mail."
    )
    return redirect("buero_mensch", pk)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def einladen(request):
    """Invite somebody into any Jugendamt; `?amt=` chooses it beforehand."""
    form = UeberallEinladenForm(request.POST or None, initial={"jugendamt": request.GET.get("amt", "")[:8]})
    valid = request.method == "POST" and form.is_valid()
    if valid and zugaenge.invite_once(request, form, form.cleaned_data["jugendamt"]):
        return redirect("buero_menschen")
    return render(request, "buero/einladen.html", {"form": form}, status=422 if form.errors else 200)


zurueckziehen = managers_only(zugaenge.zurueckziehen)
beenden = managers_only(zugaenge.beenden)
