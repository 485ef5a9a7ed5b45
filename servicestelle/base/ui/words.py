"""German words on pages and in addresses: where long ones break, how umlauts are spelled out."""

import re

from django.utils.text import slugify
from pyphen import Pyphen

LONG = re.compile(r"\w{16,}")  # letters; shorter words fit into a line of 320 px also in headings
SOFT_HYPHEN, FIXED_SPACE = "\u00ad", "\u00a0"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_syllables = Pyphen(lang="de_DE", left=4, right=4)


def breakable(text):
    """`text` with soft hyphens in its long words; a § stays with its number. Escaping is left to the template."""
    whole = LONG.sub(lambda word: _syllables.inserted(word[0], SOFT_HYPHEN), str(text))
    return re.sub(r"§ (?=\d)", f"§{FIXED_SPACE}", whole)


def hours(minutes):
    """Minutes as people say them: `45 Min.`, `1 Std.`, `1 Std. 30 Min.`."""
    whole, rest = divmod(int(minutes or 0), 60)
    parts = [f"{whole}{FIXED_SPACE}Std."] if whole else []
    if rest or not parts:
        parts.append(f"{rest}{FIXED_SPACE}Min.")
    return " ".join(parts)


def slug_of(text):
    """`Kreis Höxter` → `kreis-hoexter`: umlauts as Germans spell them in addresses and names of files."""
    return slugify(text.translate(UMLAUTS))
