"""Who acts for a Jugendamt."""

from .choices import Rolle


def scopes_of_member(user):
    """The scopes (`ags:…`) of all offices `user` belongs to today."""
    return [f"ags:{ags}" for ags in user.mitgliedschaften.valid().values_list("jugendamt_id", flat=True)]


def is_member(user, jugendamt, rolle=None):
    """True when `user` belongs to `jugendamt` today, in `rolle` if one is given."""
    if not (user.is_authenticated and user.is_active):
        return False
    own = user.mitgliedschaften.valid().filter(jugendamt=jugendamt)
    return (own.filter(rolle=rolle) if rolle else own).exists()


def can_release(user, jugendamt):
    """True when `user` may give legal effect for `jugendamt`."""
    return is_member(user, jugendamt, Rolle.FREIGABE)


def can_manage_people(user, jugendamt):
    """True when `user` may invite people into `jugendamt` and end their access: own Freigabe, or who manages all."""
    return user.is_active and (user.has_perm("base.manage_user") or can_release(user, jugendamt))
