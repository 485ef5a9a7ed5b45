"""What people are told about their own account, and what the audit log keeps: one place for every such change."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from . import protokoll, sitzungen
from .choices import NotAllowed, NotNow
from .mail import queue_mail
from .models import User
from .permissions import can_manage_account, can_reset_second_factor

# the library's name of its notice: (verb in the audit log, what the person reads)
NOTICES = {
    "account/email/password_changed": ("konto.passwort_geaendert", "Ihr Passwort wurde geändert."),
    "account/email/password_set": ("konto.passwort_geaendert", "Ihr Passwort wurde festgelegt."),
    "mfa/email/totp_activated": ("konto.faktor_neu", "Eine App für Codes wurde als zweiter Faktor eingerichtet."),
    "mfa/email/totp_deactivated": ("konto.faktor_weg", "Die App für Codes ist kein zweiter Faktor mehr."),
    "mfa/email/webauthn_added": ("konto.faktor_neu", "Ein Passkey wurde als zweiter Faktor eingerichtet."),
    "mfa/email/webauthn_removed": ("konto.faktor_weg", "Ein Passkey ist kein zweiter Faktor mehr."),
    "mfa/email/recovery_codes_generated": (
        "konto.notfallcodes",
        "Neue Codes für den Notfall wurden gemacht; die alten gelten nicht mehr.",
    ),
    "account/email/password_reset": (
        "konto.passwort_geaendert",
        "Ihr Passwort wurde über den Link aus einer Mail neu gewählt.",
    ),
}


def note_change(user, verb, sentence, *, actor):
    """Record that `actor` changed something about the account of `user`, and tell its owner by mail."""
    protokoll.record(verb, user, actor=actor)
    context = {"sentence": sentence, "path": reverse("account_reset_password"), "contact": reverse("kontakt")}
    queue_mail("konto_geaendert", to=user.email, subject="Änderung an Ihrem Konto", context=context)


@transaction.atomic
def open_or_close_account(user, *, active, actor):
    """Close the account of `user`, or open it again: closed, it is out with its next request. Raises NotAllowed."""
    if not can_manage_account(actor, user):
        raise NotAllowed("Dieses Konto dürfen Sie weder sperren noch öffnen. Bitten Sie die Betriebsstelle.")
    fresh = User.objects.select_for_update().get(pk=user.pk)
    if fresh.is_active == active:
        return
    fresh.is_active = active
    fresh.save(update_fields=["is_active"])
    word = "wieder geöffnet" if active else "gesperrt"
    note_change(fresh, "konto.geoeffnet" if active else "konto.gesperrt", f"Ihr Konto wurde {word}.", actor=actor)


@transaction.atomic
def reset_second_factor(user, *, actor):
    """Take away all second factors of `user`, whose device is lost, and end all sessions; the person hears of it by mail.

    At the next login the password is enough, and office people set up a new factor before anything else.
    Raises NotAllowed, or NotNow when there is none.
    """
    if not can_reset_second_factor(actor, user):
        raise NotAllowed("Den zweiten Faktor setzen Koordination und Betriebsstelle zurück, nie den eigenen.")
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise NotNow("Dieses Konto hat keinen zweiten Faktor.")
    sitzungen.end_sessions(user, actor=actor)
    sentence = "Ihr zweiter Faktor wurde zurückgesetzt. Richten Sie nach der nächsten Anmeldung einen neuen ein."
    note_change(user, "konto.faktor_zurueckgesetzt", sentence, actor=actor)


@transaction.atomic
def rename(user, *, name, actor):
    """Let the person be called `name` from now on."""
    if name != user.name:
        user.name = name
        user.save(update_fields=["name"])
        protokoll.record("konto.name", user, actor=actor)
