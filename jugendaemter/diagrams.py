"""Working groups by age: one bar each, all on the same scale. Units of the drawing: 1000 wide."""

from dataclasses import dataclass

WIDTH, EDGE = 1000, 30
TICKS = (0, 6, 12, 18, 27)


@dataclass(frozen=True)
class Bar:
    name: str
    ages: str
    start: float
    end: float


def age_bars(bodies):
    """`bars` and the `ticks` of their scale for the `bodies` that name an age; None when none does."""
    aged = [body for body in bodies if body.alter_von is not None]
    if not aged:
        return None
    top = max(max(body.alter_bis for body in aged), 1)
    bars = [Bar(body.name, _ages(body), _x(body.alter_von, top), _x(body.alter_bis, top)) for body in aged]
    return {"bars": bars, "ticks": [(age, _x(age, top)) for age in TICKS if age <= top], "right": WIDTH - EDGE}


def _x(age, top):
    return round(EDGE + age * (WIDTH - 2 * EDGE) / top, 1)


def _ages(body):
    return f"{body.alter_von} bis {body.alter_bis} Jahre"
