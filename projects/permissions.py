"""Who may do what with money. The same predicate guards the service and draws the button."""

from jugendaemter.permissions import can_release, is_member

from .choices import Abrufstatus

PRUEFEN = "projects.check_mittelabruf"
FREIGEBEN = "projects.release_mittelabruf"


def can_see_all_money(user):
    """True for people of the office who read the money of every grant."""
    return user.is_authenticated and user.is_active and user.has_perm("projects.view_foerderung")


def can_draft_mittelabruf(user, grant):
    """True for the people of the Jugendamt the grant belongs to."""
    return is_member(user, grant.jugendamt)


def can_submit_mittelabruf(user, grant):
    """True for those who give legal effect in the Jugendamt."""
    return can_release(user, grant.jugendamt)


def can_check_mittelabruf(user):
    """True for people of the Servicestelle who examine requests for payment."""
    return user.is_authenticated and user.is_active and user.has_perm(PRUEFEN)


def can_release_payments(user):
    """True for those who release payments at all: Koordination and Zahlstelle."""
    return user.is_authenticated and user.is_active and user.has_perm(FREIGEBEN)


def can_release_payment(user, abruf):
    """Four eyes (rule 6): whoever examined the request does not release its payment."""
    return can_release_payments(user) and abruf.geprueft_von_id != user.pk


def can_withdraw_mittelabruf(user, abruf):
    """A draft by all of the Jugendamt, what was submitted by those who may submit."""
    may = can_draft_mittelabruf if abruf.status == Abrufstatus.ENTWURF else can_submit_mittelabruf
    return may(user, abruf.foerderung)
