"""Simulations: saved, saved over, discarded. They promise nothing; drafts of grants come about in `entwuerfe`."""

from django.db import transaction

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow

from .. import permissions
from ..models import Foerderzeitraum, Simulation, Variante, Variantenbetrag

MAY_NOT = "Fördersummen probiert die Koordination aus."
MOST = 6  # variants: more do not fit beside each other
TAKEN = "Aus dieser Simulation sind schon Entwürfe geworden. Sie bleibt als Beleg, wie sie ist."


class SimulatedMeanwhile(NotNow):
    """Somebody saved the simulation since the page was opened; `fresh` is what she saved."""

    def __init__(self, fresh):
        super().__init__(
            "Jemand hat diese Simulation gespeichert, während Sie gerechnet haben. Nichts ist verloren: Vergleichen Sie "
            "beide Fassungen, und speichern Sie dann, was gelten soll."
        )
        self.fresh = fresh


@transaction.atomic
def create_simulation(zeitraum, *, name, kandidaten, betraege, actor):
    """Begin with two variants that both hold `betraege` ({ags: EUR}). Raises NotAllowed, NotNow; return the Simulation."""
    if not permissions.can_simulate(actor):
        raise NotAllowed(MAY_NOT)
    Foerderzeitraum.objects.select_for_update().get(pk=zeitraum.pk)  # two who begin come one after another
    if zeitraum.simulationen.filter(name=name).exists():
        raise NotNow(f"Eine Simulation „{name}“ gibt es hier schon. Wählen Sie einen anderen Namen.")
    simulation = Simulation.objects.create(foerderzeitraum=zeitraum, name=name, created_by=actor)
    simulation.kandidaten.set(kandidaten)
    for title in ("Variante A", "Variante B"):
        _fill(Variante.objects.create(simulation=simulation, name=title), betraege)
    protokoll.record("simulation.gespeichert", simulation, actor=actor)
    return simulation


@transaction.atomic
def save_simulation(simulation, *, version, varianten, actor):
    """Write over the variants: {number: (name, percent for Personal, {ags: EUR})}. Raises NotAllowed, NotNow; return it."""
    fresh = lock_simulation(simulation, actor)
    if fresh.version != version:
        raise SimulatedMeanwhile(fresh)
    for variante in fresh.varianten.filter(pk__in=varianten):
        variante.name, variante.personal_prozent, amounts = varianten[variante.pk]
        variante.save(update_fields=["name", "personal_prozent"])
        variante.betraege.all().delete()
        _fill(variante, amounts)
    _count(fresh)
    protokoll.record("simulation.gespeichert", fresh, actor=actor, fassung=fresh.version)
    return fresh


@transaction.atomic
def add_variante(simulation, *, actor):
    """One more variant, with the sums of the last one. Raises NotAllowed, NotNow; return it."""
    fresh = lock_simulation(simulation, actor)
    last, number = fresh.varianten.last(), fresh.varianten.count()
    if number >= MOST:
        raise NotNow(f"Nebeneinander passen {MOST} Varianten. Beginnen Sie für weitere eine neue Simulation.")
    variante = Variante.objects.create(
        simulation=fresh, name=f"Variante {chr(ord('A') + number)}", personal_prozent=last.personal_prozent
    )
    _fill(variante, dict(last.betraege.values_list("jugendamt_id", "amount")))
    _count(fresh)
    return variante


@transaction.atomic
def discard_simulation(simulation, *, actor):
    """Delete it with its variants. Raises NotAllowed, or NotNow when drafts were made of it."""
    fresh = lock_simulation(simulation, actor)
    protokoll.record("simulation.verworfen", fresh, actor=actor, foerderzeitraum=fresh.foerderzeitraum_id)
    fresh.delete()


def lock_simulation(simulation, actor):
    """The fresh row, locked. Raises NotAllowed, or NotNow when drafts were made of it or it is gone."""
    if not permissions.can_simulate(actor):
        raise NotAllowed(MAY_NOT)
    rows = Simulation.objects.select_for_update(of=("self",)).select_related("foerderzeitraum")
    fresh = rows.filter(pk=simulation.pk).first()
    if fresh is None:
        raise NotNow("Diese Simulation ist inzwischen verworfen.")
    if fresh.varianten.filter(uebernommen_am__isnull=False).exists():
        raise NotNow(TAKEN)
    return fresh


def _fill(variante, amounts):
    for ags, amount in amounts.items():
        if amount:
            Variantenbetrag.objects.create(variante=variante, jugendamt_id=ags, amount=amount)


def _count(simulation):
    simulation.version += 1
    simulation.save(update_fields=["version", "geaendert_am"])
