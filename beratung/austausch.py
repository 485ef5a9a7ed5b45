"""Public pages of exchanges: what comes, what was, one of them, and registering for it."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jugendaemter.models import Jugendamt
from servicestelle.base.access import public, viewer
from servicestelle.base.choices import Refusal
from servicestelle.base.einmal import accept_once

from . import services
from .forms.austausch import AnmeldungForm, KontoAnmeldungForm
from .kalender.austausch import calendar_response
from .models import Anmeldung, Austauschangebot

PAST = 20


@public
def austausch(request):
    """What comes, the next one first; what was, folded. Two queries."""
    listed = Austauschangebot.objects.listed()
    return render(
        request, "beratung/austausch/liste.html", {"kommende": listed.coming(), "vergangene": listed.past()[:PAST]}
    )


@public
def angebot(request, slug):
    row, person = _visible(request, slug), viewer(request)
    mine = Anmeldung.objects.of_person(person).filter(angebot=row).first()
    context = {"angebot": row, "meine": mine, "mit_konto": person.is_authenticated}
    if person.is_authenticated and row.nimmt_an:
        context["form"] = KontoAnmeldungForm()
    return render(request, "beratung/austausch/angebot.html", context)


@public
def kalender(request, slug):
    return calendar_response(_visible(request, slug))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def anmelden(request, slug):
    """Register: with an account by one button, else with an address to confirm."""
    row, person = _visible(request, slug), viewer(request)
    with_account = person.is_authenticated
    form = (KontoAnmeldungForm if with_account else AnmeldungForm)(request.POST or None)
    refusal, code = None, 422 if form.errors else 200
    try:
        services.must_accept(row)
        if request.method == "POST" and form.is_valid():
            receipt = _register_once(row, form, person if with_account else None)
            return (
                redirect("meine_anmeldung", receipt["anmeldung"]) if with_account else redirect("austausch_abgeschickt")
            )
    except Refusal as said:
        refusal, code = said, 409
    context = {"angebot": row, "form": form, "mit_konto": with_account, "weigerung": refusal}
    return render(request, "beratung/austausch/anmelden.html", context, status=code)


@public
def abgeschickt(request):
    return render(request, "beratung/austausch/abgeschickt.html", {"demo": settings.DEMO})


def _register_once(row, form, person):
    """Keep the registration of this form, once; raises a Refusal when that cannot be."""
    if person is None:
        fields = {name: form.cleaned_data[name] for name in ("name", "email", "jugendamt")}
    else:
        offices = list(Jugendamt.objects.of_member(person)[:2])
        office = offices[0] if len(offices) == 1 else None
        fields = {"name": str(person)[:150], "email": person.email, "jugendamt": office}
    content = fields | {"jugendamt": fields["jugendamt"] and fields["jugendamt"].pk, "angebot": row.pk}
    return accept_once(
        form.cleaned_data["nummer"],
        form="austausch",
        content=content | {"konto": person and person.pk},
        write=lambda: {"anmeldung": services.register(row, actor=person, **fields).pk},
    )


def _visible(request, slug):
    return get_object_or_404(Austauschangebot.objects.visible_to(viewer(request)), slug=slug)
