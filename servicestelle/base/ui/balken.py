"""Bars in groups, drawn as SVG by `components/balken.html`: lengths in em and per cent, so that words keep their size."""

from dataclasses import dataclass

WIDEST = 62  # per cent of the picture; the words behind the longest bar need the rest
LINE, BAR, GAP = 1.6, 1.25, 0.9  # em: the label, one bar, the room to the next label


@dataclass(frozen=True)
class Bar:
    """One bar: `y` in em, `width` in per cent, and the words behind it."""

    y: float
    width: float
    text: str
    base: float


@dataclass(frozen=True)
class Chart:
    """Bars in groups, the first of each filled; `text` says the same in a sentence."""

    key: str
    title: str
    text: str
    height: float
    groups: list


def draw_chart(rows, *, key, title, say, widest=WIDEST, top=None):
    """`rows` of (label, [values]) as bars on one scale; `say(place, value)` gives the words behind a bar.

    `top` is the value of the longest bar there may be, where several charts share a scale; else that of these rows.
    """
    top = max((value for _, values in rows for value in values), default=0) if top is None else top
    groups, y = [], 0.0
    for label, values in rows:
        bars = [_bar(place, value, say(place, value), top, y, widest) for place, value in enumerate(values)]
        groups.append((label, round(y + 1.1, 2), bars))
        y += LINE + len(bars) * BAR + GAP
    said = "; ".join(f"{label}: {', '.join(bar.text for bar in bars)}" for label, _, bars in groups)
    return Chart(key, title, f"{said}.", round(max(y - GAP, 1), 2), groups)


def _bar(place, value, text, top, y, widest):
    start = y + LINE + place * BAR
    width = round(float(widest * value / top), 2) if top else 0
    return Bar(round(start, 2), width, text, round(start + 0.85, 2))
