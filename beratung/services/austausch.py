"""The life of an exchange: planned, changed, called off; its people written to, their attendance noted."""

from django.db import transaction
from django.utils import timezone

from servicestelle.base import dokumente, jobs, protokoll, search
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.ui.words import slug_of

from .. import permissions
from ..choices import MIT_ANTWORT
from ..documents import bescheinigungen as documents
from ..models import Anmeldung, Austauschangebot
from ..models.austausch import RESERVIERT
from ..notifications import austausch as notifications
from .anmeldungen import lock_angebot, move_up

NOT_YOURS = "Austausch planen und betreuen dürfen Koordination und Fachberatung."
WHEN_AND_WHERE = {"beginn", "ende", "ort", "videolink"}  # whoever registered must hear when one of these changes
BESCHEINIGUNG_JOB = "beratung.bescheinigung_setzen"


@transaction.atomic
def create_austausch(*, actor, **fields):
    """Plan an exchange, as a draft with an address made of its title. Raises NotAllowed; return the Austauschangebot."""
    _must_run(actor)
    angebot = Austauschangebot.objects.create(slug=_free_slug(fields["titel"]), **fields)
    protokoll.record("austausch.angelegt", angebot, actor=actor)
    return angebot


@transaction.atomic
def edit_austausch(angebot, *, seen, actor, **fields):
    """Change texts, times and place; return how many registered people learn of another time or place by mail.

    `seen` is the `geaendert_am` of the row the person edited. Raises NotAllowed, or NotNow when somebody saved after it.
    """
    _must_run(actor)
    fresh = lock_angebot(angebot)
    if fresh.geaendert_am != seen:
        raise NotNow(
            "Inzwischen hat jemand anderes diesen Austausch geändert. Unten stehen Ihre Angaben, daneben was jetzt gilt. "
            "Speichern Sie noch einmal, gelten Ihre."
        )
    changed = sorted(name for name, value in fields.items() if getattr(fresh, name) != value)
    for name in changed:
        setattr(fresh, name, fields[name])
    fresh.save()
    protokoll.record("austausch.geaendert", fresh, actor=actor, felder=changed)
    search.refresh(fresh)
    return _tell_when_and_where(fresh) if WHEN_AND_WHERE.intersection(changed) else 0


def _tell_when_and_where(angebot):
    if not angebot.is_published or angebot.is_cancelled or angebot.has_begun:
        return 0
    people = _people(angebot, MIT_ANTWORT)
    for row in people:
        notifications.tell_when_and_where(row)
    return len(people)


@transaction.atomic
def change_places(angebot, *, plaetze, actor):
    """More places pull up the waiting list at once; fewer than are taken is refused with the numbers.

    Raises NotAllowed, NotNow; return how many people moved up.
    """
    _must_run(actor)
    fresh = lock_angebot(angebot)
    if plaetze < fresh.belegt:
        raise NotNow(
            f"{fresh.belegt} Plätze sind vergeben, {plaetze} wären zu wenig. Möglich ist eine Zahl ab {fresh.belegt}. "
            "Für weniger melden Sie zuerst jemanden ab."
        )
    before, fresh.plaetze = fresh.plaetze, plaetze
    fresh.save(update_fields=["plaetze"])
    protokoll.record("austausch.plaetze", fresh, actor=actor, werte={"plaetze": [before, plaetze]})
    return len(move_up(fresh))


@transaction.atomic
def call_off(angebot, *, reason, actor):
    """Call the exchange off, visibly and with its reason; everybody with a place or in the queue gets one mail.

    Raises NotAllowed, NotNow; return how many mails went out.
    """
    _must_run(actor)
    fresh, reason = lock_angebot(angebot), " ".join(reason.split())
    if not reason:
        raise NeedsReason("Nennen Sie den Grund: Er steht auf der Seite und in der Mail an alle.")
    if fresh.is_cancelled:
        raise NotNow(f"„{fresh}“ ist schon abgesagt.")
    if fresh.has_begun:
        raise NotNow(f"„{fresh}“ hat schon begonnen und lässt sich nicht mehr absagen.")
    fresh.abgesagt_am, fresh.absage_grund = timezone.now(), reason
    fresh.save(update_fields=["abgesagt_am", "absage_grund"])
    people = _people(fresh, MIT_ANTWORT)
    for row in people:
        notifications.tell_off(row)
    protokoll.record("austausch.abgesagt", fresh, actor=actor, mails=len(people))
    return len(people)


@transaction.atomic
def write_to_registered(angebot, *, subject, text, actor):
    """One mail to each person with a place. Raises NotAllowed, NotNow when there is nobody; return how many."""
    _must_run(actor)
    fresh = lock_angebot(angebot)
    people = _people(fresh, MIT_ANTWORT[:1])
    if not people:
        raise NotNow("Noch hat niemand einen Platz. Es gäbe niemanden, der die Nachricht bekommt.")
    for row in people:
        notifications.pass_on(row, subject=subject, text=text)
    protokoll.record("austausch.nachricht", fresh, actor=actor, mails=len(people))
    return len(people)


@transaction.atomic
def note_attendance(angebot, *, present, actor):
    """Note who of those with a place was there (`present`: their numbers), and order their certificates.

    Raises NotAllowed, or NotNow before the exchange has begun; return how many were there.
    """
    _must_run(actor)
    fresh = lock_angebot(angebot)
    if fresh.is_cancelled or not fresh.has_begun:
        raise NotNow(f"Wer da war, tragen Sie ein, sobald „{fresh}“ begonnen hat.")
    people, were_there = _people(fresh, MIT_ANTWORT[:1]), 0
    for row in people:
        here = row.pk in present
        if row.teilgenommen != here:
            row.teilgenommen = here
            row.save(update_fields=["teilgenommen"])
        if here:
            were_there += 1
            order_bescheinigung(row, actor=actor)
    protokoll.record("austausch.teilnahme", fresh, actor=actor, anwesend=were_there, angemeldet=len(people))
    return were_there


@transaction.atomic
def order_bescheinigung(anmeldung, *, actor):
    """Order the certificate of a person who was there; the job does nothing when it is made already. Return the Auftrag."""
    return jobs.enqueue(
        BESCHEINIGUNG_JOB,
        title=f"Teilnahmebescheinigung setzen: {anmeldung.angebot}",
        actor=actor,
        params={"anmeldung": anmeldung.pk},
        key=anmeldung.bescheinigung_key,
    )


@transaction.atomic
def save_bescheinigung(auftrag, draft):
    """Keep a set certificate, private, and end its job; the first checked one is told to its person by mail."""
    anmeldung = (
        Anmeldung.objects.select_for_update(of=("self",)).select_related("angebot").get(pk=auftrag.params["anmeldung"])
    )
    is_first = dokumente.newest_checked(anmeldung.bescheinigung_key) is None
    dokument = dokumente.keep(
        auftrag,
        draft,
        title=f"Teilnahmebescheinigung: {anmeldung.angebot}"[:300],
        filename=documents.bescheinigung_filename(anmeldung),
        scope=f"anmeldung:{anmeldung.pk}",
        public=False,
    )
    if is_first and not dokument.findings and anmeldung.teilgenommen:
        notifications.tell_certificate(anmeldung)
    return dokument


def _must_run(actor):
    if not permissions.can_run_austausch(actor):
        raise NotAllowed(NOT_YOURS)


def _people(angebot, statuses):
    """Registrations of the locked `angebot` in these states, in a fixed order."""
    rows = list(angebot.anmeldungen.filter(status__in=statuses).order_by("pk"))
    for row in rows:
        row.angebot = angebot
    return rows


def _free_slug(title):
    base = slug_of(title)[:100].strip("-") or "austausch"
    taken = {*RESERVIERT, *Austauschangebot.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    return next(
        slug for number in range(1, 10_000) if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )
