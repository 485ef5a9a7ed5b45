"""Working groups by age as bars on one scale, ready to draw. Units of the drawing: 1000 wide."""

from dataclasses import dataclass

WIDTH, LEFT, ROW, HEAD = 1000, 20, 84, 54
TICKS = (0, 3, 6, 10, 14, 18, 21, 27)


@dataclass(frozen=True)
class Bar:
    name: str
    ages: str
    x: float
    y: float
    width: float

    @property
    def end(self):
        return self.x + self.width

    @property
    def text_y(self):
        return self.y - 14


def age_bars(bodies):
    """Bars, ticks and height for the `bodies` that name an age; None when none does."""
    aged = [body for body in bodies if body.alter_von is not None]
    if not aged:
        return None
    top = max(body.alter_bis for body in aged)
    unit = (WIDTH - 2 * LEFT) / max(top, 1)
    bars = [_bar(body, place, unit) for place, body in enumerate(aged)]
    ticks = [(age, round(LEFT + age * unit, 1)) for age in TICKS if age <= top]
    return {"bars": bars, "ticks": ticks, "height": HEAD + ROW * len(aged), "foot": HEAD + ROW * len(aged) - 12}


def _bar(body, place, unit):
    return Bar(
        name=body.name,
        ages=f"{body.alter_von} bis {body.alter_bis} Jahre",
        x=round(LEFT + body.alter_von * unit, 1),
        y=HEAD + place * ROW + 46,
        width=round((body.alter_bis - body.alter_von) * unit, 1),
    )


def age_rows(bodies):
    """The same as a table: body and age."""
    return [
        (body.name, f"{body.alter_von} bis {body.alter_bis} Jahre") for body in bodies if body.alter_von is not None
    ]
