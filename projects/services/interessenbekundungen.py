"""The way of an Interessenbekundung: written by several colleagues, submitted in the window, scored, decided."""

from django.db import transaction
from django.utils import timezone

from servicestelle.base import dokumente, jobs, protokoll
from servicestelle.base.choices import NotAllowed, NotNow, check_move
from servicestelle.base.dateien.services import keep_files, remove_file
from servicestelle.base.models import Datei

from .. import notifications, permissions
from ..choices import BEKUNDUNGSWEGE, SECOND_PERSON, Bekundungsstatus
from ..documents.briefe import brief_filename
from ..models import Bewertung, Foerderzeitraum, Interessenbekundung
from .regeln import must_say

BRIEF_JOB = "projects.brief_setzen"
NOT_YOURS = "Eine Interessenbekundung schreiben die Menschen des Jugendamts."
MAY_NOT_SUBMIT = "Einreichen und zurückziehen kann nur, wer im Jugendamt die Freigabe hat."
MAY_NOT_SCORE = "Interessenbekundungen bewerten Koordination und Fachberatung."
MAY_NOT_DECIDE = "Über Interessenbekundungen entscheidet die Koordination."
STAMPS = {
    Bekundungsstatus.EINGEREICHT: "eingereicht",
    Bekundungsstatus.ZURUECKGEZOGEN: "zurueckgezogen",
    Bekundungsstatus.AUSGEWAEHLT: "entschieden",
    Bekundungsstatus.NICHT_AUSGEWAEHLT: "entschieden",
}


class WrittenMeanwhile(NotNow):
    """A colleague saved the draft since the page was opened; `fresh` is what she saved."""

    def __init__(self, fresh):
        who = f"{fresh.geaendert_von} hat" if fresh.geaendert_von else "Jemand hat"
        at = timezone.localtime(fresh.geaendert_am)
        super().__init__(
            f"{who} diesen Entwurf am {at:%d.%m.%Y um %H:%M} Uhr gespeichert, während Sie geschrieben haben. Nichts ist "
            "verloren: Vergleichen Sie beide Fassungen, und speichern Sie dann, was gelten soll."
        )
        self.fresh = fresh


@transaction.atomic
def draft_interessenbekundung(zeitraum, *, jugendamt, files=(), actor, **fields):
    """Begin the draft of `jugendamt` in an open call. Raises NotAllowed, NotNow; return it.

    `fields`: ausgangslage, vorhaben, netzwerk, kontakt, betrag (EUR or None). All may stay empty in a draft.
    """
    if not permissions.can_write_interessenbekundung(actor, jugendamt):
        raise NotAllowed(NOT_YOURS)
    zeitraum = Foerderzeitraum.objects.select_for_update().get(pk=zeitraum.pk)  # two colleagues begin one after another
    must_be_in_window(zeitraum)
    if zeitraum.interessenbekundungen.living().filter(jugendamt=jugendamt).exists():
        raise NotNow("Ihr Jugendamt hat in diesem Aufruf schon eine Interessenbekundung. Schreiben Sie dort weiter.")
    row = Interessenbekundung.objects.create(
        foerderzeitraum=zeitraum, jugendamt=jugendamt, created_by=actor, geaendert_von=actor, **fields
    )
    keep_files(row, files, actor=actor)
    protokoll.record("interessenbekundung.entwurf", row, actor=actor)
    return row


@transaction.atomic
def edit_interessenbekundung(bekundung, *, version, files=(), actor, **fields):
    """Write over the draft that was opened as `version`. Raises NotAllowed, NotNow, WrittenMeanwhile; return the row."""
    fresh = _lock(bekundung)
    _must_be_draft_of(fresh, actor)
    if fresh.version != version:
        raise WrittenMeanwhile(fresh)
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.geaendert_von = actor
    fresh.save(update_fields=[*fields, "version", "geaendert_von", "geaendert_am"])
    keep_files(fresh, files, actor=actor)
    protokoll.record("interessenbekundung.geaendert", fresh, actor=actor, fassung=fresh.version)
    return fresh


@transaction.atomic
def remove_datei(bekundung, *, pk, actor):
    """Take a file out of the draft; nothing when it is gone already. Raises NotAllowed, NotNow."""
    fresh = _lock(bekundung)
    _must_be_draft_of(fresh, actor)
    datei = Datei.objects.of(fresh).filter(pk=pk).first()
    if datei:
        remove_file(datei)
        protokoll.record("interessenbekundung.geaendert", fresh, actor=actor, datei=pk)
    return fresh


def knows_datei(bekundung, pk):
    """True when file `pk` belongs to `bekundung`, or did until somebody took it out."""
    taken_out = protokoll.entries_of(bekundung).filter(details__datei=pk)
    return Datei.objects.of(bekundung).filter(pk=pk).exists() or taken_out.exists()


@transaction.atomic
def submit_interessenbekundung(bekundung, *, actor):
    """Hand the draft in, inside the window and with all it must say; it is fixed from now on. Raises NotAllowed, NotNow."""
    fresh = _lock(bekundung)
    if not permissions.can_withdraw_interessenbekundung(actor, fresh):
        raise NotAllowed(MAY_NOT_SUBMIT)
    _check(fresh, Bekundungsstatus.EINGEREICHT)
    if not permissions.can_submit_interessenbekundung(actor, fresh):
        raise NotAllowed(SECOND_PERSON)
    must_be_in_window(fresh.foerderzeitraum)
    if fresh.missing:
        raise NotNow(f"Es fehlen noch: {', '.join(f'„{label}“' for label in fresh.missing)}. Ergänzen Sie den Entwurf.")
    _move(fresh, Bekundungsstatus.EINGEREICHT, actor)
    notifications.tell_submitted(fresh)
    return fresh


@transaction.atomic
def withdraw_interessenbekundung(bekundung, *, actor):
    """Take it back before it is decided. While the window is open, the Jugendamt may begin anew. Raises NotAllowed, NotNow."""
    fresh = _lock(bekundung)
    if not permissions.can_withdraw_interessenbekundung(actor, fresh):
        raise NotAllowed(MAY_NOT_SUBMIT)
    _check(fresh, Bekundungsstatus.ZURUECKGEZOGEN)
    return _move(fresh, Bekundungsstatus.ZURUECKGEZOGEN, actor)


@transaction.atomic
def score_interessenbekundung(bekundung, *, points, notes, actor):
    """Keep what `actor` thinks: `points` {Kriterium number: 0 to its highest, or None}, `notes` {Kriterium number or None: text}.

    Empty takes the own score back; those of others stay. Raises NotAllowed, NotNow.
    """
    fresh = _lock(bekundung)
    if not permissions.can_score_interessenbekundung(actor):
        raise NotAllowed(MAY_NOT_SCORE)
    if fresh.status != Bekundungsstatus.EINGEREICHT:
        raise NotNow(f"Bewertet wird, was eingereicht ist. Diese steht auf „{fresh.get_status_display()}“.")
    for number in [*fresh.foerderzeitraum.kriterien.values_list("pk", flat=True), None]:
        own = Bewertung.objects.filter(interessenbekundung=fresh, kriterium=number, person=actor)
        said = {"punkte": points.get(number), "notiz": notes.get(number, "").strip()}
        if said["punkte"] is None and not said["notiz"]:
            own.delete()
        else:
            Bewertung.objects.update_or_create(
                interessenbekundung=fresh, kriterium_id=number, person=actor, defaults=said
            )
    protokoll.record("interessenbekundung.bewertet", fresh, actor=actor)
    return fresh


def select_interessenbekundung(bekundung, *, reason, actor):
    """Say yes, with a reason the Jugendamt reads. Raises NotAllowed, NotNow, NeedsReason."""
    return _decide(bekundung, Bekundungsstatus.AUSGEWAEHLT, reason, actor)


def turn_down_interessenbekundung(bekundung, *, reason, actor):
    """Say no, with a reason the Jugendamt reads. Raises NotAllowed, NotNow, NeedsReason."""
    return _decide(bekundung, Bekundungsstatus.NICHT_AUSGEWAEHLT, reason, actor)


@transaction.atomic
def _decide(bekundung, to, reason, actor):
    """Decide and order the letter; the mail goes out when the letter is there."""
    fresh = _lock(bekundung)
    if not permissions.can_decide_interessenbekundung(actor):
        raise NotAllowed(MAY_NOT_DECIDE)
    _check(fresh, to)
    must_say(reason, "Sagen Sie dem Jugendamt, warum.")
    fresh.begruendung = reason.strip()
    _move(fresh, to, actor, fields=["begruendung"])
    order_brief(fresh, actor=actor)
    return fresh


def order_brief(bekundung, *, actor):
    """Order the letter of a decided one; the job does nothing when it is made already. Return the Auftrag."""
    return jobs.enqueue(
        BRIEF_JOB,
        title=f"Brief setzen: {bekundung.jugendamt}, {bekundung}"[:200],
        actor=actor,
        params={"interessenbekundung": bekundung.pk},
        scope=bekundung.scope,
        key=bekundung.brief_key,
    )


@transaction.atomic
def save_brief(auftrag, draft):
    """Keep a set letter, private, and end its job; the first checked one is told to the Jugendamt by mail."""
    rows = Interessenbekundung.objects.select_for_update(of=("self",)).for_detail()
    bekundung = rows.get(pk=auftrag.params["interessenbekundung"])
    is_first = dokumente.newest_checked(bekundung.brief_key) is None
    dokument = dokumente.keep(
        auftrag,
        draft,
        title=f"{bekundung}: {bekundung.get_status_display()}"[:300],
        filename=brief_filename(bekundung),
        scope=bekundung.scope,
        public=False,
        url=bekundung.get_office_url(),
    )
    if is_first and not dokument.findings:
        notifications.tell_decided(bekundung)
    return dokument


def tell_of_refused_file(datei):
    """The virus scanner refused a file of a statement: its Jugendamt should know."""
    if row := Interessenbekundung.objects.for_detail().filter(pk=datei.object_id).first():
        notifications.tell_virus(row)


def must_be_in_window(zeitraum):
    """Raise NotNow, with the days, unless the call is open today."""
    if zeitraum.has_open_call:
        return
    if not zeitraum.aufruf_von:
        raise NotNow(f"Für {zeitraum} gibt es keinen Aufruf.")
    raise NotNow(
        f"Der Aufruf läuft vom {zeitraum.aufruf_von:%d.%m.%Y} bis {zeitraum.aufruf_bis:%d.%m.%Y}. Heute lässt sich nichts "
        "beginnen, ändern oder einreichen. Bei Fragen schreiben Sie der Servicestelle."
    )


def _must_be_draft_of(bekundung, actor):
    if not permissions.can_write_interessenbekundung(actor, bekundung.jugendamt):
        raise NotAllowed(NOT_YOURS)
    if not bekundung.is_draft:
        raise NotNow(
            f"Diese Interessenbekundung steht auf „{bekundung.get_status_display()}“ und ändert sich nicht mehr."
        )
    must_be_in_window(bekundung.foerderzeitraum)


def _lock(bekundung):
    rows = Interessenbekundung.objects.select_for_update(of=("self",)).for_detail()
    return rows.get(pk=bekundung.pk)


def _check(bekundung, to):
    check_move(BEKUNDUNGSWEGE, Bekundungsstatus(bekundung.status), to, label="Diese Interessenbekundung")


def _move(bekundung, to, actor, fields=()):
    old, stamp = Bekundungsstatus(bekundung.status), STAMPS[to]
    bekundung.status = to
    setattr(bekundung, f"{stamp}_von", actor)
    setattr(bekundung, f"{stamp}_am", timezone.now())
    bekundung.save(update_fields=["status", f"{stamp}_von", f"{stamp}_am", *fields])
    protokoll.record(f"interessenbekundung.{to.value}", bekundung, actor=actor, von=old.value)
    return bekundung
