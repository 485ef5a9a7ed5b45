"""Every mail has a text and an HTML part, one purpose, and its link first."""

import re
from pathlib import Path

import pytest

FOLDER = Path("templates/mail")
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
LINK = "{{ portal_url }}{{ path }}"
TELLS = {"konto_geaendert", "zugang_beendet"}  # say what happened; there is nothing to do, so no link leads on
QUEUED = re.compile(r'queue_mail\(\s*"(\w+)"')


def test_each_text_has_its_html_and_the_other_way_round():
    assert sorted(path.stem for path in FOLDER.glob("*.html") if path.stem != "base") == NAMES


def test_every_mail_the_portal_writes_has_its_pair():
    sources = [
        path for path in Path().glob("*/**/*.py") if not {".venv", "var", "tests", "node_modules"} & set(path.parts)
    ]
    named = {name for path in sources for name in QUEUED.findall(path.read_text())}
    assert named - set(NAMES) == set()
    assert named


@pytest.mark.parametrize("name", NAMES)
def test_the_link_comes_first_and_once(name):
    text, page = ((FOLDER / f"{name}.{kind}").read_text() for kind in ("txt", "html"))
    if name in TELLS:
        assert text.index("Guten Tag") < text.index(LINK)
        return
    assert text.splitlines()[1] == LINK
    body = page.partition("{% block content %}")[2].strip()
    assert body.startswith(f'<p><a href="{LINK}">')
    assert text.count(LINK) == page.count(LINK) == 1


@pytest.mark.parametrize("name", NAMES)
def test_both_parts_say_the_same(name):
    text, page = ((FOLDER / f"{name}.{kind}").read_text() for kind in ("txt", "html"))
    names = re.compile(r"{{ ([\w.]+)")
    assert set(names.findall(text)) == set(names.findall(page))
    assert "Guten Tag" in text and "Guten Tag" in page
    assert page.startswith('{% extends "mail/base.html" %}')
