"""What every template may use."""

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse

from servicestelle.base.access import signed_in
from servicestelle.base.search import MAX_LENGTH


def portal(request):
    """`person` is the signed-in person or None; see `viewer` for why templates use it instead of `user`."""
    person = signed_in(request)
    person = person if person.is_authenticated else None
    said = person is not None or "messages" in request.COOKIES  # else asking for messages would read the session
    return {
        "person": person,
        "has_messages": said,
        "DEMO": settings.DEMO,
        "SECOND_FACTOR": settings.SECOND_FACTOR,
        "suchtext": typed_search(request),
    }


def typed_search(request):
    """What stands in the search field at the top: printable, no longer than it takes, not the word of another list."""
    if request.path != reverse("suche"):
        return ""
    try:
        text = request.GET.get("q", "")[:MAX_LENGTH]
    except SuspiciousOperation:  # thousands of parameters: the page that refuses them comes by here too
        return ""
    return "".join(char for char in text if char.isprintable())
