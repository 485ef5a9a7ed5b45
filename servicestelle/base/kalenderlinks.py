"""The secret address of the own calendar feed: made, shown once, renewed, revoked."""

import base64
import hmac

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import protokoll
from .models import Kalenderlink, User
from .secret_links import hash_secret

SALT = "base.kalenderlink"


def secret_for(user, number):
    """256 bits that follow from the portal's key, the person and the number of the form: sent twice, it is the same.

    So the page can show the address again to whoever sends the same form again, and yet it is kept nowhere.
    """
    digest = salted_hmac(SALT, f"{user.pk}:{number}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@transaction.atomic
def renew_link(user, *, secret, actor):
    """From now on only `secret` opens the feed of `user`; return the Kalenderlink."""
    fields = {"secret_hash": hash_secret(secret), "created_at": timezone.now()}
    link, _ = Kalenderlink.objects.update_or_create(user=user, defaults=fields)
    protokoll.record("konto.kalender_neu", user, actor=actor)
    return link


@transaction.atomic
def revoke_link(user, *, actor):
    """The feed of `user` is gone at once; return whether there was one."""
    gone = bool(Kalenderlink.objects.filter(user=user).delete()[0])
    if gone:
        protokoll.record("konto.kalender_weg", user, actor=actor)
    return gone


def find_owner(secret):
    """Whose feed this secret opens; None when it is unknown, revoked, or the account is closed."""
    return User.objects.filter(is_active=True, kalenderlink__secret_hash=hash_secret(secret)).first()


def is_current(user, secret):
    """True while `secret` opens the feed of `user`."""
    link = Kalenderlink.objects.filter(user=user).first()
    return link is not None and hmac.compare_digest(link.secret_hash, hash_secret(secret))
