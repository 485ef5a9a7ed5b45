"""Who may do what with money. The same predicate guards the service and draws the button."""

from jugendaemter.permissions import can_release, is_member

from .choices import Abrufstatus

PRUEFEN = "projects.check_mittelabruf"
VORBEREITEN = "projects.change_foerderung"
ZEICHNEN = "projects.sign_bescheid"
FREIGEBEN = "projects.release_mittelabruf"


def can_prepare_bescheide(user):
    """True for people of the Servicestelle who draft grants and prepare documents."""
    return user.is_authenticated and user.is_active and user.has_perm(VORBEREITEN)


def can_sign_bescheide(user):
    """True for those whose signature makes a document."""
    return user.is_authenticated and user.is_active and user.has_perm(ZEICHNEN)


def can_sign_bescheid(user, entwurf):
    """Four eyes: whoever prepared does not sign."""
    return can_sign_bescheide(user) and entwurf.vorbereitet_von_id != user.pk


def can_declare(user, grant):
    """True for those who confirm, waive, accept, answer and submit with effect for the grant's Jugendamt."""
    return can_release(user, grant.jugendamt)


def can_draft_aenderungsantrag(user, grant):
    """True for the people of the Jugendamt the grant belongs to."""
    return is_member(user, grant.jugendamt)


def can_withdraw_aenderungsantrag(user, antrag):
    """A draft by all of the Jugendamt, what was submitted by those who may submit."""
    may = can_draft_aenderungsantrag if antrag.is_draft else can_declare
    return may(user, antrag.foerderung)


def can_see_all_money(user):
    """True for people of the office who read the money of every grant."""
    return user.is_authenticated and user.is_active and user.has_perm("projects.view_foerderung")


def can_draft_mittelabruf(user, grant):
    """True for the people of the Jugendamt the grant belongs to."""
    return is_member(user, grant.jugendamt)


def can_submit_mittelabruf(user, grant):
    """True for those who give legal effect in the Jugendamt."""
    return can_release(user, grant.jugendamt)


def is_to_leave_to_others(user, row, cohort):
    """True where the programme wants another person to submit `row` than the one who wrote last (rule 6)."""
    return cohort.needs_second_person and row.geaendert_von_id == user.pk


def can_submit_written(user, row):
    """True for those who submit this request for payment or for a change of their Jugendamt's grant."""
    grant = row.foerderung
    return can_release(user, grant.jugendamt) and not is_to_leave_to_others(user, row, grant.foerderzeitraum)


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


BEWERTEN = "projects.check_interessenbekundung"
ENTSCHEIDEN = "projects.decide_interessenbekundung"


def can_write_interessenbekundung(user, jugendamt):
    """True for the people of the Jugendamt."""
    return is_member(user, jugendamt)


def can_submit_interessenbekundung(user, bekundung):
    """True for those who give legal effect in the Jugendamt; where the programme asks for a second person, not its writer."""
    leaves = is_to_leave_to_others(user, bekundung, bekundung.foerderzeitraum)
    return can_release(user, bekundung.jugendamt) and not leaves


def can_withdraw_interessenbekundung(user, bekundung):
    """True for those who give legal effect in the Jugendamt."""
    return can_release(user, bekundung.jugendamt)


def can_score_interessenbekundung(user):
    """True for people of the office who review what came in."""
    return user.is_authenticated and user.is_active and user.is_staff and user.has_perm(BEWERTEN)


def can_decide_interessenbekundung(user):
    """True for people of the office who say yes or no."""
    return user.is_authenticated and user.is_active and user.is_staff and user.has_perm(ENTSCHEIDEN)


def can_add_foerderzeitraum(user):
    """True for people of the office who set up cohorts."""
    return user.is_authenticated and user.is_active and user.is_staff and user.has_perm("projects.add_foerderzeitraum")


def can_simulate(user):
    """True for people of the office who try award sums."""
    return user.is_authenticated and user.is_active and user.is_staff and user.has_perm("projects.change_simulation")


def can_draft_foerderung(user):
    """True for people of the office who write drafts of grants."""
    return user.is_authenticated and user.is_active and user.is_staff and user.has_perm("projects.add_foerderung")
