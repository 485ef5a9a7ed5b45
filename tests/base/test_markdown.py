"""Editable texts: the subset is rendered, everything else is shown as text or dropped."""

import pytest
from django.template import Context, Template

from servicestelle.base.ui.markdown import plain_text, render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**fett** und *schräg*", "<p><strong>fett</strong> und <em>schräg</em></p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[los](javascript:alert(1))", "<p>[los](javascript:alert(1))</p>\n"),
        ("[los](/standorte/)", '<p><a href="/standorte/">los</a></p>\n'),
        ("# Groß\n\n## Klein", "<h3>Groß</h3>\n<h4>Klein</h4>\n"),
        ("#### Tief", "<h3>Tief</h3>\n"),
        ("", ""),
        (None, ""),
    ],
)
def test_render(text, html):
    assert render_markdown(text) == html


def test_the_outline_starts_where_the_page_says():
    assert render_markdown("### Teil", 2) == "<h2>Teil</h2>\n"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# Groß\n\n**fett** & [los](/standorte/)", "Groß\nfett & los"),
        ("<b>kein</b> Markup", "<b>kein</b> Markup"),
        ("3 < 4 und 5 > 2", "3 < 4 und 5 > 2"),
        (None, ""),
    ],
)
def test_plain_text_is_what_a_reader_sees(text, plain):
    assert plain_text(text) == plain


def test_plain_text_stays_inside_an_attribute():
    page = Template('<meta content="{{ text|plain|truncatewords:9 }}">').render(Context({"text": 'a" onload="b'}))
    assert page == '<meta content="a&quot; onload=&quot;b">'
