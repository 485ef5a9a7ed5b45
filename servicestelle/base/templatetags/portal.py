"""Template filters of the portal, builtin in every template."""

from django import template

from ..money import format_euro
from ..protokoll import label_of
from ..ui.hits import mark_hits
from ..ui.markdown import render_markdown

register = template.Library()
register.filter("euro", format_euro)
register.filter("markdown", render_markdown)
register.filter("hits", mark_hits)
register.filter("vorgang", label_of)


@register.filter
def startswith(text, start):
    """True when the path `text` lies below `start`."""
    return text.startswith(start)
