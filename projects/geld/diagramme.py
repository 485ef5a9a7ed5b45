"""Pictures of a report of money: bars on one scale, the same figures as in the table beside them."""

from dataclasses import replace

from servicestelle.base.money import format_euro
from servicestelle.base.ui.balken import draw_chart

from ..choices import Berichtsart

SHOWN = (("ausgezahlt", 2), ("abgerufen", 1), ("bewilligt", 0))  # words and place among the amounts, innermost first
WIDEST, WIDEST_PRINTED = 36, 75  # per cent: amounts behind the bars are long
AT_MOST = 40  # rows; with more the picture says less than the table
PRINTED = 8  # rows; so many fit on a printed page


def bild_der_zeilen(bericht):
    """What is paid, asked for and awarded of each row; None for no rows or too many."""
    rows = _rows_to_show(bericht)
    return _draw(bericht, rows, "zeilen") if rows else None


def bild_der_summen(bericht):
    """The same of the totals; None while there are none."""
    rows = _sums_to_show(bericht)
    return _draw(bericht, rows, "summen") if rows else None


def bilder_zum_druck(bericht):
    """The picture of the page for a PDF: in parts that fit on a page, all on one scale; none where the page has none.

    A picture in a PDF has one alternative text, its title: there it says the figures too.
    """
    rows = _sums_to_show(bericht) if bericht.art == Berichtsart.FOERDERUNGEN else _rows_to_show(bericht)
    top = max((amount for _, amounts in rows for amount in amounts), default=0)
    starts = range(0, len(rows), PRINTED)
    parts = [_draw(bericht, rows[at : at + PRINTED], f"ab-{at}", widest=WIDEST_PRINTED, top=top) for at in starts]
    return [replace(part, title=f"{part.title}. {part.text}") for part in parts]


def _rows_to_show(bericht):
    """(name, amounts in the order of SHOWN) of each row; none when there are too many."""
    if len(bericht.zeilen) > AT_MOST:
        return []
    return [(zeile.name, _pick(zeile.betraege)) for zeile in bericht.zeilen]


def _sums_to_show(bericht):
    return [("Zusammen", _pick(bericht.summe))] if bericht.zeilen else []


def _pick(betraege):
    return [betraege[place] for _, place in SHOWN]


def _draw(bericht, rows, key, *, widest=WIDEST, top=None):
    def say(place, value):
        return f"{format_euro(value)} {SHOWN[place][0]}"

    title = f"{bericht.titel}: {bericht.untertitel}"
    return draw_chart(rows, key=f"geld-{key}", title=title, say=say, widest=widest, top=top)
