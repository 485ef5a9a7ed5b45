"""Drafts of grants from a variant of a simulation. Nothing is awarded: award and signature come later."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.money import CENT

from .. import permissions
from ..choices import NoMoney, Postenart
from ..models import Budgetposten, Foerderung, Foerderzeitraum, Standort
from ..reports.aufrufe import stand_of
from .simulationen import lock_simulation


@transaction.atomic
def draft_foerderungen(variante, *, actor):
    """Make a draft Foerderung of every sum of `variante`: months and tolerance are the cohort's. Return the drafts.

    Locks the cohort, then the simulation. Raises NotAllowed, NotNow (taken already, nothing to draft, a Jugendamt has a
    grant or a draft in the cohort), NoMoney (a rule of the cohort is broken).
    """
    if not permissions.can_draft_foerderung(actor):
        raise NotAllowed("Entwürfe von Förderungen legt die Koordination an.")
    cohort = Foerderzeitraum.objects.select_for_update().get(pk=variante.simulation.foerderzeitraum_id)
    simulation = lock_simulation(variante.simulation, actor)
    variante = simulation.varianten.get(pk=variante.pk)
    sums = list(variante.betraege.select_related("jugendamt"))
    _must_fit(cohort, variante, sums)
    grants = [draft_foerderung(cohort, row.jugendamt, lines=split(row.amount, variante), actor=actor) for row in sums]
    variante.uebernommen_von, variante.uebernommen_am = actor, timezone.now()
    variante.save(update_fields=["uebernommen_von", "uebernommen_am"])
    protokoll.record("simulation.uebernommen", simulation, actor=actor, foerderungen=[grant.pk for grant in grants])
    return grants


def draft_foerderung(cohort, jugendamt, *, lines, actor):
    """A draft with `lines` {Postenart: EUR}; the site of this Jugendamt in the cohort is tied to it where there is one."""
    site = Standort.objects.filter(jugendamt=jugendamt, foerderzeitraum=cohort, foerderung__isnull=True).first()
    grant = Foerderung.objects.create(
        jugendamt=jugendamt,
        foerderzeitraum=cohort,
        standort=site,
        amount=sum(lines.values()),
        months=cohort.dauer_monate,
    )
    for art, amount in lines.items():
        Budgetposten.objects.create(foerderung=grant, art=art, amount=amount)  # its tolerance comes by trigger
    protokoll.record("foerderung.entwurf", grant, actor=actor)
    return grant


def split(amount, variante):
    """{Postenart: EUR}: the variant's percent for Personal, to the cent, the rest for Sachkosten; no line of 0,00 €."""
    personal = (amount * variante.personal_prozent / Decimal(100)).quantize(CENT)
    lines = {Postenart.PERSONAL: personal, Postenart.SACHKOSTEN: amount - personal}
    return {art: part for art, part in lines.items() if part}


def _must_fit(cohort, variante, sums):
    if not sums:
        raise NotNow("Diese Variante nennt keinen Betrag. Tragen Sie mindestens für ein Jugendamt einen ein.")
    stand = stand_of(variante, cohort)
    if stand.verstoesse:
        raise NoMoney(f"{' '.join(stand.verstoesse)} Ändern Sie die Beträge; dann lassen sich Entwürfe anlegen.")
    taken = cohort.foerderungen.living().filter(jugendamt__in=[row.jugendamt_id for row in sums])
    names = sorted({str(grant.jugendamt) for grant in taken.select_related("jugendamt")})
    if names:
        raise NotNow(
            f"In diesem Förderzeitraum gibt es schon eine Förderung oder einen Entwurf für: {', '.join(names)}. Nehmen Sie "
            "den Betrag aus der Variante, oder ändern Sie die vorhandene Förderung."
        )
