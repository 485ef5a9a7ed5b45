"""The account page sends each person to the own door."""

from django.shortcuts import redirect

from servicestelle.base.access import is_office


def konto(request):
    """Office people go to the office, all others to self-service."""
    return redirect("buero" if is_office(request.user) else "mein")
