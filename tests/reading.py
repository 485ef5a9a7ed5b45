"""Reads files back as another program would: the cells of a CSV or XLSX, the words of a PDF."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pikepdf

from servicestelle.base.pdf.structure import walk

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEX = re.compile(rb"<([0-9a-fA-F]+)>")


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx_rows(content, sheet=1):
    """Cells by row: texts as str, numbers as float. Raises AssertionError for a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
        texts = ["".join(part.itertext()) for part in shared.iter(f"{SHEET}si")]
        tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))  # noqa: S314 - our own file
    assert tree.find(f".//{SHEET}f") is None, "eine Formel"
    return [[_cell(cell, texts) for cell in row] for row in tree.iter(f"{SHEET}row")]


def _cell(cell, texts):
    value = cell.findtext(f"{SHEET}v")
    return texts[int(value)] if cell.get("t") == "s" else float(value)


def pdf_words(content):
    """All text of a PDF in the order it is painted, parted by single spaces."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return " ".join(" ".join(_texts(page)) for page in pdf.pages)


def pdf_pictures(content):
    """The alternative text of each picture of a tagged PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [str(part["/Alt"]) for part, _ in walk(pdf.Root.StructTreeRoot.K) if part["/S"] == pikepdf.Name.Figure]


def _texts(page):
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    letters, said = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            said.append("".join(letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)))
    return said


def _letters(font):
    """{two bytes of a glyph: its letters} of a font's ToUnicode map."""
    found = {}
    for line in bytes(font.ToUnicode.read_bytes()).splitlines():
        codes = [bytes.fromhex(code.decode()) for code in HEX.findall(line)]
        if len(codes) == 2:
            found[codes[0]] = codes[1].decode("utf-16-be")
    return found
