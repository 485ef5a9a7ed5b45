"""What every template may use."""

from django.conf import settings


def portal(request):
    """`person` is None for anonymous people without touching their session, so their pages carry no cookie."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES
    person = request.user if known and hasattr(request, "user") and request.user.is_authenticated else None
    return {"person": person, "DEMO": settings.DEMO}
