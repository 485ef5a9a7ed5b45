"""Running numbers such as FB-2026-0001: in order, without gaps, also when a hundred ask at once."""

from django.db import connection

NEXT = """INSERT INTO base_zaehler (reihe, stand) VALUES (%s, 1)
ON CONFLICT (reihe) DO UPDATE SET stand = base_zaehler.stand + 1 RETURNING stand"""


def next_number(prefix, year):
    """The next number of the series, as text. Call it in the transaction that uses it: a rollback gives it back.

    Others who ask for the same series wait until that transaction ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("next_number needs the transaction of the record that gets the number")
    series = f"{prefix}-{year}"
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [series])
        [number] = cursor.fetchone()
    return f"{series}-{number:04d}"
