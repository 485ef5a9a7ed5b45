"""Only what is served is kept, and every file a stylesheet names is there."""

import re

from servicestelle.launch.assets import CUTS, STYLES, font_faces
from servicestelle.launch.place import run_place


def test_stylesheet_names_the_four_cuts():
    assert re.findall(r"FiraSans-(\w+)\.woff2", font_faces()) == list(CUTS)
    assert font_faces().count("font-display: swap") == len(CUTS)


def test_served_folder_holds_what_its_stylesheets_name():
    kern = run_place().kern
    for sheet in [kern / style for style in STYLES] + [kern / "fonts" / "fira-sans.css"]:
        for name in re.findall(r"""url\(["']?(?!data:)([^"')]+)""", sheet.read_text()):
            assert (sheet.parent / name).is_file(), f"{sheet.name} names {name}"
    assert len(list(kern.rglob("*.woff2"))) == len(CUTS)


def test_fonts_for_pdf_are_plain_truetype():
    for cut in CUTS:
        assert (run_place().fonts / f"FiraSans-{cut}.ttf").read_bytes()[:4] == b"\0\1\0\0"
