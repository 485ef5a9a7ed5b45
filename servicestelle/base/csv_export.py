"""Tables as CSV that office programs here open by a double click: semicolons, UTF-8 with its mark, CRLF."""

import csv

from django.http import HttpResponse

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(filename, head, rows):
    """`rows` of texts below `head`; a cell that a spreadsheet would take for a formula becomes plain text."""
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    writer = csv.writer(response, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return response


def _harmless(cell):
    """A leading apostrophe tells spreadsheets that this is text (OWASP, CSV injection); line breaks become spaces."""
    text = " ".join(str(cell).split())
    return f"'{text}" if text.startswith(FORMULA) else text
