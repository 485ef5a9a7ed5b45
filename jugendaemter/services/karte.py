"""Places of authorities on the map."""

from functools import partial

from django.db import transaction

from ..models import Jugendamt
from ..mosaic import Place, arrange

MOVES = {"mitte_lat", "mitte_lon", "kreis"}  # what decides where a circle stands, apart from who is on the map


@transaction.atomic
def place_tiles(*, anew=False):
    """Give every public authority its circle on the map; return True when the map was drawn again.

    Does nothing while exactly the authorities of the map are valid, unless `anew`. Authorities without a centre
    get no circle; lists show them all the same.
    """
    rows = list(Jugendamt.objects.select_for_update().order_by("ags"))
    public = set(
        Jugendamt.objects.public().filter(mitte_lat__isnull=False, mitte_lon__isnull=False).values_list("pk", flat=True)
    )
    if not anew and public == {row.pk for row in rows if row.spalte is not None}:
        return False
    chosen = arrange([_place(row) for row in rows if row.pk in public])
    for row in rows:
        row.spalte, row.zeile = chosen.get(row.pk, (None, None))
    Jugendamt.objects.update(spalte=None, zeile=None)  # two rows must not meet on their way to new places
    Jugendamt.objects.bulk_update(rows, ["spalte", "zeile"])
    return True


def follow_on_map(changed=()):
    """Draw the map again after an edit of an authority's fields `changed`, its adding or deleting, where that matters.

    After the commit: all rows are locked in one order, hence none may be locked before. An error is logged only;
    the schedule draws what is missing.
    """
    transaction.on_commit(partial(place_tiles, anew=not MOVES.isdisjoint(changed)), robust=True)


def _place(row):
    return Place(row.pk, float(row.mitte_lat), float(row.mitte_lon), row.kreis)
