"""Money as people write it here: Decimal EUR with two places, 12.345,67 €."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def format_euro(amount):
    """`Decimal("12345.67")` → `12.345,67 €` (with a no-break space); None → empty text."""
    if amount is None:
        return ""
    text = f"{Decimal(amount).quantize(CENT, ROUND_HALF_UP):,.2f}"
    return text.replace(",", "_").replace(".", ",").replace("_", ".") + "\u00a0€"
