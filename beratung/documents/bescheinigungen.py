"""What a certificate of attendance holds: a snapshot as plain JSON. Setting the PDF reads the snapshot and nothing else."""

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localtime

BESCHEINIGUNG = "pdf/bescheinigung.html"


def snapshot_bescheinigung(anmeldung):
    """All that the certificate of `anmeldung` shows; `stand` is the day it is made."""
    angebot = anmeldung.angebot
    return {
        "stand": timezone.localdate().isoformat(),
        "site_url": settings.SITE_URL,
        "name": anmeldung.name,
        "jugendamt": anmeldung.jugendamt.name if anmeldung.jugendamt else "",
        "titel": angebot.titel,
        "slug": angebot.slug,
        "wann": angebot.wann,
        "dauer": _duration(localtime(angebot.ende) - localtime(angebot.beginn)),
        "wo": angebot.ort or "Videokonferenz",
        "fuer_wen": angebot.fuer_wen,
    }


def same_facts(one, other):
    """True when two snapshots differ at most in the day they were taken."""
    return {**one, "stand": ""} == {**other, "stand": ""}


def bescheinigung_filename(anmeldung):
    return f"teilnahmebescheinigung-{anmeldung.angebot.slug}.pdf"


def _duration(span):
    """„2 Stunden 30 Minuten“; nothing for what lasts over a night."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if hours >= 12:
        return ""
    parts = [(hours, "Stunde", "Stunden"), (minutes, "Minute", "Minuten")]
    return " ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts if number)
