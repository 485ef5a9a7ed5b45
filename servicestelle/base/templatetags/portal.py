"""Template filters of the portal, builtin in every template."""

from django import template

from ..einzelheiten import lines_of
from ..money import format_euro
from ..tabellen import number_text
from ..ui.hits import mark_hits
from ..ui.markdown import plain_text, render_markdown
from ..ui.words import breakable, hours
from ..vorgaenge import label_of

register = template.Library()
register.filter("euro", format_euro)
register.filter("zahl", number_text)
register.filter("markdown", render_markdown)
register.filter("plain", plain_text)
register.filter("hits", mark_hits)
register.filter("breakable", breakable)
register.filter("stunden", hours)
register.filter("vorgang", label_of)
register.filter("einzelheiten", lines_of)


@register.filter
def startswith(text, start):
    """True when the path `text` lies below `start`."""
    return text.startswith(start)
