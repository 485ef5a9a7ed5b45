"""Numbers and tables as people here write them, on pages and in files that Excel opens."""

import csv
import io
from decimal import Decimal

from django.http import HttpResponse

UNKNOWN = "–"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a text for a formula


def number_text(value):
    """`1234` → `1.234`, `Decimal("1234.50")` → `1.234,50`, None → `–`."""
    if value is None:
        return UNKNOWN
    return f"{value:,}".replace(",", "_").replace(".", ",").replace("_", ".")


def csv_cell(value):
    """A number with decimal comma and without points, nothing for None, a text that no spreadsheet executes."""
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)):
        return str(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_csv(rows):
    """`rows` as bytes: UTF-8 with mark, semicolons, CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def csv_response(rows, *, filename):
    """`rows` as a file to keep; `filename` in plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)
