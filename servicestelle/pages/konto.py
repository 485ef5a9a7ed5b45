"""The one login, the door behind it, and the page of the own account."""

from allauth.account.views import LoginView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from servicestelle.base.access import is_office, public
from servicestelle.base.konten import rename
from servicestelle.base.models import Kalenderlink, Vertretung
from servicestelle.base.passwords import request_reset
from servicestelle.base.sitzungen import end_sessions, sessions_of
from servicestelle.base.tagesmail import is_wanted

from .erinnern import KalenderForm
from .konto_forms import NameForm, ResetForm
from .startdaten.demo import PEOPLE, email_of


def demo_accounts():
    """Who may log in to the demo; nobody to show outside of it."""
    if not (settings.DEMO and settings.DEMO_PASSWORD):
        return []
    return [(email_of(login), group or f"Jugendamt, {role.label}") for login, (_, group, _, role) in PEOPLE.items()]


def demo_password():
    return settings.DEMO_PASSWORD if settings.DEMO else ""


anmelden = LoginView.as_view(extra_context={"demo_konten": demo_accounts, "demo_passwort": demo_password})


def weiter(request):
    """After the login: office people go to the office, all others to self-service."""
    return redirect("buero" if is_office(request.user) else "mein")


@require_http_methods(["GET", "HEAD", "POST"])
def konto(request):
    """All about the own account on one page: name, access, password, second factor, devices."""
    person = request.user
    form = NameForm(request.POST or None, initial={"name": person.name})
    if request.method == "POST" and form.is_valid():
        rename(person, name=form.cleaned_data["name"], actor=person)
        messages.success(request, "Ihr Name ist gespeichert.")
        return redirect("konto")
    context = {
        "form": form,
        "zugaenge": person.mitgliedschaften.not_over().select_related("jugendamt"),
        "gruppen": person.groups.order_by("name"),
        "vertretungen": Vertretung.objects.coming().filter(person=person) if is_office(person) else (),
        "faktoren": set(Authenticator.objects.filter(user=person).values_list("type", flat=True)),
        "geraete": sessions_of(person, request.session.session_key),
        "tagesmail": is_wanted(person),
        "kalenderlink": Kalenderlink.objects.filter(user=person).first(),
        "kalender_form": KalenderForm(),
        "noetig": settings.SECOND_FACTOR and is_office(person),
    }
    return render(request, "konto/konto.html", context, status=422 if form.errors else 200)


@require_POST
def geraete_abmelden(request):
    """End one other session (`geraet`), or all others; the own one ends by logging out."""
    only = request.POST.get("geraet", "")[:24]
    ended = end_sessions(request.user, actor=request.user, keep=request.session.session_key, only=only)
    text = "1 Gerät ist abgemeldet." if ended == 1 else f"{ended} Geräte sind abgemeldet."
    messages.success(request, text if ended else "Es war kein anderes Gerät angemeldet.")
    return redirect("konto")


def passkeys(request):
    """They are listed with the other factors."""
    return redirect("mfa_index")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def passwort_vergessen(request):
    """Ask for a link; the answer is the same for every address, and so is the work behind it."""
    form = ResetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request_reset(form.cleaned_data["email"])
        return redirect("account_reset_password_done")
    return render(request, "account/password_reset.html", {"form": form})
