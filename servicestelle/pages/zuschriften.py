"""Writing to the Servicestelle without an account, and confirming the address."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from servicestelle.base.access import public
from servicestelle.base.choices import Zuschriftart
from servicestelle.base.einmal import AlreadySent, accept_once
from servicestelle.base.texts import page_texts
from servicestelle.base.zuschriften import confirm_zuschrift, find_by_secret, submit_zuschrift

from .forms import BarriereForm, ZuschriftForm


@public
@require_http_methods(["GET", "HEAD", "POST"])
def barriere_melden(request):
    """Report a barrier; works without login and without JavaScript."""
    page = "".join(char for char in request.GET.get("seite", "")[:300] if char.isprintable())
    form = BarriereForm(request.POST or None, initial={"seite": page})
    return _write(request, form, Zuschriftart.BARRIERE, "zuschriften/barriere_melden.html", {})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def kontakt(request):
    """Address, phone, and a form for a general question."""
    texts = page_texts("kontakt", "kontakt-hinweis")
    return _write(request, ZuschriftForm(request.POST or None), Zuschriftart.FRAGE, "zuschriften/kontakt.html", texts)


def _write(request, form, art, template, context):
    if request.method == "POST" and form.is_valid() and _submit_once(form, art):
        return redirect("zuschrift_geschrieben")
    return render(request, template, {**context, "form": form}, status=422 if form.errors else 200)


def _submit_once(form, art):
    """Keep the message of this form, once; False when the page was sent before with other content."""
    fields = {name: form.cleaned_data.get(name, "") for name in ("email", "text", "name", "seite")}
    try:
        accept_once(
            form.cleaned_data["nummer"],
            form=art,
            content=fields,
            write=lambda: {"zuschrift": submit_zuschrift(art=art, **fields).pk},
        )
    except AlreadySent as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@public
def geschrieben(request):
    return render(request, "zuschriften/geschrieben.html")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def bestaetigen(request, secret):
    """Confirm by a button, not by the mere visit: mail programs open links by themselves."""
    zuschrift = find_by_secret(secret)
    if zuschrift is None:
        raise Http404
    if request.method == "POST":
        confirm_zuschrift(zuschrift)
        return redirect("bestaetigen", secret)
    return render(request, "zuschriften/bestaetigen.html", {"zuschrift": zuschrift})
