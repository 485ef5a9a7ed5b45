"""Accepting an invitation: the first password, or one more office for an account that exists."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jugendaemter.models import Einladung
from jugendaemter.services import accept_invitation
from servicestelle.base.access import public
from servicestelle.base.choices import NotNow
from servicestelle.base.models import User
from servicestelle.base.secret_links import hash_secret

from .forms import EinladungAnnehmenForm

GONE = 410
DONE = "Ihr Zugang ist eingerichtet. Melden Sie sich jetzt mit Ihrer E-Mail-Adresse und Ihrem Passwort an."


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def einladung(request, secret):
    """Looking changes nothing: mail programs open links by themselves. The button lets the person in, once."""
    found = Einladung.objects.select_related("jugendamt").filter(secret_hash=hash_secret(secret)).first()
    if found is None or not found.is_open:
        return render(request, "menschen/einladung_vorbei.html", {"einladung": found}, status=GONE)
    known = User.objects.filter(email=found.email).exists()
    form = None if known else _form(request, found)
    if request.method == "POST" and (known or form.is_valid()):
        return _accept(request, found, form)
    context = {"einladung": found, "form": form}
    return render(request, "menschen/einladung.html", context, status=422 if form and form.errors else 200)


def _form(request, found):
    return EinladungAnnehmenForm(request.POST or None, email=found.email, initial={"name": found.name})


def _accept(request, found, form):
    given = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password1"]} if form else {}
    try:
        with transaction.atomic():
            user = accept_invitation(found, **given)
    except NotNow as refusal:
        context = {"einladung": None, "grund": refusal}
        return render(request, "menschen/einladung_vorbei.html", context, status=GONE)
    if request.user.is_authenticated and request.user.pk == user.pk:
        messages.success(request, f"Sie haben jetzt Zugang für {found.jugendamt}.")
        return redirect("konto")
    messages.success(request, DONE)
    return redirect("account_login")
