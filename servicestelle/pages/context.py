"""What every template may use."""

from django.conf import settings

from servicestelle.base.access import viewer


def portal(request):
    """`person` is the signed-in person or None; see `viewer` for why templates use it instead of `user`."""
    person = viewer(request)
    return {"person": person if person.is_authenticated else None, "DEMO": settings.DEMO}
