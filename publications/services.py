"""Every write around editions: set, check, publish, withdraw."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from servicestelle.base import dokumente, jobs, protokoll
from servicestelle.base.choices import Auftragsstatus, NotAllowed, NotNow, check_move

from . import documents
from .choices import AGAIN, AUSGABEWEGE, Ausgabestatus
from .models import Ausgabe, Publikation
from .permissions import can_make_editions

EDITION_JOB = "publications.ausgabe_setzen"
MAY_NOT = "Sie dürfen keine Ausgaben setzen oder veröffentlichen. Bitten Sie die Redaktion oder Koordination."
ENDED = {
    Auftragsstatus.FEHLGESCHLAGEN: Ausgabestatus.FEHLGESCHLAGEN,
    Auftragsstatus.ABGEBROCHEN: Ausgabestatus.ABGEBROCHEN,
}


@transaction.atomic
def order_edition(publikation, *, actor):
    """Set the publication as PDF: freeze its chapters in the open edition, or a new one, and queue the job.

    Returns the Ausgabe. A checked edition stays as it is and the next number is set.
    Raises NotAllowed when `actor` may not, NotNow without chapters or while an edition is being set.
    """
    if not can_make_editions(actor):
        raise NotAllowed(MAY_NOT)
    return _order(publikation, actor=actor, publish=False)


@transaction.atomic
def ensure_first_edition(publikation):
    """Order a first edition that publishes itself when its check finds nothing; None when there is one or no chapter.

    For start data: nobody asks for it, the audit log says so.
    """
    if publikation.ausgaben.exists() or not publikation.kapitel.exists():
        return None
    return _order(publikation, actor=None, publish=True)


@transaction.atomic
def save_edition(auftrag, draft):
    """Keep a set edition with its findings and end its job; publish it when the job was ordered so."""
    ausgabe = _lock(auftrag.params["ausgabe"])
    ausgabe.dokument = dokumente.keep(
        auftrag,
        draft,
        title=f"{ausgabe.publikation.titel}, Ausgabe {ausgabe.nummer}",
        filename=documents.edition_filename(ausgabe),
        scope="",
        public=False,
        url=reverse("buero_publikation", args=[ausgabe.publikation_id]),
    )
    _move(ausgabe, Ausgabestatus.BEANSTANDET if draft.findings else Ausgabestatus.GEPRUEFT, actor=None)
    if auftrag.params.get("publish") and not draft.findings:
        _publish(ausgabe, actor=None)
    return ausgabe


@transaction.atomic
def publish_edition(ausgabe, *, actor):
    """Make a checked edition public and frozen. Raises NotAllowed, or NotNow in any other state."""
    if not can_make_editions(actor):
        raise NotAllowed(MAY_NOT)
    return _publish(_lock(ausgabe.pk), actor=actor)


def check_withdrawal(ausgabe, *, actor):
    """Return quietly when `actor` may withdraw `ausgabe` now, else raise NotAllowed or NotNow."""
    if not can_make_editions(actor):
        raise NotAllowed(MAY_NOT)
    _check_move(ausgabe, Ausgabestatus.ZURUECKGEZOGEN)


@transaction.atomic
def withdraw_edition(ausgabe, *, actor):
    """Take a published edition back: its files are no longer served, the row stays. Raises NotAllowed or NotNow."""
    ausgabe = _lock(ausgabe.pk)
    check_withdrawal(ausgabe, actor=actor)
    _move(ausgabe, Ausgabestatus.ZURUECKGEZOGEN, actor=actor)
    _set_public(ausgabe, False)
    return ausgabe


@transaction.atomic
def resume_edition(auftrag):
    """The edition a job is for, set to „wird gesetzt“ again when the job was tried anew. Raises GiveUp without one."""
    found = Ausgabe.objects.filter(pk=auftrag.params["ausgabe"], auftrag=auftrag)
    if not found.exists():
        raise jobs.GiveUp("Diese Ausgabe wurde inzwischen neu in Auftrag gegeben. Hier ist nichts zu tun.")
    ausgabe = _lock(found.get().pk)
    if ausgabe.status in set(ENDED.values()):
        _move(ausgabe, Ausgabestatus.ENTWURF, actor=auftrag.created_by)
        _move(ausgabe, Ausgabestatus.WIRD_GESETZT, actor=auftrag.created_by)
    if ausgabe.status != Ausgabestatus.WIRD_GESETZT:
        raise jobs.GiveUp(f"Die Ausgabe steht auf „{ausgabe.get_status_display()}“ und wird nicht neu gesetzt.")
    return ausgabe


@transaction.atomic
def settle_editions():
    """Carry over to the editions that their jobs failed or were cancelled; return how many."""
    stuck = Ausgabe.objects.filter(status=Ausgabestatus.WIRD_GESETZT, auftrag__status__in=ENDED)
    editions = list(stuck.select_related("auftrag", "publikation").select_for_update(of=("self",)))
    for ausgabe in editions:
        _move(ausgabe, ENDED[Auftragsstatus(ausgabe.auftrag.status)], actor=None)
    return len(editions)


def _order(publikation, *, actor, publish):
    publikation = Publikation.objects.select_for_update().get(pk=publikation.pk)
    settle_editions()
    if not publikation.kapitel.exists():
        raise NotNow(f"„{publikation}“ hat keine Kapitel. Legen Sie in der Verwaltung mindestens eines an.")
    ausgabe = _open_edition(publikation)
    ausgabe.snapshot = documents.snapshot_publikation(publikation, nummer=ausgabe.nummer)
    ausgabe.aenderungen = _changes(publikation, ausgabe.snapshot)
    ausgabe.auftrag = jobs.enqueue(
        EDITION_JOB,
        title=f"PDF setzen: {publikation.titel}, Ausgabe {ausgabe.nummer}"[:200],
        actor=actor,
        params={"ausgabe": ausgabe.pk, "publish": publish},
        key=documents.edition_key(ausgabe),
    )
    _move(ausgabe, Ausgabestatus.WIRD_GESETZT, actor=actor)
    return ausgabe


def _open_edition(publikation):
    """The newest edition when it may be set again, else the next number."""
    newest = publikation.ausgaben.select_for_update().order_by("-nummer").first()
    if newest and newest.status == Ausgabestatus.WIRD_GESETZT:
        raise NotNow(f"{newest} wird gerade gesetzt. Warten Sie, bis sie fertig ist, oder brechen Sie den Auftrag ab.")
    if newest and newest.status in AGAIN:
        _move(newest, Ausgabestatus.ENTWURF, actor=None)
    if newest and newest.status == Ausgabestatus.ENTWURF:
        return newest
    return Ausgabe.objects.create(publikation=publikation, nummer=next_number(publikation))


def next_number(publikation):
    """The number a further edition gets."""
    return (publikation.ausgaben.aggregate(last=Max("nummer"))["last"] or 0) + 1


def changes_since(ausgabe):
    """What an edition set now would have other than `ausgabe`, as Markdown list; empty when nothing."""
    publikation = ausgabe.publikation
    fresh = documents.snapshot_publikation(publikation, nummer=next_number(publikation))
    return documents.changes_between(ausgabe.snapshot, fresh)


def _changes(publikation, snapshot):
    last = publikation.ausgaben.published().order_by("-nummer").first()
    return documents.changes_between(last.snapshot, snapshot) if last else ""


def _publish(ausgabe, *, actor):
    ausgabe.veroeffentlicht_am = timezone.now()
    _move(ausgabe, Ausgabestatus.VEROEFFENTLICHT, actor=actor)
    _set_public(ausgabe, True)
    return ausgabe


def _set_public(ausgabe, public):
    ausgabe.dokument.public = public
    ausgabe.dokument.save(update_fields=["public"])


def _lock(pk):
    return Ausgabe.objects.select_for_update(of=("self",)).select_related("publikation", "dokument").get(pk=pk)


def _move(ausgabe, to, *, actor):
    """Move the status by the table, save the edition and record it."""
    old = _check_move(ausgabe, to)
    ausgabe.status = to
    ausgabe.save()
    protokoll.record(f"ausgabe.{to.value}", ausgabe, actor=actor, von=old.value, nummer=ausgabe.nummer)


def _check_move(ausgabe, to):
    old = Ausgabestatus(ausgabe.status)
    check_move(AUSGABEWEGE, old, to, label=f"„{ausgabe}“")
    return old
