"""Who works in a Jugendamt: invited by mail, in with the first password, out with the next request."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.mail import queue_mail
from servicestelle.base.models import User
from servicestelle.base.secret_links import hash_secret, new_secret

from ..choices import Rolle
from ..models import Einladung, Jugendamt, Mitgliedschaft
from ..permissions import can_manage_people

VALID = timedelta(days=7)  # a link in a mailbox is not safe for longer
KEPT = timedelta(days=60)  # addresses of invitations that ended
MOST_OPEN = 20  # open invitations per office


@transaction.atomic
def invite_person(jugendamt, *, email, rolle, actor, name="", gueltig_bis=None):
    """Send a link to `email` that leads into `jugendamt`; an earlier one into the same role ends. Return the Einladung.

    Whether the address has an account changes nothing here, so nobody learns it by inviting. Raises NotAllowed,
    or NotNow when MOST_OPEN wait for an answer.
    """
    _ask(actor, jugendamt)
    office = Jugendamt.objects.select_for_update().get(pk=jugendamt.pk)
    email, now = email.strip().lower(), timezone.now()
    office.einladungen.pending().filter(email=email, rolle=rolle).update(withdrawn_at=now)
    if (waiting := office.einladungen.open().count()) >= MOST_OPEN:
        raise NotNow(
            f"In {office} warten schon {waiting} Einladungen auf Antwort, mehr als {MOST_OPEN} gehen nicht zugleich. "
            "Ziehen Sie eine zurück oder warten Sie auf Antworten."
        )
    secret = new_secret()
    einladung = Einladung.objects.create(
        email=email,
        name=name,
        jugendamt=office,
        rolle=rolle,
        gueltig_bis=gueltig_bis,
        secret_hash=hash_secret(secret),
        invited_by=actor,
        expires_at=now + VALID,
    )
    queue_mail(
        "einladung",
        to=email,
        subject=f"Einladung: Zugang für {office}",
        context={"einladung": einladung, "path": reverse("einladung", args=[secret])},
        scope=office.scope,
    )
    protokoll.record("einladung.verschickt", einladung, actor=actor, rolle=str(rolle))
    return einladung


@transaction.atomic
def withdraw_invitation(einladung, *, actor):
    """The link stops working. Raises NotAllowed, or NotNow when it was accepted or withdrawn before."""
    _ask(actor, einladung.jugendamt)
    fresh = Einladung.objects.select_for_update().get(pk=einladung.pk)
    if fresh.accepted_at or fresh.withdrawn_at:
        raise NotNow("Diese Einladung ist schon angenommen oder zurückgezogen.")
    fresh.withdrawn_at = timezone.now()
    fresh.save(update_fields=["withdrawn_at"])
    protokoll.record("einladung.zurueckgezogen", fresh, actor=actor)


@transaction.atomic
def accept_invitation(einladung, *, name="", password=None):
    """The person with the link takes the role: with a new account, or with the one the address has. Return the User.

    `name` and `password` make the new account; an existing one keeps its own. Raises NotNow when the link ended or
    the account is closed.
    """
    fresh = Einladung.objects.select_for_update().select_related("jugendamt").get(pk=einladung.pk)
    if not fresh.is_open:
        raise NotNow("Dieser Link gilt nicht mehr. Bitten Sie um eine neue Einladung.")
    user, new = User.objects.get_or_create(email=fresh.email, defaults={"name": name or fresh.name})
    if new:
        user.set_password(password)
        user.save(update_fields=["password"])
    if not user.is_active:
        raise NotNow("Das Konto zu dieser Adresse ist gesperrt. Bitte wenden Sie sich an die Servicestelle.")
    _let_in(user, fresh)
    fresh.accepted_at = timezone.now()
    fresh.save(update_fields=["accepted_at"])
    protokoll.record("einladung.angenommen", fresh, actor=user, rolle=fresh.rolle)
    return user


def _let_in(user, einladung):
    today = timezone.localdate()
    same = user.mitgliedschaften.filter(jugendamt=einladung.jugendamt, rolle=einladung.rolle)
    if same.valid().exists():
        return
    same.filter(gueltig_von__gt=today).delete()  # what was planned for later begins now
    user.mitgliedschaften.create(
        jugendamt=einladung.jugendamt,
        rolle=einladung.rolle,
        gueltig_von=today,
        gueltig_bis=max(today, einladung.gueltig_bis) if einladung.gueltig_bis else None,
    )


def is_last_release(mitgliedschaft):
    """True when nobody else in the office may give legal effect today."""
    if mitgliedschaft.rolle != Rolle.FREIGABE:
        return False
    others = Mitgliedschaft.objects.releasing().filter(jugendamt=mitgliedschaft.jugendamt_id)
    return not others.exclude(user=mitgliedschaft.user_id).exists()


@transaction.atomic
def end_membership(mitgliedschaft, *, actor):
    """The person loses this access with the next request, and hears of it by mail.

    Raises NotAllowed; NotNow when it is the office's last Freigabe and `actor` does not manage everybody's access.
    """
    _ask(actor, mitgliedschaft.jugendamt)
    Jugendamt.objects.select_for_update().get(pk=mitgliedschaft.jugendamt_id)  # two who remove each other take turns
    fresh = (
        Mitgliedschaft.objects.select_for_update(of=("self",))
        .select_related("user", "jugendamt")
        .filter(pk=mitgliedschaft.pk)
        .not_over()
        .first()
    )
    if fresh is None:
        raise NotNow("Dieser Zugang ist schon beendet.")
    last = is_last_release(fresh)
    if last and not actor.has_perm("base.manage_user"):
        raise NotNow(
            f"Das ist die letzte Person mit Freigabe in {fresh.jugendamt}. Ohne sie könnte niemand mehr freigeben oder "
            "einladen. Laden Sie zuerst eine andere Person mit Freigabe ein oder wenden Sie sich an die Servicestelle."
        )
    protokoll.record(
        "mitgliedschaft.beendet", fresh, actor=actor, rolle=fresh.rolle, konto=fresh.user_id, letzte_freigabe=last
    )
    queue_mail(
        "zugang_beendet",
        to=fresh.user.email,
        subject=f"Ihr Zugang für {fresh.jugendamt} ist beendet",
        context={"mitgliedschaft": fresh, "path": reverse("kontakt")},
        scope=fresh.scope,
    )
    _end_yesterday(fresh)


def _end_yesterday(mitgliedschaft):
    yesterday = timezone.localdate() - timedelta(days=1)
    if mitgliedschaft.gueltig_von > yesterday:
        mitgliedschaft.delete()  # it has no day to keep
        return
    mitgliedschaft.gueltig_bis = yesterday
    mitgliedschaft.save(update_fields=["gueltig_bis"])


def forget_invitations():
    """Delete invitations that ended long ago, with the addresses in them; return how many."""
    return Einladung.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()[0]


def _ask(actor, jugendamt):
    if not can_manage_people(actor, jugendamt):
        raise NotAllowed(
            f"Menschen einladen und ihren Zugang beenden darf in {jugendamt}, wer dort die Freigabe hat, und die "
            "Koordination der Servicestelle."
        )
