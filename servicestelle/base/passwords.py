"""Which passwords hold (NIST SP 800-63B-4, 3.1.1.2), and the link for those who forgot theirs.

Length instead of rules about kinds of characters; none that is common, repeated, or made of words everybody would
guess here. Passwords are compared in Unicode's NFKC, so that one typed on another keyboard is the same.
"""

import re

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from . import limits, protokoll
from .choices import NotNow
from .jobs import enqueue
from .mail import queue_mail
from .models import Auftrag, User

LONGEST_UNIT = 10  # „abcabcabc…“ is as easy as „abc“
OWN_PART = 8  # characters that must be left when guessable words are taken out
GUESSABLE = [
    "servicestelle",
    "gelingendes",
    "aufwachsen",
    "netzwerke",
    "kinder",
    "jugendamt",
    "westfalen",
    "lippe",
    "lwl",
    "kreis",
    "stadt",
    "portal",
    "passwort",
    "password",
    "kennwort",
    "willkommen",
    "geheim",
    "sommer",
    "winter",
    "herbst",
    "fruehling",
    "frühling",
    "montag",
    "freitag",
    "januar",
    "dezember",
    "qwertzuiop",
    "qwertyuiop",
    "asdfghjkl",
    "yxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "demo",
    "admin",
]
RESET = ("passwort_vergessen", "Neues Passwort für Ihr Konto")
WELCOME = ("konto_eingerichtet", "Ihr Konto bei der Servicestelle")
REQUEST, SEND = "passwort_link", "base.passwort_link"


class NotGuessable:
    """Refuses repetitions, runs of the keyboard and passwords made of the own name, address or words of this house."""

    def validate(self, password, user=None):
        text = password.casefold()
        if _is_repeated(text):
            raise ValidationError(
                "Dieses Passwort wiederholt nur wenige Zeichen und ist leicht zu erraten. Nehmen Sie zum Beispiel vier "
                "Wörter, die nichts miteinander zu tun haben.",
                code="repeated",
            )
        if len(_without(text, [*GUESSABLE, *_words_of(user)])) < OWN_PART:
            raise ValidationError(
                "Dieses Passwort besteht fast nur aus Wörtern, die hier jede:r errät: Ihr Name, Ihre Adresse oder Wörter "
                "dieses Portals. Nehmen Sie zum Beispiel vier Wörter, die nichts miteinander zu tun haben.",
                code="guessable",
            )

    def get_help_text(self):
        return "Nehmen Sie nicht Ihren Namen, Ihre Adresse oder Wörter dieses Portals."


def _is_repeated(text):
    return any(
        (text[:size] * len(text))[: len(text)] == text for size in range(1, min(LONGEST_UNIT, len(text) // 2) + 1)
    )


def _words_of(user):
    known = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}".casefold()
    return [word for word in re.split(r"[\W_]+", known) if len(word) > 2]


def _without(text, words):
    """What is left of `text`; a year or signs around a word that was taken out do not count either."""
    left = text
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return text if left == text else re.sub(r"[\W_\d]+$|^[\W_\d]+", "", left)


def request_reset(email):
    """Ask for a link to `email`. Known or not, the same is done now: the worker looks whether there is an account."""
    try:
        limits.count_try(REQUEST, email, ends=False)
    except limits.TooMany:
        return  # links enough are on their way; saying so would help only those who want to annoy
    enqueue(SEND, title="Link für ein neues Passwort", actor=None, params={"email": email})


@transaction.atomic
def send_reset_link(auftrag):
    """Send the link if the address has an open account; the job forgets the address, whoever's it was."""
    user = User.objects.filter(email=auftrag.params.get("email", ""), is_active=True).first()
    if user:
        _queue_link(user)
    Auftrag.objects.filter(pk=auftrag.pk).update(params={})


@transaction.atomic
def send_password_link(konto, *, actor):
    """Mail the owner of `konto` a link to choose a password, so that nobody else ever knows it. Raises NotNow."""
    if not konto.is_active:
        raise NotNow("Das Konto ist gesperrt. Setzen Sie erst das Häkchen „aktiv“ und sichern Sie.")
    _queue_link(konto)
    protokoll.record("konto.link_gesendet", konto, actor=actor)


def _queue_link(user):
    template, subject = RESET if user.has_usable_password() else WELCOME
    queue_mail(template, to=user.email, subject=subject, context={"path": reset_path(user)})


def reset_path(user):
    """The secret path on which `user` chooses a new password, once, until PASSWORD_RESET_TIMEOUT."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
