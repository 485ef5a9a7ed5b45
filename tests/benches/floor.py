"""The floor: a bare Django view that returns 20 KB, without middleware, session or database."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

PAGE = b"<!doctype html><title>floor</title>" + b"x" * 20_000


def page(request):
    return HttpResponse(PAGE, headers={"Content-Length": len(PAGE)})


urlpatterns = [path("", page)]
settings.configure(
    ALLOWED_HOSTS=["*"], SECRET_KEY=os.environ["SECRET_KEY"], ROOT_URLCONF=__name__, MIDDLEWARE=[], LOGGING_CONFIG=None
)
application = get_wsgi_application()
