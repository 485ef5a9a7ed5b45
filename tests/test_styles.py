"""Style sheets and form templates hold nothing that no page uses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ["templates/**/*.html", "static/js/*.js", "static/img/*.svg", "servicestelle/**/*.py", "*/diagrams.py"]
OURS = re.compile(r"\.((?:sg|pub)-[\w-]+)")
COMPOSED = {"sg-badge--"}  # the rest of the name is filled in by the template


def without_comments(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def words_in_use():
    text = " ".join(path.read_text() for pattern in SOURCES for path in ROOT.glob(pattern))
    return set(re.findall(r"[\w-]+", text))


@pytest.mark.parametrize("sheet", sorted((ROOT / "static" / "css").glob("*.css")), ids=lambda path: path.name)
def test_every_class_of_a_style_sheet_is_used(sheet):
    used = words_in_use()
    names = {name for name in OURS.findall(without_comments(sheet)) if not name.startswith(tuple(COMPOSED))}
    assert names - used == set()


ASKED_FOR = {"uni_form.html", "field.html", "errors.html"}  # by the filter `crispy`, the only door to the pack


def test_the_form_pack_holds_only_what_forms_ask_for():
    pack = ROOT / "templates" / "kern"
    templates = {str(path.relative_to(pack)): path.read_text() for path in pack.rglob("*.html")}
    included = {name for text in templates.values() for name in re.findall(r'"kern/([\w/]+\.html)"', text)}
    assert set(templates) == ASKED_FOR | included
