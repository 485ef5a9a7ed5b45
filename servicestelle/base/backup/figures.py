"""Figures of the whole database: rows and hash of every table, the last number of every sequence."""

from hashlib import sha256

from psycopg import sql

# Tables that belong to an extension come back with it, not with the data.
TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname COLLATE "C"
"""
SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename COLLATE "C"
"""
ROWS = 'COPY (SELECT t.* FROM {table} AS t ORDER BY t::text COLLATE "C") TO STDOUT'


def read_tables(connection):
    """`{table: {"rows": n, "sha256": …}}`; streams, so that a table may be larger than the memory."""
    names = [name for (name,) in connection.execute(TABLES)]
    return {name: read_table(connection, name) for name in names}


def read_table(connection, name):
    digest, rows = sha256(), 0
    with connection.cursor().copy(sql.SQL(ROWS).format(table=sql.Identifier("public", name))) as stream:
        for block in stream:
            digest.update(block)
            rows += bytes(block).count(b"\n")
    return {"rows": rows, "sha256": digest.hexdigest()}


def read_sequences(connection):
    """`{sequence: last number}`; None where no number has been drawn yet."""
    return dict(connection.execute(SEQUENCES).fetchall())


def read_migrations(connection):
    return [
        f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
    ]


def read_major(connection):
    return connection.info.server_version // 10000


def differences(before, after):
    """Names whose figures differ, missing ones included."""
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name, "fehlt") != after.get(name, "fehlt")
    )
