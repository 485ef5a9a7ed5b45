"""Authorities in the order people look for them: by Regierungsbezirk, then by Kreis."""

import unicodedata
from itertools import groupby

from .choices import Jugendamtsart, Regierungsbezirk

TOWNS = "Kreisfreie Städte"


def by_region(rows):
    """[(Regierungsbezirk, number, [(Kreis or `Kreisfreie Städte`, rows)])] of value rows; towns of their own first."""
    rows = sorted(rows, key=_order)
    regions = []
    for name, members in groupby(rows, key=lambda row: row["regierungsbezirk"]):
        members = list(members)
        groups = [(heading, list(group)) for heading, group in groupby(members, key=_heading)]
        regions.append((Regierungsbezirk(name).label, len(members), groups))
    return regions


def _heading(row):
    return TOWNS if row["art"] == Jugendamtsart.KREISFREIE_STADT else row["kreis"]


def _order(row):
    heading = _heading(row)
    return (
        german(row["regierungsbezirk"]),
        heading != TOWNS,
        german(heading.removeprefix("Kreis ")),
        row["art"] != Jugendamtsart.KREIS,
        german(row["name"]),
    )


def german(text):
    """A key that sorts ä with a, as German lists do, whatever the database's collation."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
