"""The one login, and the account page that sends each person to the own door."""

from allauth.account.views import LoginView
from django.conf import settings
from django.shortcuts import redirect

from servicestelle.base.access import is_office

from .startdaten.demo import PEOPLE, email_of


def demo_accounts():
    """Who may log in to the demo; nobody to show outside of it."""
    if not (settings.DEMO and settings.DEMO_PASSWORD):
        return []
    return [(email_of(login), group or f"Jugendamt, {role.label}") for login, (_, group, _, role) in PEOPLE.items()]


def demo_password():
    return settings.DEMO_PASSWORD if settings.DEMO else ""


anmelden = LoginView.as_view(extra_context={"demo_konten": demo_accounts, "demo_passwort": demo_password})


def konto(request):
    """Office people go to the office, all others to self-service."""
    return redirect("buero" if is_office(request.user) else "mein")
