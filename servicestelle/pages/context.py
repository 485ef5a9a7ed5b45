"""What every template may use."""

from django.conf import settings

from servicestelle.base.access import viewer


def portal(request):
    """`person` is the signed-in person or None; see `viewer` for why templates use it instead of `user`."""
    person = viewer(request)
    person = person if person.is_authenticated else None
    said = person is not None or "messages" in request.COOKIES  # else asking for messages would read the session
    return {"person": person, "has_messages": said, "DEMO": settings.DEMO}
