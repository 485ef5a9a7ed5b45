"""Friendly refusals: 400, 403, 404, 405, 413, 500 and a lost form token."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import Resolver404, resolve

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
LIMITS = (
    "Ein Formular nimmt höchstens {} MB Text und {} Felder an, dazu 5 Dateien, jede höchstens 10 MB, zusammen höchstens "
    "20 MB. Gespeichert ist nichts. Gehen Sie mit der Zurück-Taste Ihres Browsers zum Formular; Ihr Text steht dort meist "
    "noch. Kürzen Sie ihn, oder wählen Sie weniger oder kleinere Dateien."
)
LONG_ADDRESS = (
    "Diese Adresse trägt mehr Angaben, als eine Seite annimmt: höchstens {}. Gespeichert oder geändert ist nichts. Öffnen Sie "
    "die Seite ohne die Angaben hinter dem Fragezeichen und wählen Sie dort neu aus."
)
DRAINED = 200 * 1024 * 1024  # bytes


def bad_request(request, exception=None):
    return too_large(request) if isinstance(exception, TOO_MUCH) else render(request, "400.html", status=400)


def too_large(request):
    """More than a form or an address may carry: the limits, and that nothing was kept."""
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    in_address = request.META.get("QUERY_STRING", "").count("&") >= most
    in_form = LIMITS.format(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2, most)
    text = LONG_ADDRESS.format(most) if in_address else in_form
    return render(request, "413.html", {"text": text}, status=413)


def permission_denied(request, exception=None):
    """What the refusing code says (rule, numbers, way out) is shown."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    """Rendered without context: the database or a context processor may be what failed."""
    return HttpResponseServerError(get_template("500.html").render())


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


class TooLarge:
    """Answers a body beyond BODY_LIMIT in words, before anything reads it or keeps it on a disk.

    What still comes is read and thrown away, else the browser would show a broken line instead of the page; whoever
    sends more than DRAINED gets just that.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        if size <= settings.BODY_LIMIT:
            return self.get_response(request)
        if size <= DRAINED:
            drain(request.META["wsgi.input"], size)
        return too_large(request)


def drain(stream, size):
    while size > 0 and (block := stream.read(min(size, 64 * 1024))):
        size -= len(block)


class FormsOnly:
    """Who opens the address of a form's target, say from the address bar after a refusal, is shown the way back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = render(request, "405.html", {"zurueck": page_above(request.path)}, status=405)
        page["Allow"] = response["Allow"]
        return page


def page_above(path):
    """The nearest address above `path` that the portal knows."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"
