"""Small helps for printed templates: days, motifs, what is known."""

from datetime import date
from urllib.parse import quote

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def day(text):
    """`2026-11-22` of a snapshot as `22.11.2026`."""
    return f"{date.fromisoformat(text):%d.%m.%Y}" if text else ""


@register.filter
def any_known(phases):
    """True when any phase of a snapshot has a time, a focus or a result."""
    return any(phase["zeit"] or phase["schwerpunkte"] or phase["ergebnisse"] for phase in phases)


@register.simple_tag
def motif(kind, seed):
    """Put the drawn network behind an element. Printed documents only: pages of the portal have no inline style."""
    return format_html('style="background-image: url(portal:motiv/{}/{})"', kind, quote(str(seed), safe=""))


@register.filter
def qr(text):
    """The address of a drawn QR code that holds `text`; printed documents only."""
    return f"portal:qr/{quote(text, safe='')}"
