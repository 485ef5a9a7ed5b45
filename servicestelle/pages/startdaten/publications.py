"""Loads publications with their chapters, and news."""

from projects.models import Standort
from publications.choices import Kapitelart, Publikationsart
from publications.models import Kapitel, Meldung, Publikation
from publications.services import ensure_first_edition
from servicestelle.base.publishing import publish_loaded
from servicestelle.base.ui.words import slug_of

from .projects import standort_slug

OPTIONAL = ("untertitel", "reihe", "heft", "issn", "seiten", "text", "hinweis", "beleg", "impressum", "herausgeber")
KINDS = {label: value for value, label in Publikationsart.choices}


def load_publikationen(once, rows, standorte):
    for row in rows:
        publikation = once.create(
            Publikation,
            key=("slug", slug_of(row["titel"])),
            titel=row["titel"],
            art=KINDS[row["art"]],
            jahr=row["jahr"],
            schlagworte=row.get("schlagworte", []),
            **{field: row[field] for field in OPTIONAL if field in row},
        )
        if publikation:
            _add_chapters(publikation, row.get("kapitel", []), standorte)
            publish_loaded(publikation, source="startdaten")
            ensure_first_edition(publikation)


def _add_chapters(publikation, chapters, standorte):
    """Free chapters as the file has them; `standorte: alle` stands for one chapter per site, by cohort."""
    rows = []
    for chapter in chapters:
        rows += _site_chapters(standorte) if chapter.get("standorte") == "alle" else [chapter]
    for place, row in enumerate(rows, 1):
        Kapitel.objects.create(publikation=publikation, reihenfolge=place, **row)


def _site_chapters(standorte):
    slugs = [standort_slug(row["jugendamt"]) for row in standorte]
    sites = Standort.objects.filter(slug__in=slugs).order_by("foerderzeitraum__von_jahr", "jugendamt__name")
    return [{"art": Kapitelart.STANDORT, "standort": site} for site in sites]


def load_meldungen(once, rows):
    for row in rows:
        said = row.get("aussage", {})
        meldung = once.create(
            Meldung,
            key=("slug", slug_of(row["titel"])),
            datum=row["datum"],
            titel=row["titel"],
            quelle=row["quelle"],
            text=row["text"],
            aussage=said.get("text", ""),
            aussage_woertlich=said.get("woertlich", False),
            aussage_person=said.get("person", ""),
            aussage_funktion=said.get("funktion", ""),
        )
        if meldung:
            slugs = [slug_of(title) for title in row.get("veroeffentlichungen", [])]
            meldung.publikationen.set(Publikation.objects.filter(slug__in=slugs))
            publish_loaded(meldung, source="startdaten")
