"""Editable texts: a small Markdown subset, rendered and cleaned."""

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote", "h2", "h3", "h4"}
_markdown = MarkdownIt("zero").enable(
    ["emphasis", "link", "list", "newline", "blockquote", "heading", "escape", "entity"]
)


def render_markdown(text):
    """Return safe HTML of `text`; raw HTML in it is shown as text, foreign schemes lose their link."""
    html = _markdown.render(text or "")
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
    )
    return mark_safe(clean)  # noqa: S308 - cleaned by nh3 just above
