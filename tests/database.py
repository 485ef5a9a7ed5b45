"""Ways to the database past models and services: raw SQL and further connections."""

import threading
from contextlib import contextmanager

import psycopg
from django.db import connection


def sql(statement, *values):
    """Run one raw statement on the test's own connection; return its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


@contextmanager
def second_connection(**options):
    """A connection of its own to the test database, as another process would have it."""
    settings = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: settings[name] for name in names if settings.get(name)}, **options) as other:
        yield other


def run_together(works):
    """Run each of `works` in a thread of its own, let go at one moment; return results or errors in order."""
    gate, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        gate.wait(timeout=10)
        try:
            outcomes[place] = work()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
