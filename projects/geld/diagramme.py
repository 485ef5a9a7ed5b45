"""Pictures of a report of money: bars on one scale, the same figures as in the table beside them."""

from servicestelle.base.money import format_euro
from servicestelle.base.ui.balken import draw_chart

SHOWN = (("ausgezahlt", 2), ("abgerufen", 1), ("bewilligt", 0))  # words and place among the amounts, innermost first
WIDEST = 36  # per cent: amounts behind the bars are long
AT_MOST = 40  # rows; with more the picture says less than the table


def bild_der_zeilen(bericht):
    """What is paid, asked for and awarded of each row; None for no rows or too many."""
    if not 0 < len(bericht.zeilen) <= AT_MOST:
        return None
    return _draw(bericht, [(zeile.name, zeile.betraege) for zeile in bericht.zeilen], "zeilen")


def bild_der_summen(bericht):
    """The same of the totals; None while there are none."""
    return _draw(bericht, [("Zusammen", bericht.summe)], "summen") if bericht.zeilen else None


def _draw(bericht, rows, key):
    def say(place, value):
        return f"{format_euro(value)} {SHOWN[place][0]}"

    picked = [(label, [betraege[place] for _, place in SHOWN]) for label, betraege in rows]
    return draw_chart(picked, key=f"geld-{key}", title=f"{bericht.titel}: {bericht.untertitel}", say=say, widest=WIDEST)
