"""The network of circles and lines: the portal's motif, drawn anew and always the same from a seed."""

from dataclasses import dataclass
from math import hypot
from random import Random

CANDIDATES = 24  # per point; the one farthest from all others wins, so circles spread evenly


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    r: float
    kind: str  # "hub", "full" or "ring"


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Motif:
    width: int
    height: int
    circles: tuple
    lines: tuple


def draw_network(seed, *, width, height, count, left=0, top=0):
    """Return `count` circles in a box right of `left` and below `top`, each joined with its two nearest; one is the hub."""
    dice = Random(seed)  # noqa: S311 - a picture, not a secret
    points = _spread(dice, (left, top), (width, height), count)
    hub = dice.randrange(count)
    unit = ((width - left) * (height - top) / count) ** 0.5
    circles = tuple(_circle(dice, point, unit, is_hub=place == hub) for place, point in enumerate(points))
    return Motif(width, height, circles, tuple(_lines(circles)))


def _spread(dice, start, end, count):
    points = []
    for _ in range(count):
        candidates = [(dice.uniform(start[0], end[0]), dice.uniform(start[1], end[1])) for _ in range(CANDIDATES)]
        points.append(max(candidates, key=lambda c: min((_far(c, p) for p in points), default=0)))
    return points


def _far(a, b):
    return hypot(a[0] - b[0], a[1] - b[1])


def _circle(dice, point, unit, *, is_hub):
    size = unit * (0.2 if is_hub else dice.choice([0.05, 0.07, 0.1, 0.13]))
    kind = "hub" if is_hub else dice.choice(["full", "ring", "ring"])
    return Circle(round(point[0], 1), round(point[1], 1), round(size, 1), kind)


def _lines(circles):
    """Each circle's ways to its two nearest, once each, from rim to rim."""
    pairs = set()
    for place, circle in enumerate(circles):
        others = sorted(
            (_far((circle.x, circle.y), (o.x, o.y)), number) for number, o in enumerate(circles) if number != place
        )
        pairs |= {tuple(sorted((place, number))) for _, number in others[:2]}
    return [line for a, b in sorted(pairs) if (line := _rim_to_rim(circles[a], circles[b]))]


def _rim_to_rim(a, b):
    length = _far((a.x, a.y), (b.x, b.y))
    if length <= a.r + b.r:
        return None
    dx, dy = (b.x - a.x) / length, (b.y - a.y) / length
    return Line(round(a.x + dx * a.r, 1), round(a.y + dy * a.r, 1), round(b.x - dx * b.r, 1), round(b.y - dy * b.r, 1))
