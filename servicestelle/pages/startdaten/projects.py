"""Loads funder, cohorts and sites. What nobody has shown (days, results, places per cohort) stays empty."""

from decimal import Decimal

from projects.choices import Phasenart
from projects.models import Foerderer, FoerdererName, Foerderzeitraum, Projektphase, Standort, StandortPartner
from projects.services import order_steckbrief
from servicestelle.base.models import Thema
from servicestelle.base.publishing import publish_loaded
from servicestelle.base.ui.words import slug_of

from .jugendaemter import ags_by_name

TOWN = ("Stadt ", "Hansestadt ")


def load_themen(once, names):
    for name in names:
        once.create(Thema, key=("slug", slug_of(name)), name=name)


def load_foerderer(once, facts):
    """The funder under its names in order; the day of the change is not known."""
    foerderer = once.create(Foerderer, key=("kuerzel", "auridis"), zweck=facts["zweck"])
    names = [(facts["frueherer_name"], facts["beleg_frueherer_name"]), (facts["name"], "")]
    for place, (name, beleg) in enumerate(names if foerderer else [], 1):
        FoerdererName.objects.create(foerderer=foerderer, name=name, reihenfolge=place, beleg=beleg)


def load_foerderzeitraeume(once, rows, facts):
    foerderer = Foerderer.objects.filter(kuerzel="auridis").first()
    for row in rows:
        once.create(
            Foerderzeitraum,
            key=("slug", f"{row['von_jahr']}-{row['bis_jahr']}"),
            foerderer=foerderer,
            hoechstbetrag=Decimal(facts["hoechstbetrag_euro"]),
            dauer_monate=facts["foerderdauer_monate"],
            **row,
        )


def load_standorte(once, rows):
    known = ags_by_name()
    cohorts = {cohort.slug: cohort for cohort in Foerderzeitraum.objects.all()}
    for row in rows:
        cohort = cohorts.get(row["foerderzeitraum"].replace(" bis ", "-"))
        if cohort:
            _load_standort(once, row, cohort, known[row["jugendamt"]])


def standort_slug(jugendamt):
    """`Stadt Hamm` → `hamm`, `Kreis Lippe` → `kreis-lippe`."""
    for word in TOWN:
        jugendamt = jugendamt.removeprefix(word)
    return slug_of(jugendamt)


def _load_standort(once, row, cohort, ags):
    low, high = row.get("altersgruppe", (None, None))
    standort = once.create(
        Standort,
        key=("slug", standort_slug(row["jugendamt"])),
        jugendamt_id=ags,
        foerderzeitraum=cohort,
        titel=row.get("titel", ""),
        titel_von_uns=row.get("titel_von_uns", False),
        motto=row.get("motto", ""),
        leitfragen=row["leitfragen"],
        text=row["text"],
        alter_von=low,
        alter_bis=high,
        sozialraum=row.get("sozialraum") or row.get("modellort", ""),
        rechtsgrundlagen=row.get("rechtsgrundlagen", []),
    )
    if standort:
        _add_parts(standort, row)
        publish_loaded(standort, source="startdaten")
        order_steckbrief(standort, actor=None)


def _add_parts(standort, row):
    standort.themen.set(Thema.objects.filter(slug__in=[slug_of(name) for name in row["themen"]]))
    for name in row.get("partner", []):
        StandortPartner.objects.create(standort=standort, name=name)
    for art in Phasenart.values:
        Projektphase.objects.create(standort=standort, art=art)
