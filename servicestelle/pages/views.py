"""Pages that show several apps."""

from django.shortcuts import render

from servicestelle.base.access import public


@public
def start(request):
    return render(request, "pages/start.html")
