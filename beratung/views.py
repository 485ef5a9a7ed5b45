"""Public page of the Fachberatung and the request form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jugendaemter.models import Jugendamt
from servicestelle.base.access import public, viewer
from servicestelle.base.einmal import AlreadySent, accept_once
from servicestelle.base.texts import page_texts
from servicestelle.base.ui.traps import TRAPS

from .forms.anfragen import AnfrageForm, OeffentlicheAnfrageForm
from .models import Anfrage
from .services import submit_anfrage

KEYS = ("angebot", "fuer-wen", "ablauf", "datenschutz")


@public
def fachberatung(request):
    """What is offered, for whom, how it goes, whom to write to."""
    texts = page_texts("kontakt", *(f"fachberatung-{key}" for key in KEYS))
    return render(request, "beratung/fachberatung.html", texts)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def anfrage(request):
    """Ask for advice: members for their own office, everybody else with an address to confirm."""
    person = viewer(request)
    offices = Jugendamt.objects.of_member(person) if person.is_authenticated else Jugendamt.objects.none()
    member = offices.exists()
    form = _form(request, person=person, offices=offices, member=member)
    if request.method == "POST" and form.is_valid():
        receipt = _submit_once(form, person if member else None)
        if receipt:
            return _answer(request, receipt)
    status = 422 if form.errors else 200
    return render(request, "beratung/anfrage.html", {"form": form, "mit_konto": member}, status=status)


@public
def abgeschickt(request):
    return render(request, "beratung/abgeschickt.html")


def _form(request, *, person, offices, member):
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    if member:
        return AnfrageForm(*sent, person=person, offices=offices)
    return OeffentlicheAnfrageForm(*sent, offices=Jugendamt.objects.public().order_by("name"))


def _submit_once(form, actor):
    """Keep the request of this form, once; None when the page was sent before with other content."""
    fields = {name: value for name, value in form.cleaned_data.items() if name not in {"nummer", *TRAPS}}
    content = fields | {
        "jugendamt": fields["jugendamt"].pk,
        "themen": sorted(thema.pk for thema in fields["themen"]),
        "dateien": [[datei.name, datei.sha256] for datei in fields["dateien"]],
        "konto": actor and actor.pk,
    }
    try:
        return accept_once(
            form.cleaned_data["nummer"],
            form="anfrage",
            content=content,
            write=lambda: {"anfrage": submit_anfrage(actor=actor, **fields).pk},
        )
    except AlreadySent as refusal:
        form.add_error(None, str(refusal))
        form.say_choose_again()
        return None


def _answer(request, receipt):
    number = Anfrage.objects.values_list("nummer", flat=True).get(pk=receipt["anfrage"])
    if viewer(request).is_authenticated and number:
        messages.success(request, f"Ihre Anfrage ist da. Sie hat die Nummer {number}.")
        return redirect("mein_anfrage", number)
    return redirect("anfrage_abgeschickt")
