"""A new cohort takes over the funder, the sums, the rules and the criteria of an earlier one."""

from django.db import transaction

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow

from .. import permissions
from ..models import Foerderzeitraum, Kriterium

TAKEN_OVER = (
    "foerderer",
    "fiktiv",
    "plaetze",
    "hoechstbetrag",
    "dauer_monate",
    "gesamtbetrag",
    "rechtsform",
    "bestandskraft_noetig",
    "verwendung_wochen",
    "toleranz_prozent",
    "nachweis_monate",
    "bagatelle",
    "zinsregel",
    "finanzierungsart",
    "eigene_freigabe",
    "nachlauf_wochen",
    "aufbewahrung_jahre",
)


@transaction.atomic
def copy_foerderzeitraum(vorlage, *, name, slug, von_jahr, bis_jahr, aufruf_von=None, aufruf_bis=None, actor):
    """Create the cohort `name` with all of `vorlage` but years and call window. Raises NotAllowed, NotNow; return it."""
    if not permissions.can_add_foerderzeitraum(actor):
        raise NotAllowed("Förderzeiträume legt die Koordination an.")
    vorlage = Foerderzeitraum.objects.select_for_update().get(pk=vorlage.pk)  # two who copy come one after another
    _must_be_new(name=name, slug=slug)
    own = {"name": name, "slug": slug, "von_jahr": von_jahr, "bis_jahr": bis_jahr}
    own |= {"aufruf_von": aufruf_von, "aufruf_bis": aufruf_bis}
    zeitraum = Foerderzeitraum.objects.create(**own, **{field: getattr(vorlage, field) for field in TAKEN_OVER})
    for kriterium in vorlage.kriterien.all():
        Kriterium.objects.create(
            foerderzeitraum=zeitraum,
            reihenfolge=kriterium.reihenfolge,
            name=kriterium.name,
            erklaerung=kriterium.erklaerung,
            hoechstpunkte=kriterium.hoechstpunkte,
        )
    protokoll.record("foerderzeitraum.angelegt", zeitraum, actor=actor, vorlage=vorlage.pk)
    return zeitraum


def _must_be_new(*, name, slug):
    for label, taken in (("Den Namen", {"name": name}), ("Die Adresse", {"slug": slug})):
        if Foerderzeitraum.objects.filter(**taken).exists():
            [value] = taken.values()
            raise NotNow(f"{label} „{value}“ hat schon ein anderer Förderzeitraum. Wählen Sie etwas anderes.")
