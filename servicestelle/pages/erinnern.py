"""What reminds people: the private calendar feed, the daily mail, and how to end either."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from servicestelle.base import kalenderlinks, tagesmail
from servicestelle.base.access import public
from servicestelle.base.einmal import NumberField, OnceForm, accept_once
from servicestelle.base.kalender import write_calendar

GONE = "Diese Adresse gilt nicht mehr: Der Kalender wurde inzwischen neu eingerichtet oder abgeschaltet."


class KalenderForm(OnceForm):
    """One button; the number makes the address, so that the same page sent again shows the same one."""

    nummer = NumberField(form="kalender")


@public
@never_cache
@require_safe
def kalender(request, token):
    """The feed of whoever holds the address; unknown, revoked and of a closed account are one and the same 404."""
    person = kalenderlinks.find_owner(token)
    if person is None:
        raise Http404
    response = HttpResponse(write_calendar(person), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="servicestelle.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_POST
def kalender_einrichten(request):
    """Make or renew the address and show it, this once; the same form sent again shows it again while it holds."""
    person, form = request.user, KalenderForm(request.POST)
    if not form.is_valid():
        return _show_address(request, form=form, refusal=form.non_field_errors()[0], status=422)
    number = form.cleaned_data["nummer"]
    secret = kalenderlinks.secret_for(person, number)
    accept_once(
        number,
        form="kalender",
        content={"konto": person.pk},
        write=lambda: {"konto": kalenderlinks.renew_link(person, secret=secret, actor=person).pk},
    )
    if not kalenderlinks.is_current(person, secret):
        return _show_address(request, form=KalenderForm(), refusal=GONE, status=409)
    return _show_address(request, address=settings.SITE_URL + reverse("mein_kalender", args=[secret]))


def _show_address(request, *, address="", form=None, refusal="", status=200):
    context = {"adresse": address, "form": form, "weigerung": refusal}
    return render(request, "konto/kalender.html", context, status=status)


@require_POST
def kalender_abschalten(request):
    gone = kalenderlinks.revoke_link(request.user, actor=request.user)
    text = "Ihr Kalender ist abgeschaltet. Die alte Adresse führt ins Leere."
    messages.success(request, text if gone else "Es war kein Kalender eingerichtet.")
    return redirect("konto")


@require_POST
def tagesmail_schalten(request):
    on = request.POST.get("stand") == "an"
    tagesmail.switch(request.user, on=on, actor=request.user)
    messages.success(request, "Sie bekommen die Tagesmail." if on else "Sie bekommen keine Tagesmail mehr.")
    return redirect("konto")


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def abbestellen(request, token):
    """End the daily mail by a button, not by the mere visit: mail programs open links by themselves."""
    person = tagesmail.find_by_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        tagesmail.switch(person, on=False, actor=None)
        return redirect("abbestellen", token)
    return render(request, "konto/abbestellen.html", {"token": token, "an": tagesmail.is_wanted(person)})
