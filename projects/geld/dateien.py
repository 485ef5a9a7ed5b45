"""A report of money as CSV, XLSX and PDF: the same cells in the same order, nothing a spreadsheet would execute."""

import io
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from servicestelle.base.money import format_euro
from servicestelle.base.tabellen import as_csv
from servicestelle.base.ui.words import slug_of

from .diagramme import bilder_zum_druck

VORLAGE = "pdf/geldbericht.html"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
ZUSAMMEN = "Zusammen"
EURO = '#,##0.00\\ "€"'
NARROW, WIDE, MOST = 14, 22, 48  # widths of columns in characters


def filename(bericht, kind):
    """A name in plain letters that says what it is and of which day."""
    words = slug_of(f"{bericht.titel} {bericht.untertitel}")
    return f"{words[:100]}-{timezone.localdate():%Y-%m-%d}.{kind}"


def csv_of(bericht):
    """As bytes: heads, rows, totals."""
    rows = [[zeile.name, *zeile.zusatz, *zeile.betraege] for zeile in bericht.zeilen]
    return as_csv([bericht.ueberschriften, *rows, [ZUSAMMEN, *bericht.leere, *bericht.summe]])


def xlsx_of(bericht):
    """As bytes: a sheet with the table, amounts as numbers, and one with what they mean. Texts stay texts."""
    from xlsxwriter import Workbook  # late: only the worker writes spreadsheets

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(target, options)
    book.set_properties({"title": f"{bericht.titel}: {bericht.untertitel}", "created": _today()})
    bold, euro, total = (
        book.add_format(look) for look in ({"bold": True}, {"num_format": EURO}, {"num_format": EURO, "bold": True})
    )
    _write_table(book.add_worksheet("Zahlen"), bericht, bold, euro, total)
    _write_about(book.add_worksheet("Angaben"), bericht, bold)
    book.close()
    return target.getvalue()


def _today():
    return datetime.combine(timezone.localdate(), datetime.min.time())


def _write_table(sheet, bericht, bold, euro, total):
    sheet.freeze_panes(1, 1)
    for place, text in enumerate(bericht.ueberschriften):
        sheet.write_string(0, place, text, bold)
        longest = max(
            [len(text), *(len(row.zusatz[place - 1]) for row in bericht.zeilen if 0 < place < len(bericht.kopf))]
        )
        sheet.set_column(place, place, WIDE * 2 if place == 0 else min(max(longest + 2, NARROW), MOST))
    for number, zeile in enumerate(bericht.zeilen, start=1):
        for place, text in enumerate([zeile.name, *zeile.zusatz]):
            sheet.write_string(number, place, text)
        for place, amount in enumerate(zeile.betraege, start=len(bericht.kopf)):
            sheet.write_number(number, place, amount, euro)
    last = len(bericht.zeilen) + 1
    sheet.write_string(last, 0, ZUSAMMEN, bold)
    for place, amount in enumerate(bericht.summe, start=len(bericht.kopf)):
        sheet.write_number(last, place, amount, total)


def _write_about(sheet, bericht, bold):
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 1, 100)
    for number, (label, text) in enumerate(facts_of(bericht)):
        sheet.write_string(number, 0, label, bold)
        sheet.write_string(number, 1, text)


def facts_of(bericht):
    """(label, text) of all that travels with the figures: subject, day, filter, what each amount means."""
    stand = timezone.localtime()
    return [
        ("Bericht", f"{bericht.titel}: {bericht.untertitel}"),
        ("Zahlen vom", f"{stand:%d.%m.%Y, %H:%M} Uhr"),
        *((f"Filter {label}", text) for label, text in bericht.filter),
        *bericht.angaben,
        *bericht.definitionen.items(),
    ]


def snapshot_of(bericht):
    """All that the PDF shows, as plain JSON."""
    return {
        "stand": timezone.localdate().isoformat(),
        "zeit": f"{timezone.localtime():%d.%m.%Y, %H:%M} Uhr",
        "site_url": settings.SITE_URL,
        "titel": bericht.titel,
        "untertitel": bericht.untertitel,
        "filter": [list(pair) for pair in bericht.filter],
        "angaben": [list(pair) for pair in bericht.angaben],
        "summen": [list(pair) for pair in bericht.summen],
        "kopf": list(bericht.kopf),
        "spalten": list(bericht.spalten),
        "zeilen": [
            {"name": zeile.name, "zusatz": list(zeile.zusatz), "betraege": _euros(zeile.betraege)}
            for zeile in bericht.zeilen
        ],
        "leere": bericht.leere,
        "summe": _euros(bericht.summe),
        "bilder": [asdict(bild) for bild in bilder_zum_druck(bericht)],
        "definitionen": list(bericht.definitionen.items()),
    }


def _euros(amounts):
    return [format_euro(amount) for amount in amounts]
