"""Plain text and CSV: readable as UTF-8, and nothing a browser or a spreadsheet would take for commands."""

import csv
import io
import re

from .faults import Fault

NOT_UTF8 = "ist kein Text in UTF-8. Speichern Sie sie mit der Zeichenkodierung UTF-8 (in Excel: „CSV UTF-8“)."
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u202d\u202e\u2066-\u2069]")
CONTROLS = "enthält Steuerzeichen und ist kein einfacher Text. Speichern Sie sie als PDF."
CODE = re.compile(
    r"<\s*/?\s*(script|html|head|body|iframe|svg|object|embed|img|meta|link|style|form|base|math|applet|frameset)\b"
    r"|<!doctype|<!entity|<\?(xml|php|=)|<%|javascript:|vbscript:|\bon(error|load|click|mouseover)\s*=",
    re.IGNORECASE,
)
STARTS = ("#!", "%!PS", "{\\rtf", "MIME-Version:", "[InternetShortcut]", "Windows Registry Editor", "@echo off")
CODE_INSIDE = "enthält Programmcode oder HTML. Schicken Sie den Text ohne Code oder als PDF."
FORMULA = re.compile(r"^\s*[=@]|^\s*[+-].*[|(!]|^[\t\r]")
FORMULAS = "enthält Formeln, die eine Tabelle beim Öffnen ausführen würde. Speichern Sie nur die Werte."


def check_text(content, *, is_csv):
    """Raise Fault unless `content` is harmless text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Fault(NOT_UTF8) from None
    if CONTROL.search(text):
        raise Fault(CONTROLS)
    if CODE.search(text) or text.lstrip().lower().startswith(tuple(start.lower() for start in STARTS)):
        raise Fault(CODE_INSIDE)
    if is_csv:
        check_cells(text)


def check_cells(text):
    for separator in ",;\t":
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            if any(FORMULA.search(cell) for row in rows for cell in row if cell):
                raise Fault(FORMULAS)
        except csv.Error:
            raise Fault("ist keine Tabelle im Format CSV. Speichern Sie sie neu als „CSV UTF-8“.") from None
