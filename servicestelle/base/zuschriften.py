"""Messages from people without an account: written, confirmed by mail, answered by the office."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from . import protokoll
from .choices import ZUSCHRIFTWEGE, NotAllowed, NotNow, Zuschriftstatus, check_move
from .mail import queue_mail
from .models import Zuschrift
from .secret_links import hash_secret, new_secret

UNCONFIRMED = timedelta(days=30)  # how long a message waits for its address; the mail says that it is deleted then


def can_answer_zuschrift(user, zuschrift=None):
    """True for office people who look after the inbox."""
    return user.is_active and user.has_perm("base.change_zuschrift")


@transaction.atomic
def submit_zuschrift(*, art, email, text, name="", seite=""):
    """Keep the message and send a link to confirm the address; return the Zuschrift, still unconfirmed."""
    secret = new_secret()
    zuschrift = Zuschrift.objects.create(
        art=art, email=email, text=text, name=name, seite=seite, secret_hash=hash_secret(secret)
    )
    queue_mail(
        "zuschrift_bestaetigen",
        to=email,
        subject=f"Bitte bestätigen Sie Ihre Nachricht {zuschrift.nummer}",
        context={"zuschrift": zuschrift, "path": reverse("bestaetigen", args=[secret])},
    )
    return zuschrift


def forget_unconfirmed():
    """Delete what nobody confirmed in time; return how many."""
    waiting = Zuschrift.objects.filter(status=Zuschriftstatus.UNBESTAETIGT)
    return waiting.filter(created_at__lt=timezone.now() - UNCONFIRMED).delete()[0]


def find_by_secret(secret):
    """The Zuschrift with this secret, or None."""
    return Zuschrift.objects.filter(secret_hash=hash_secret(secret)).first()


@transaction.atomic
def confirm_zuschrift(zuschrift):
    """The address is real: the message reaches the office. Confirming again changes nothing; return the fresh row."""
    fresh = Zuschrift.objects.select_for_update().get(pk=zuschrift.pk)
    if fresh.status == Zuschriftstatus.UNBESTAETIGT:
        fresh.status, fresh.confirmed_at = Zuschriftstatus.EINGEGANGEN, timezone.now()
        fresh.save(update_fields=["status", "confirmed_at"])
        protokoll.record("zuschrift.eingegangen", fresh, actor=None)
    return fresh


@transaction.atomic
def move_zuschrift(zuschrift, *, to, actor):
    """Mark a message answered, or open again. Raises NotAllowed or NotNow; return the fresh row."""
    if not can_answer_zuschrift(actor):
        raise NotAllowed("Zuschriften bearbeiten dürfen Koordination, Fachberatung und Redaktion.")
    to, fresh = Zuschriftstatus(to), Zuschrift.objects.select_for_update().get(pk=zuschrift.pk)
    if fresh.status == Zuschriftstatus.UNBESTAETIGT:
        raise NotNow("Diese Adresse ist noch nicht bestätigt. Erst danach lässt sich die Zuschrift bearbeiten.")
    check_move(ZUSCHRIFTWEGE, Zuschriftstatus(fresh.status), to, label=fresh.nummer)
    done = to == Zuschriftstatus.ERLEDIGT
    fresh.status, fresh.answered_at = to, timezone.now() if done else None
    fresh.answered_by = actor if done else None
    fresh.save(update_fields=["status", "answered_at", "answered_by"])
    protokoll.record(f"zuschrift.{to.value}", fresh, actor=actor)
    return fresh
