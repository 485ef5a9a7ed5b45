"""What a printed site holds: a snapshot as plain JSON. Setting a PDF reads the snapshot and nothing else."""

from django.conf import settings
from django.utils import timezone

STECKBRIEF = "pdf/steckbrief.html"


def for_documents(standorte):
    """`standorte` with all a snapshot reads, in a fixed number of queries."""
    return standorte.select_related("jugendamt", "foerderzeitraum").prefetch_related("themen", "partner", "phasen")


def snapshot_standort(standort):
    """The public facts of one site as JSON. Unknown stays empty: the page says so, nothing is filled in."""
    office = standort.jugendamt
    return {
        "slug": standort.slug,
        "titel": str(standort),
        "titel_von_uns": standort.titel_von_uns,
        "motto": standort.motto,
        "jugendamt": office.name,
        "jugendamt_art": office.get_art_display(),
        "regierungsbezirk": office.get_regierungsbezirk_display(),
        "fiktiv": office.fiktiv,
        "foerderzeitraum": standort.foerderzeitraum.name,
        "leitfragen": standort.leitfragen,
        "text": standort.text,
        "themen": [topic.name for topic in standort.themen.all()],
        "alter": _age(standort),
        "sozialraum": standort.sozialraum,
        "rechtsgrundlagen": standort.rechtsgrundlagen,
        "partner": [{"name": partner.name, "rolle": partner.rolle} for partner in standort.partner.all()],
        "phasen": [_phase(phase) for phase in standort.phasen.all()],
        "adresse": f"{settings.SITE_URL}{standort.get_absolute_url()}",
    }


def snapshot_steckbrief(standort):
    """All that the Steckbrief of `standort` shows; `stand` is the day its facts are from."""
    return {
        "stand": timezone.localdate().isoformat(),
        "site_url": settings.SITE_URL,
        "standort": snapshot_standort(standort),
    }


def same_facts(one, other):
    """True when two snapshots differ at most in the day they were taken."""
    return {**one, "stand": ""} == {**other, "stand": ""}


def is_public(standort):
    return standort.is_published and not standort.jugendamt.fiktiv


def same_document(dokument, standort, snapshot):
    """True when setting anew would give what `dokument` already is."""
    return same_facts(dokument.snapshot, snapshot) and dokument.public == is_public(standort)


def steckbrief_filename(standort):
    return f"steckbrief-{standort.slug}.pdf"


def _phase(phase):
    return {
        "art": phase.art,
        "name": phase.get_art_display(),
        "zeit": _period(phase.beginn, phase.ende),
        "schwerpunkte": phase.schwerpunkte,
        "ergebnisse": phase.ergebnisse,
    }


def _period(first, last):
    if first is None:
        return ""
    return f"{first:%d.%m.%Y} bis {last:%d.%m.%Y}" if last else f"ab {first:%d.%m.%Y}"


def _age(standort):
    if standort.alter_von is None:
        return ""
    if standort.alter_von == standort.alter_bis:
        return f"{standort.alter_von} Jahre"
    return f"{standort.alter_von} bis {standort.alter_bis} Jahre"
