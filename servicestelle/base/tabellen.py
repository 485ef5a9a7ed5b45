"""Numbers and tables as people here write them, on pages and in files that office programs open by a double click."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse

UNKNOWN = "–"
DANGEROUS = ("=", "+", "-", "@")  # a spreadsheet would take such a text for a formula


def number_text(value):
    """`1234` → `1.234`, `Decimal("1234.50")` → `1.234,50`, None → `–`."""
    if value is None:
        return UNKNOWN
    return f"{value:,}".replace(",", "_").replace(".", ",").replace("_", ".")


def harmless(text):
    """One line that no spreadsheet executes: a leading apostrophe says that it is text (OWASP, CSV injection)."""
    line = " ".join(str(text).split())
    return f"'{line}" if line.startswith(DANGEROUS) else line


def csv_cell(value):
    """A number with decimal comma and without points, a day as TT.MM.JJJJ, nothing for None, else a harmless text."""
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)):
        return str(value).replace(".", ",")
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value:%d.%m.%Y}"
    return harmless(value)


def as_csv(rows):
    """`rows` as bytes: UTF-8 with mark, semicolons, CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def csv_response(rows, *, filename):
    """`rows` as a file to keep; `filename` in plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "private, no-store"}
    return HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
