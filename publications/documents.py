"""What an edition holds: a snapshot as plain JSON. PDF and reading version are made from it and from nothing else."""

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from projects.documents.steckbriefe import for_documents, snapshot_standort
from projects.models import Standort
from servicestelle.base.models import Seitentext

from .choices import Kapitelart

TEMPLATE = "pdf/broschuere.html"


def snapshot_publikation(publikation, *, nummer):
    """All that edition `nummer` shows, as it is now. The same rows and day give the same snapshot."""
    kontakt = Seitentext.objects.filter(key="kontakt").first()
    chapters = list(publikation.kapitel.all())
    return {
        "stand": timezone.localdate().isoformat(),
        "site_url": settings.SITE_URL,
        "adresse": f"{settings.SITE_URL}{publikation.get_absolute_url()}",
        "slug": publikation.slug,
        "ausgabe": nummer,
        "titel": publikation.titel,
        "untertitel": publikation.untertitel,
        "art": publikation.get_art_display(),
        "jahr": publikation.jahr,
        "text": publikation.text,
        "herausgeber": publikation.herausgeber,
        "impressum": publikation.impressum,
        "schlagworte": publikation.schlagworte,
        "kontakt": kontakt.text if kontakt else "",
        "kapitel": [*_chapters(chapters)],
    }


def edition_key(ausgabe):
    return f"ausgabe:{ausgabe.pk}"


def edition_filename(ausgabe):
    return f"{ausgabe.publikation.slug}-ausgabe-{ausgabe.nummer}.pdf"


def expected_pages(ausgabe):
    """How many pages the last edition that was set had; None for the first."""
    last = ausgabe.publikation.ausgaben.exclude(dokument=None).select_related("dokument").order_by("-nummer").first()
    return last.dokument.pages if last else None


def changes_between(old, new):
    """What differs between two snapshots, as Markdown list; empty when nothing does."""
    before, after = ({chapter["anker"]: chapter for chapter in snapshot["kapitel"]} for snapshot in (old, new))
    lines = [f"- Neu: {_name(after[key])}" for key in after if key not in before]
    lines += [f"- Geändert: {_name(after[key])}" for key in after if key in before and after[key] != before[key]]
    lines += [f"- Entfallen: {_name(before[key])}" for key in before if key not in after]
    frame = ("titel", "untertitel", "text", "herausgeber", "impressum", "kontakt")
    if any(old.get(field) != new.get(field) for field in frame):
        lines.append("- Geändert: Titelei und Impressum")
    return "\n".join(lines)


def _name(chapter):
    return f"{chapter['standort']['jugendamt']}: {chapter['titel']}" if chapter["standort"] else chapter["titel"]


def _chapters(chapters):
    sites = _public_sites(chapters)
    used = set()
    for chapter in chapters:
        site = sites.get(chapter.standort_id)
        if chapter.art == Kapitelart.STANDORT and site is None:
            continue  # a site that is not public does not appear in print either
        title = chapter.titel or (site["titel"] if site else chapter.get_art_display())
        yield {
            "art": chapter.art,
            "anker": _anchor(site["slug"] if site else title, used),
            "titel": title,
            "text": chapter.text,
            "standort": site,
            "zeilen": _overview(sites) if chapter.art == Kapitelart.UEBERSICHT else [],
        }


def _public_sites(chapters):
    """Snapshots of the sites among `chapters` by number, in the order of the chapters."""
    wanted = [chapter.standort_id for chapter in chapters if chapter.standort_id]
    rows = {site.pk: site for site in for_documents(Standort.objects.public()).filter(pk__in=wanted)}
    return {pk: snapshot_standort(rows[pk]) for pk in wanted if pk in rows}


def _overview(sites):
    columns = ("slug", "jugendamt", "titel", "foerderzeitraum", "themen")
    return [{column: site[column] for column in columns} for site in sites.values()]


def _anchor(text, used):
    """An address inside the document that no other chapter has."""
    stem = slugify(text)[:60] or "kapitel"
    anchor, number = stem, 2
    while anchor in used:
        anchor, number = f"{stem}-{number}", number + 1
    used.add(anchor)
    return anchor
