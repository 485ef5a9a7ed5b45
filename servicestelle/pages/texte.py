"""Pages that are one editable text: Impressum, Datenschutz."""

from django.shortcuts import render

from servicestelle.base.access import public
from servicestelle.base.texts import page_texts


@public
def impressum(request):
    context = {"titel": "Impressum", **page_texts("impressum", "kontakt")}
    return render(request, "pages/seitentext.html", {**context, "text": context["impressum"]})


@public
def datenschutz(request):
    text = page_texts("datenschutz")["datenschutz"]
    return render(request, "pages/seitentext.html", {"titel": "Datenschutz", "text": text})
