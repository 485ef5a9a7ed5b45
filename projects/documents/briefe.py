"""What the letter on an Interessenbekundung holds: a snapshot as plain JSON. Setting the PDF reads nothing else."""

from django.conf import settings
from django.utils import timezone

from ..choices import Bekundungsstatus

BRIEF = "pdf/antwort.html"


def snapshot_brief(bekundung):
    """All that the letter of a decided one shows; `stand` is the day of the decision."""
    office, zeitraum = bekundung.jugendamt, bekundung.foerderzeitraum
    return {
        "stand": timezone.localdate(bekundung.entschieden_am).isoformat(),
        "site_url": settings.SITE_URL,
        "nummer": bekundung.pk,
        "jugendamt": office.name,
        "plz": office.plz,
        "ort": office.ort,
        "fiktiv": office.fiktiv,
        "foerderzeitraum": zeitraum.name,
        "eingereicht": timezone.localdate(bekundung.eingereicht_am).isoformat(),
        "ausgewaehlt": bekundung.status == Bekundungsstatus.AUSGEWAEHLT,
        "begruendung": bekundung.begruendung,
        "unterschrift": str(bekundung.entschieden_von),
        "adresse": f"{settings.SITE_URL}{bekundung.get_absolute_url()}",
    }


def brief_filename(bekundung):
    return f"interessenbekundung-{bekundung.foerderzeitraum.slug}-{bekundung.jugendamt.slug}.pdf"
