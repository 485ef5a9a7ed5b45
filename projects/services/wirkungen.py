"""What a signed document does to its grant. The grant is locked, who may and what stands in the way is asked before."""

from django.utils import timezone

from servicestelle.base import protokoll

from ..choices import REVOKING, Antragsstatus, Bescheidart, Foerderstatus
from ..models import Foerderung
from .foerderungen import end_anhoerung, move_foerderung
from .mittelabrufe import reject_open_abrufe


def _award(entwurf, then, *, actor):
    """The months of the cohort become the grant's own, by the database."""
    grant = entwurf.foerderung
    grant.bewilligt_am = timezone.now()
    move_foerderung(grant, Foerderstatus.BEWILLIGT, actor=actor, fields=["bewilligt_am"])
    grant.refresh_from_db(fields=["months", "ends_before"])


def _change(entwurf, then, *, actor):
    """Lines and sum move together, the sum of the lines is the sum (rule 3)."""
    grant = entwurf.foerderung
    for line, amount in then.zeilen:
        if line.amount != amount:
            line.amount = amount
            line.save(update_fields=["amount"])
    grant.amount = then.amount
    if then.extension_months != grant.extension_months:
        grant.extension_months, grant.extension_reason = then.extension_months, entwurf.begruendung
    grant.save(update_fields=["amount", "extension_months", "extension_reason"])
    if entwurf.antrag:
        _answer(entwurf.antrag, Antragsstatus.BEWILLIGT, actor)


def _refuse(entwurf, then, *, actor):
    _answer(entwurf.antrag, Antragsstatus.ABGELEHNT, actor)


def _answer(antrag, to, actor):
    antrag.status = to
    antrag.save(update_fields=["status"])
    protokoll.record(f"aenderungsantrag.{to.value}", antrag, actor=actor)


def _revoke(entwurf, then, *, actor):
    """No more money: what was asked for and is not on its way is refused, its reservations are free."""
    grant, to = entwurf.foerderung, REVOKING[entwurf.art]
    reason = f"Die Förderung ist {to.label.lower()}. Aus ihr lässt sich kein Geld mehr abrufen."
    number = reject_open_abrufe(grant, reason=reason, actor=actor)
    grant = Foerderung.objects.select_related("foerderzeitraum", "jugendamt").get(pk=grant.pk)
    entwurf.foerderung = grant
    move_foerderung(grant, to, actor=actor, abrufe=number)
    end_anhoerung(entwurf.anhoerung)
    for antrag in grant.aenderungsantraege.to_decide():
        _answer(antrag, Antragsstatus.ABGELEHNT, actor)


WIRKUNGEN = {
    Bescheidart.BEWILLIGUNG: _award,
    Bescheidart.AENDERUNG: _change,
    Bescheidart.ABLEHNUNG: _refuse,
    Bescheidart.WIDERRUF: _revoke,
    Bescheidart.RUECKNAHME: _revoke,
}
