"""Who may do what with a request. The same predicate guards the service and draws the button."""

from jugendaemter.permissions import is_member

from .choices import MIT_TERMIN, Anfragestatus

LENKEN = "beratung.change_anfrage"
EXAMINES = ("base.view_protokoll", "projects.view_foerderung")
AUSTAUSCH = "beratung.change_austauschangebot"


def can_advise(user):
    """True for people of the Servicestelle who look after requests."""
    return user.is_authenticated and user.is_active and user.has_perm(LENKEN)


def can_read_anfragen(user):
    """True for people of the office who may read the queue, and keep filters of it."""
    return user.is_active and user.has_perm("beratung.view_anfrage")


def can_assign_anfrage(user, anfrage, to):
    """Coordinators assign anybody; an adviser takes a request herself or hands her own over."""
    if not can_advise(user):
        return False
    return user.has_perm("beratung.assign_anfrage") or to == user or anfrage.zustaendig == user


def can_note_absence(user, person):
    """Coordinators for everybody, an adviser for herself."""
    return can_advise(user) and (user.has_perm("beratung.assign_anfrage") or user == person)


def can_hand_over(user, abwesenheit):
    """Also the deputy may take what is hers for the time being."""
    return can_note_absence(user, abwesenheit.user) or (can_advise(user) and user == abwesenheit.vertretung)


def can_run_austausch(user):
    """True for people of the Servicestelle who plan exchanges and look after who comes."""
    return user.is_authenticated and user.is_active and user.has_perm(AUSTAUSCH)


def can_cancel_anmeldung(user, anmeldung):
    """True for the person who registered and for those who run the exchange."""
    return can_run_austausch(user) or (user.is_authenticated and user.is_active and anmeldung.konto_id == user.pk)


def can_write_as_jugendamt(user, anfrage):
    """True for the people of the Jugendamt that asked."""
    return is_member(user, anfrage.jugendamt)


def can_see_statistik(user):
    """True for those who look after requests, and for those who examine: they read log and grants, never a request."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.has_perm("beratung.view_anfrage") or user.has_perms(EXAMINES)


def can_withdraw_anfrage(user, anfrage):
    return can_write_as_jugendamt(user, anfrage) and is_open(anfrage)


def acts_for_jugendamt(user, anfrage):
    """True for the asking side: the people of its Jugendamt, and whoever holds the secret link (None)."""
    return user is None or can_write_as_jugendamt(user, anfrage)


def acts_for_office(user):
    return user is not None and can_advise(user)


def can_plan_termin(user, anfrage):
    """Both sides propose times and cancel what is agreed."""
    return acts_for_office(user) or acts_for_jugendamt(user, anfrage)


def can_answer_termin(user, termin):
    """The side that did not propose the time accepts or declines it."""
    return acts_for_jugendamt(user, termin.anfrage) if termin.vom_buero else acts_for_office(user)


def can_ask_again(user, anfrage):
    """A follow-up is asked by the asking side, or by an adviser on its behalf."""
    return acts_for_office(user) or acts_for_jugendamt(user, anfrage)


def takes_termine(anfrage):
    """True while somebody is in charge and the case goes on."""
    return anfrage.status in MIT_TERMIN


def can_be_documented(anfrage):
    """True from the confirmation on, also after the end: what was done late is still written down."""
    return anfrage.status != Anfragestatus.UNBESTAETIGT


def is_open(anfrage):
    """True while it is confirmed and not ended: then it can be written to and withdrawn."""
    return not anfrage.is_ended and anfrage.status != Anfragestatus.UNBESTAETIGT
