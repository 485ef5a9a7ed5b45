"""Long words get places to break, short ones stay as they are."""

import pytest

from servicestelle.base.ui.words import breakable, slug_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chancengerechtigkeit", "Chan|cen|ge|rech|tig|keit"),
        ("Grundschule und Kita", "Grundschule und Kita"),
        ("nach § 20 SGB VIII", "nach §~20 SGB VIII"),
        ("https://portal.example/publikationen/", "https://portal.example/publikationen/"),
        ("", ""),
    ],
)
def test_long_words_may_break(text, expected):
    assert breakable(text).replace("\u00ad", "|").replace("\u00a0", "~") == expected


def test_markup_in_a_long_word_is_still_escaped():
    from django.template import Context, Template

    shown = Template("{{ text|breakable }}").render(Context({"text": "<b>Schuleingangsuntersuchung</b>"}))
    assert shown.startswith("&lt;b&gt;") and "\u00ad" in shown


def test_addresses_spell_umlauts_as_germans_do():
    assert slug_of("Kreis Höxter") == "kreis-hoexter"
    assert slug_of("Stadt Gronau (Westf.)") == "stadt-gronau-westf"
