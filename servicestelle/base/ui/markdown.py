"""Editable texts: a small Markdown subset, rendered and cleaned."""

import re
from html import unescape

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote", "h2", "h3", "h4"}
RULES = ["emphasis", "link", "list", "newline", "blockquote", "heading", "escape", "entity"]
SCHEMES = {"http", "https", "mailto", "tel"}
LOWEST = 4
_markdown = MarkdownIt("zero").enable(RULES)


def render_markdown(text, level=3):
    """Return safe HTML of `text`; raw HTML in it is shown as text, foreign schemes lose their link.

    The highest heading of the text becomes `level`, the others follow, so that the page's outline has no gaps.
    """
    html = _fit_headings(_markdown.render(text or ""), int(level))
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3 just above


def plain_text(text):
    """Return what a reader of `text` sees, without markup, for teasers and attributes; not safe, so templates escape it."""
    return unescape(nh3.clean(_markdown.render(text or ""), tags=set())).strip()


def _fit_headings(html, level):
    found = sorted({int(number) for number in re.findall(r"<h([1-6])>", html)})
    steps = {str(old): min(level + place, LOWEST) for place, old in enumerate(found)}
    return re.sub(r"<(/?)h([1-6])>", lambda tag: f"<{tag[1]}h{steps[tag[2]]}>", html)
