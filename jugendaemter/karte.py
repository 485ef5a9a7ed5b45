"""The map as circles and lines, ready to draw: `components/karte.html` only writes it down.

Units of the drawing: 100 from one circle to the next. The caller counts; this module knows nothing of sites.
"""

from dataclasses import dataclass, field
from math import sqrt

from django.urls import reverse

from .choices import Jugendamtsart
from .models import Jugendamt

COLUMNS = ("ags", "name", "slug", "art", "kreis", "regierungsbezirk", "spalte", "zeile")
STEP, RADIUS, RADIUS_FILLED = 100, 39, 44
ROW = STEP * sqrt(3) / 2
MARGIN = 6
LINE, SMALL = 12, 10  # letters that fit into a circle; longer lines are set smaller
LABEL_LETTER, LABEL_PADDING = 13.5, 36
WORDS = ("Stadt ", "Hansestadt ", "Kreis ")
SYLLABLES = ("hausen", "scheid", "kirchen", "landkreis", "berg", "hövel", "petal", "dorf")
RING = 5  # the ring of a Kreis stands so far outside its circle


@dataclass(frozen=True)
class Circle:
    """One circle: where it stands, what it says, where it leads."""

    ags: str
    name: str
    url: str
    region: str
    label: str
    x: float
    y: float
    count: int
    is_kreis: bool
    is_current: bool
    lines: list
    label_x: float
    label_width: float

    @property
    def is_small(self):
        return any(len(line) > SMALL for line, y in self.lines)

    @property
    def radius(self):
        return RADIUS_FILLED if self.count or self.is_current else RADIUS

    @property
    def ring(self):
        return self.radius + RING

    @property
    def label_middle(self):
        return self.label_x + self.label_width / 2


@dataclass
class Karte:
    circles: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    width: float = 0
    height: float = 0
    filled: int = 0


def draw_karte(counts, *, one, many, current=None, rows=None):
    """All public authorities on one map. `counts` = {ags: number of `one`/`many`}.

    One query, none when the caller has the `rows` (values of COLUMNS) already.
    """
    rows = Jugendamt.objects.public().values(*COLUMNS) if rows is None else rows
    rows = sorted((row for row in rows if row["spalte"] is not None), key=lambda row: (row["zeile"], row["spalte"]))
    if not rows:
        return Karte()
    width = (max(row["spalte"] for row in rows) + 1.5) * STEP + 2 * MARGIN
    height = max(row["zeile"] for row in rows) * ROW + STEP + 2 * MARGIN
    circles = [_circle(row, counts.get(row["ags"], 0), (one, many), current, width) for row in rows]
    return Karte(circles, _lines(rows), round(width), round(height), sum(1 for circle in circles if circle.count))


def _centre(row):
    x = (row["spalte"] + 0.5 * (row["zeile"] % 2) + 0.5) * STEP + MARGIN
    return round(x, 1), round(row["zeile"] * ROW + STEP / 2 + MARGIN, 1)


def _circle(row, count, words, current, width):
    x, y = _centre(row)
    label_width = len(row["name"]) * LABEL_LETTER + LABEL_PADDING
    return Circle(
        ags=row["ags"],
        name=row["name"],
        url=reverse("jugendamt", args=[row["slug"]]),
        region=row["regierungsbezirk"].lower().replace("ü", "ue"),
        label=f"{row['name']}: {count or 'kein'} {words[0] if count < 2 else words[1]}",
        x=x,
        y=y,
        count=count,
        is_kreis=row["art"] == Jugendamtsart.KREIS,
        is_current=row["ags"] == current,
        lines=_text(row["name"]),
        label_x=round(-label_width * x / width, 1),  # slides with the place, so that it never leaves the picture
        label_width=round(label_width, 1),
    )


def _text(name):
    """The short name in one or two lines with their places, or nothing when it does not fit."""
    for word in WORDS:
        name = name.removeprefix(word)
    lines = _break(name.split(" (")[0])
    if max(len(line) for line in lines) > LINE or len(lines) > 3:
        return []
    return [(line, round((i - (len(lines) - 1) / 2) * 16 + 5, 1)) for i, line in enumerate(lines)]


def _break(name):
    if len(name) <= 9:
        return [name]
    for sign in ("-", " "):
        if sign in name:
            head, tail = name.split(sign, 1)
            return [head + sign.strip(), *_break(tail)]
    for syllable in SYLLABLES:
        if name.endswith(syllable):
            return [name.removesuffix(syllable) + "-", syllable]
    return [name]


def _lines(rows):
    """Lines that join the authorities of one Kreis: the shortest net over each group."""
    groups = {}
    for row in rows:
        groups.setdefault(row["kreis"], []).append(_centre(row))
    return [line for group in groups.values() for line in _net(group)]


def _net(points):
    joined, open_points, lines = points[:1], points[1:], []
    while open_points:
        start, end = min(
            ((a, b) for a in joined for b in open_points),
            key=lambda pair: ((pair[0][0] - pair[1][0]) ** 2 + (pair[0][1] - pair[1][1]) ** 2, pair),
        )
        lines.append((*start, *end))
        joined.append(end)
        open_points.remove(end)
    return lines
