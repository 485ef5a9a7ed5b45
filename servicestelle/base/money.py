"""Money as people write it here: Decimal EUR with two places, 12.345,67 €."""

import re
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ACCEPTED = "Schreiben Sie den Betrag so: 12.345,67 – mit Komma vor den Cent, der Punkt steht nur zwischen Tausendern."
_AMOUNT = re.compile(
    r"(?P<sign>[-−]?) ?(?P<euro>\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+)(?:,(?P<cent>\d{1,2}))?", re.ASCII
)


def format_euro(amount):
    """`Decimal("12345.67")` → `12.345,67 €` (with a no-break space); None → empty text."""
    if amount is None:
        return ""
    text = f"{Decimal(amount).quantize(CENT, ROUND_HALF_UP):,.2f}"
    return text.replace(",", "_").replace(".", ",").replace("_", ".") + "\u00a0€"


def parse_euro(text):
    """`12.345,67 €` → `Decimal("12345.67")`; raises ValueError with the accepted form, never guesses.

    A point or a space may only part thousands and a comma only the cents: `12.34`, `0.001`, `1 0` and `1,234.50` are
    refused.
    """
    bare = " ".join(str(text).split()).removesuffix("€").removesuffix("EUR")
    match = _AMOUNT.fullmatch(bare.rstrip())
    if match is None:
        raise ValueError(ACCEPTED)
    cents = (match["cent"] or "0").ljust(2, "0")
    amount = Decimal(f"{re.sub(r'[. ]', '', match['euro'])}.{cents}")
    return -amount if match["sign"] else amount
