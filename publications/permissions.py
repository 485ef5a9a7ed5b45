"""Who sets, publishes and withdraws editions. The same predicate guards the service and draws the button."""

from .choices import AUSGABEWEGE, Ausgabestatus


def can_see_composer(user):
    """True for office people who may look at editions in the making."""
    return user.is_authenticated and user.is_active and user.is_staff and user.has_perm("publications.view_ausgabe")


def can_make_editions(user):
    """True when `user` may set, publish and withdraw editions."""
    return user.is_authenticated and user.is_active and user.has_perm("publications.change_ausgabe")


def can_publish_edition(user, ausgabe):
    return can_make_editions(user) and Ausgabestatus.VEROEFFENTLICHT in AUSGABEWEGE.get(ausgabe.status, ())


def can_withdraw_edition(user, ausgabe):
    return can_make_editions(user) and Ausgabestatus.ZURUECKGEZOGEN in AUSGABEWEGE.get(ausgabe.status, ())
