"""Public page of the Fachberatung."""

from django.shortcuts import render

from servicestelle.base.access import public
from servicestelle.base.texts import page_texts

KEYS = ("angebot", "fuer-wen", "ablauf", "datenschutz")


@public
def fachberatung(request):
    """What is offered, for whom, how it goes, whom to write to."""
    texts = page_texts("kontakt", *(f"fachberatung-{key}" for key in KEYS))
    return render(request, "beratung/fachberatung.html", texts)
