"""Who may steer the floor's records."""

from .choices import Auftragsstatus


def can_steer_job(user):
    """True for people who may retry and cancel jobs."""
    return user.is_active and user.has_perm("base.change_auftrag")


def can_retry_job(user, auftrag):
    """True when `user` may let the ended job `auftrag` run anew."""
    return can_steer_job(user) and auftrag.status in {Auftragsstatus.FEHLGESCHLAGEN, Auftragsstatus.ABGEBROCHEN}


def can_cancel_job(user, auftrag):
    """True when `user` may stop the open job `auftrag`."""
    return can_steer_job(user) and auftrag.is_open
