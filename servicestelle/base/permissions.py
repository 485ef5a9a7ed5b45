"""Who may steer the floor's records."""

from django.contrib.auth.backends import ModelBackend

from .choices import Auftragsstatus


def can_give_group(user, group):
    """True when `user` may put people into `group` and take them out: nobody gives rights beyond the own ones.

    What a deputyship lends for some days is not the own: else a deputy could keep it for good.
    """
    rights = group.permissions.values_list("content_type__app_label", "codename")
    return user.is_superuser or {f"{app}.{codename}" for app, codename in rights} <= lasting_rights(user)


def lasting_rights(user):
    """The rights `user` has by groups and account, without those of a deputyship."""
    return ModelBackend().get_all_permissions(user)


def can_set_login(user):
    """True when `user` may set passwords and change addresses of others: with either one could act in their name."""
    return user.is_active and user.is_superuser


def can_steer_job(user):
    """True for people who may retry and cancel jobs."""
    return user.is_active and user.has_perm("base.change_auftrag")


def can_retry_job(user, auftrag):
    """True when `user` may let the ended job `auftrag` run anew."""
    return can_steer_job(user) and auftrag.status in {Auftragsstatus.FEHLGESCHLAGEN, Auftragsstatus.ABGEBROCHEN}


def can_cancel_job(user, auftrag):
    """True when `user` may stop the open job `auftrag`."""
    return can_steer_job(user) and auftrag.is_open


def can_move_frist(user, frist):
    """True when `user` may put the open deadline on another day: who looks after requests."""
    return user.is_active and user.has_perm("base.change_frist") and frist.done_at is None


def can_see_people(user):
    """True for those who look after everybody's access or accounts."""
    return user.is_active and (user.has_perm("base.manage_user") or user.has_perm("base.change_user"))


def can_manage_account(user, other):
    """True when `user` may close or open the account of `other`, never the own one.

    People of a Jugendamt: who looks after access or accounts. People of the office: who looks after accounts.
    Superusers: only superusers.
    """
    if user.pk == other.pk or (other.is_superuser and not user.is_superuser):
        return False
    return user.is_active and user.has_perm("base.change_user") if other.is_staff else can_see_people(user)


def can_reset_second_factor(user, other):
    """True when `user` may take away the second factor of `other` after a loss, never the own one."""
    if user.pk == other.pk or (other.is_superuser and not user.is_superuser):
        return False
    return can_see_people(user)


def can_appoint_deputies(user):
    """True for those who manage everybody's access: they say who stands in for a role, never for themselves."""
    return user.is_active and user.has_perm("base.manage_user")
