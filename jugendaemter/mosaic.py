"""A map without outlines: each authority gets one place on a grid of circles, as near as can be to where it lies.

Pure and deterministic: the same places give the same mosaic. Odd rows stand half a place to the right.
"""

from dataclasses import dataclass
from math import cos, inf, radians, sqrt

COLUMNS = 11  # so that a circle keeps 24 px on a screen of 320 px
ROOM = 1.4  # places on the grid for each authority: holes let dense regions breathe
ROW_HEIGHT = sqrt(3) / 2
SPREAD = 0.5  # 0: true to the map, 1: evenly spread by rank
TOGETHER = 0.5  # weight of keeping a Kreis together against staying near the true place


@dataclass(frozen=True)
class Place:
    key: str
    lat: float
    lon: float
    group: str


def arrange(places):
    """Return {key: (column, row)}, no two alike; `group` (the Kreis) stays together as far as it can."""
    places = sorted(places, key=lambda place: place.key)
    if not places:
        return {}
    rows = max(1, round(len(places) * ROOM / COLUMNS))
    cells = [(column, row) for row in range(rows) for column in range(COLUMNS)]
    spots = [_centre(cell) for cell in cells]
    targets = _targets(places, rows)
    chosen = _assign([[_square(target, spot) for spot in spots] for target in targets])
    _gather(chosen, [place.group for place in places], targets, spots)
    return {place.key: cells[cell] for place, cell in zip(places, chosen, strict=True)}


def _centre(cell):
    column, row = cell
    return column + 0.5 * (row % 2), row * ROW_HEIGHT


def _square(a, b):
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def _targets(places, rows):
    """Where each place would lie on the grid: north up, west left, crowded regions spread a little."""
    scale = cos(radians(sum(place.lat for place in places) / len(places)))
    across = _spread([place.lon * scale for place in places], COLUMNS - 0.5)
    down = _spread([-place.lat for place in places], (rows - 1) * ROW_HEIGHT)
    return list(zip(across, down, strict=True))


def _spread(values, length):
    low, width = min(values), (max(values) - min(values)) or 1
    order = {index: rank for rank, index in enumerate(sorted(range(len(values)), key=lambda i: (values[i], i)))}
    last = max(1, len(values) - 1)
    return [
        length * ((1 - SPREAD) * (value - low) / width + SPREAD * order[index] / last)
        for index, value in enumerate(values)
    ]


def _assign(cost):
    """The Hungarian method: the column of each row so that the sum of costs is least (columns ≥ rows)."""
    n, m = len(cost), len(cost[0])
    row_price, column_price = [0.0] * (n + 1), [0.0] * (m + 1)
    owner, way = [0] * (m + 1), [0] * (m + 1)
    for row in range(1, n + 1):
        owner[0], column = row, 0
        least, used = [inf] * (m + 1), [False] * (m + 1)
        while owner[column]:
            column = _step(cost, column, least, used, (row_price, column_price, owner, way))
        while column:
            owner[column], column = owner[way[column]], way[column]
    chosen = {owner[column] - 1: column - 1 for column in range(1, m + 1) if owner[column]}
    return [chosen[row] for row in range(n)]


def _step(cost, column, least, used, state):
    """Widen the tree of cheapest ways by one column and return it."""
    row_price, column_price, owner, way = state
    used[column] = True
    row, gap, nearest = owner[column], inf, 0
    for other in range(1, len(least)):
        if used[other]:
            continue
        price = cost[row - 1][other - 1] - row_price[row] - column_price[other]
        if price < least[other]:
            least[other], way[other] = price, column
        if least[other] < gap:
            gap, nearest = least[other], other
    for other in range(len(least)):
        if used[other]:
            row_price[owner[other]] += gap
            column_price[other] -= gap
        else:
            least[other] -= gap
    return nearest


def _gather(chosen, groups, targets, spots):
    """Swap places, or move to a free one, as long as that brings groups together at little cost in place.

    Each step lowers the sum over all places of `strain`, so it ends.
    """
    free = sorted(set(range(len(spots))) - set(chosen))
    members = {group: [i for i, other in enumerate(groups) if other == group] for group in groups}

    def apart(group):
        cells = [spots[chosen[i]] for i in members[group]]
        return sum(_square(a, b) for i, a in enumerate(cells) for b in cells[:i]) / len(cells)

    def strain(*indices):
        away = sum(_square(targets[i], spots[chosen[i]]) for i in indices)
        return away + TOGETHER * sum(apart(group) for group in {groups[i] for i in indices})

    improved = True
    while improved:
        improved = sum(_improve(chosen, free, index, strain) for index in range(len(chosen))) > 0


def _improve(chosen, free, index, strain):
    """Try all swaps of one place; keep the first that helps. True when one did."""
    for other in range(index + 1, len(chosen)):
        before = strain(index, other)
        chosen[index], chosen[other] = chosen[other], chosen[index]
        if strain(index, other) < before - 1e-9:
            return True
        chosen[index], chosen[other] = chosen[other], chosen[index]
    for position, cell in enumerate(free):
        before = strain(index)
        chosen[index], free[position] = cell, chosen[index]
        if strain(index) < before - 1e-9:
            return True
        chosen[index], free[position] = free[position], cell
    return False
