"""Documents: one person prepares, a second one signs; then the grant changes, the paper is frozen and set as PDF."""

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from servicestelle.base import dokumente, jobs, protokoll
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.numbers import next_number

from .. import notifications, permissions
from ..choices import Bescheidart, Erklaerungsart, Foerderstatus, Zustellweg
from ..documents.bescheide import bescheid_filename, snapshot_bescheid
from ..models import Bescheid, Bescheidentwurf, Erklaerung, Foerderung, Zustellung
from ..models.bescheid import new_code
from ..rechtsbehelf import appeal_until, known_on
from ..reports.bescheide import after, obstacles_to
from .buchungen import lock_grant
from .foerderungen import MAY_NOT_DECLARE, move_foerderung, must_prepare, settle_grant
from .regeln import kept_rules, must_say
from .wirkungen import WIRKUNGEN

BESCHEID_JOB = "projects.bescheid_setzen"
MAY_NOT_SIGN = "Bescheide zeichnet die Koordination."
NO_LONGER_WAITS = "Das liegt nicht mehr zur Zeichnung: Es ist inzwischen gezeichnet oder zurückgegeben."
SERIES = "GA"  # Aktenzeichen GA-2026-0001, without gaps in a year


@transaction.atomic
def prepare_bewilligung(grant, *, actor):
    """Lay the draft of a grant out for signature. Raises NotAllowed, NotNow; return the Bescheidentwurf."""
    grant = lock_grant(grant)
    entwurf = _prepare(grant, Bescheidart.BEWILLIGUNG, actor=actor)
    move_foerderung(grant, Foerderstatus.ZUR_ZEICHNUNG, actor=actor)
    return entwurf


@transaction.atomic
def prepare_aenderung(grant, *, betraege, begruendung, actor):
    """The office's own change: `betraege` is {Budgetposten number: new amount (EUR)}. Raises NotAllowed, NotNow, NeedsReason."""
    grant = lock_grant(grant)
    changed = {
        str(line.pk): str(betraege[line.pk])
        for line in grant.budgetposten.all()
        if line.pk in betraege and betraege[line.pk] != line.amount
    }
    if not changed:
        raise NotNow("Alle Beträge sind wie bisher. Ändern Sie mindestens einen.")
    return _prepare(grant, Bescheidart.AENDERUNG, actor=actor, begruendung=begruendung, betraege=changed)


@transaction.atomic
def prepare_answer(antrag, *, approve, begruendung, actor):
    """Say yes or no to what a Jugendamt asked for. Raises NotAllowed, NotNow, NeedsReason."""
    grant = lock_grant(antrag.foerderung)
    fresh = grant.aenderungsantraege.select_for_update(of=("self",)).get(pk=antrag.pk)
    art = Bescheidart.AENDERUNG if approve else Bescheidart.ABLEHNUNG
    return _prepare(grant, art, actor=actor, begruendung=begruendung, antrag=fresh)


@transaction.atomic
def prepare_aufhebung(anhoerung, *, begruendung, actor):
    """Revoke the grant after the hearing, as the hearing said. Raises NotAllowed, NotNow, NeedsReason."""
    grant = lock_grant(anhoerung.foerderung)
    fresh = grant.anhoerungen.get(pk=anhoerung.pk)
    return _prepare(grant, fresh.art, actor=actor, begruendung=begruendung, anhoerung=fresh)


def _prepare(grant, art, *, actor, begruendung="", **fields):
    """Write what shall be signed; the grant is locked. A grant has one at a time."""
    must_prepare(actor)
    if existing := Bescheidentwurf.objects.filter(foerderung=grant).first():
        raise NotNow(
            f"Zu dieser Förderung liegt schon etwas zur Zeichnung: {existing}. Zeichnen Sie es, oder geben Sie es zurück."
        )
    if art != Bescheidart.BEWILLIGUNG:
        must_say(begruendung, "Sagen Sie dem Jugendamt, warum.")
    entwurf = Bescheidentwurf(
        foerderung=grant, art=art, begruendung=begruendung.strip(), vorbereitet_von=actor, **fields
    )
    if obstacles := obstacles_to(entwurf):
        raise NotNow(" ".join(obstacles))
    entwurf.save()
    protokoll.record("bescheid.vorbereitet", entwurf, actor=actor, art=art)
    return entwurf


@transaction.atomic
def give_back_bescheid(entwurf, *, reason, actor):
    """Whoever signs finds a mistake, or whoever prepared changes her mind. Raises NotAllowed, NotNow, NeedsReason.

    A draft grant can be edited again, a request waits for its answer as before.
    """
    grant, fresh = _lock(entwurf)
    if not permissions.can_sign_bescheide(actor):
        raise NotAllowed(MAY_NOT_SIGN)
    must_say(reason, "Sagen Sie, was zu ändern ist.")
    if fresh.art == Bescheidart.BEWILLIGUNG:
        move_foerderung(grant, Foerderstatus.ENTWURF, actor=actor)
    protokoll.record("bescheid.zurueckgegeben", fresh, actor=actor, art=fresh.art)
    path = reverse("buero_foerderung_bescheide", args=[grant.pk])
    subject = f"{fresh} zurückgegeben"
    notifications.tell_person(fresh.vorbereitet_von, fresh, subject, reason.strip(), path=path, actor=actor)
    fresh.delete()
    return grant


@transaction.atomic
def sign_bescheid(entwurf, *, actor):
    """Sign what somebody else prepared: its effect comes about, the document is frozen, its PDF is ordered.

    Raises NotAllowed (four eyes), NotNow; return the Bescheid.
    """
    _, fresh = _lock(entwurf)
    if not permissions.can_sign_bescheide(actor):
        raise NotAllowed(MAY_NOT_SIGN)
    if not permissions.can_sign_bescheid(actor, fresh):
        raise NotAllowed(f"{fresh} haben Sie selbst vorbereitet. Zeichnen kann eine zweite Person.")
    if obstacles := obstacles_to(fresh):
        raise NotNow(" ".join(obstacles))
    with kept_rules():
        then = after(fresh)
        WIRKUNGEN[fresh.art](fresh, then, actor=actor)
        bescheid = _issue(fresh, then, actor)
    fresh.delete()
    order_bescheid(bescheid, actor=actor)
    protokoll.record("bescheid.ausgefertigt", bescheid, actor=actor, art=bescheid.art, az=bescheid.aktenzeichen)
    notifications.tell_of_bescheid(bescheid, actor=actor)
    return bescheid


def _issue(entwurf, then, actor):
    grant, code = entwurf.foerderung, new_code()
    number = next_number(SERIES, timezone.localdate().year)
    return Bescheid.objects.create(
        foerderung=grant,
        nummer=(grant.bescheide.aggregate(last=Max("nummer"))["last"] or 0) + 1,
        art=entwurf.art,
        rechtsform=entwurf.rechtsform,
        aktenzeichen=number,
        code=code,
        amount=then.amount,
        antrag=entwurf.antrag,
        anhoerung=entwurf.anhoerung,
        snapshot=snapshot_bescheid(entwurf, then, aktenzeichen=number, code=code),
        vorbereitet_nummer=entwurf.vorbereitet_von_id,
        gezeichnet_nummer=actor.pk,
    )


def order_bescheid(bescheid, *, actor):
    """Order the PDF of a signed document; an open job instead of a second one."""
    return jobs.enqueue(
        BESCHEID_JOB,
        title=f"PDF setzen: {bescheid}",
        actor=actor,
        params={"bescheid": bescheid.pk},
        scope=bescheid.scope,
        key=bescheid.dokument_key,
    )


@transaction.atomic
def save_bescheid(auftrag, draft, bescheid):
    """Keep the set PDF and end its job. A document is set once: what is there stays."""
    Foerderung.objects.select_for_update().get(pk=bescheid.foerderung_id)
    return dokumente.keep(
        auftrag,
        draft,
        title=str(bescheid),
        filename=bescheid_filename(bescheid),
        scope=f"foerderung:{bescheid.foerderung_id}",
        public=False,
        url=bescheid.get_office_url(),
    )


@transaction.atomic
def deliver_bescheid(bescheid, *, weg, am, actor):
    """Note how and when the document went out; the last note counts. Raises NotAllowed, NotNow; return the Zustellung."""
    bescheid = _fresh(bescheid)
    must_prepare(actor)
    signed = timezone.localtime(bescheid.ausgefertigt_am).date()
    if not signed <= am <= timezone.localdate():
        raise NotNow(
            f"Zugestellt wird ein Schreiben nach seiner Ausfertigung am {signed:%d.%m.%Y} und nicht in der Zukunft."
        )
    if bescheid.is_final:
        raise NotNow(f"{bescheid} ist schon wirksam. Eine weitere Zustellung ändert daran nichts.")
    return _deliver(bescheid, weg, am, actor)


@transaction.atomic
def confirm_receipt(bescheid, *, actor):
    """The Jugendamt says that it has the document, today. Raises NotAllowed, NotNow; return the Zustellung."""
    bescheid = _fresh(bescheid)
    if not permissions.can_declare(actor, bescheid.foerderung):
        raise NotAllowed(MAY_NOT_DECLARE)
    if bescheid.zustellung:
        raise NotNow(f"Zu {bescheid} ist die Zustellung schon eingetragen.")
    return _deliver(bescheid, Zustellweg.EMPFANG, timezone.localdate(), actor)


def _deliver(bescheid, weg, am, actor):
    known = known_on(weg, am)
    row = Zustellung.objects.create(
        bescheid=bescheid,
        weg=weg,
        am=am,
        bekannt_am=known,
        rechtsbehelf_bis=None if bescheid.is_contract else appeal_until(known),
        actor_number=actor.pk,
    )
    protokoll.record("bescheid.zugestellt", bescheid, actor=actor, weg=weg, am=am.isoformat())
    return row


@transaction.atomic
def declare(bescheid, *, actor):
    """The Jugendamt waives its appeal, or accepts the contract: at once nothing can be said against it any more.

    Receipt is confirmed with it where nobody has noted a delivery. Raises NotAllowed, NotNow; return the Erklaerung.
    """
    bescheid = _fresh(bescheid)
    if not permissions.can_declare(actor, bescheid.foerderung):
        raise NotAllowed(MAY_NOT_DECLARE)
    if bescheid.is_disputed:
        raise NotNow("Ihr Jugendamt hat einen Rechtsbehelf eingelegt. Nehmen Sie ihn zurück, dann gilt das Schreiben.")
    if bescheid.is_final:
        raise NotNow(f"{bescheid} ist schon wirksam. Es ist nichts mehr zu erklären.")
    if bescheid.zustellung is None:
        _deliver(bescheid, Zustellweg.EMPFANG, timezone.localdate(), actor)
    return _declare(bescheid, Erklaerungsart.ANNAHME if bescheid.is_contract else Erklaerungsart.VERZICHT, actor)


@transaction.atomic
def note_rechtsbehelf(bescheid, *, actor):
    """An appeal came in: nothing becomes final until it is settled. Raises NotAllowed, NotNow."""
    bescheid = _fresh(bescheid)
    must_prepare(actor)
    if bescheid.is_contract or bescheid.is_final or bescheid.is_disputed:
        raise NotNow(f"Gegen {bescheid} ist ein Rechtsbehelf schon eingetragen oder nicht mehr möglich.")
    return _declare(bescheid, Erklaerungsart.RECHTSBEHELF, actor)


@transaction.atomic
def settle_rechtsbehelf(bescheid, *, actor):
    """The appeal is withdrawn or decided and the document stands. Raises NotAllowed, NotNow."""
    bescheid = _fresh(bescheid)
    must_prepare(actor)
    if not bescheid.is_disputed:
        raise NotNow(f"Zu {bescheid} ist kein Rechtsbehelf offen.")
    return _declare(bescheid, Erklaerungsart.ERLEDIGT, actor)


def _fresh(bescheid):
    """What was delivered and declared so far, read under the lock of the grant."""
    grant = lock_grant(bescheid.foerderung)
    fresh = Bescheid.objects.prefetch_related("zustellungen", "erklaerungen").get(pk=bescheid.pk)
    fresh.foerderung = grant
    return fresh


def _declare(bescheid, art, actor):
    row = Erklaerung.objects.create(bescheid=bescheid, art=art, actor_number=actor.pk)
    protokoll.record(f"bescheid.{art.value}", bescheid, actor=actor)
    notifications.tell_jugendamt(
        bescheid, f"{bescheid}: {art.label}", f"{art.label}: Das ist eingetragen.", actor=actor
    )
    settle_grant(bescheid.foerderung, actor=actor)
    return row


def _lock(entwurf):
    """The grant and the fresh row, locked in this order. Raises NotNow when it is signed or given back meanwhile."""
    grant = lock_grant(entwurf.foerderung)
    rows = Bescheidentwurf.objects.select_for_update(of=("self",)).select_related(
        "vorbereitet_von", "antrag", "anhoerung"
    )
    fresh = rows.filter(pk=entwurf.pk).first()
    if fresh is None:
        raise NotNow(NO_LONGER_WAITS)
    fresh.foerderung = grant
    return grant, fresh
