"""Ways to falsify the audit log as the owner of the database, round every trigger: each a name and its statements.

They work on a log of ENTRIES entries whose head was kept (`write_history`); UNGUARD takes the guards away, as the owner can.
"""

from django.db import connection, transaction

from servicestelle.base import protokoll, protokollkette
from servicestelle.base.protokollkette import START, Broken
from tests.people import make_person
from tests.records import make_jugendamt

ENTRIES, MIDDLE = 12, 6
CONTENT = "at, actor_id, verb, object_type, object_id, scope, details"
UNGUARD = """
ALTER TABLE base_protokoll DISABLE TRIGGER USER;
ALTER TABLE base_protokollglied DISABLE TRIGGER USER;
ALTER TABLE base_protokollstand DISABLE TRIGGER USER;
DO $$ DECLARE rule record; BEGIN
    FOR rule IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
                 WHERE conrelid = 'base_protokollglied'::regclass AND contype IN ('f', 'u', 'p') LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', rule.place, rule.conname);
    END LOOP;
END $$;
"""
# The chain computed anew from a number on, by whoever knows how it is made.
RECOMPUTE = f"""
DO $$ DECLARE glied record; davor text; BEGIN
    SELECT coalesce((SELECT hash FROM base_protokollglied WHERE nummer = {{first}} - 1), '{START}') INTO davor;
    FOR glied IN SELECT g.eintrag_id, g.nummer, p.* FROM base_protokollglied g JOIN base_protokoll p ON p.id = g.eintrag_id
                  WHERE g.nummer >= {{first}} ORDER BY g.nummer LOOP
        UPDATE base_protokollglied SET vorgaenger = davor, hash = (
            SELECT encode(sha256(convert_to(string_agg(octet_length(w) || ':' || w, '' ORDER BY n), 'UTF8')), 'hex')
              FROM unnest(ARRAY[davor, glied.nummer::text, glied.id::text, extract(epoch FROM glied.at)::text,
                                coalesce(glied.actor_id::text, ''), glied.verb, glied.object_type, glied.object_id,
                                glied.scope, glied.details::text]) WITH ORDINALITY AS f (w, n))
         WHERE nummer = glied.nummer RETURNING hash INTO davor;
    END LOOP;
END $$;
"""
ONE = f"(SELECT eintrag_id FROM base_protokollglied WHERE nummer = {MIDDLE})"
NEXT = f"(SELECT eintrag_id FROM base_protokollglied WHERE nummer = {MIDDLE + 1})"
LAST = "(SELECT eintrag_id FROM base_protokollglied ORDER BY nummer DESC LIMIT 1)"
FIRST = "(SELECT eintrag_id FROM base_protokollglied WHERE nummer = 1)"
SET_HEAD = """UPDATE base_protokollstand SET eintraege = letztes.nummer, hash = letztes.hash
    FROM (SELECT nummer, hash FROM base_protokollglied ORDER BY nummer DESC LIMIT 1) letztes;"""


def change(what, place=ONE):
    return f"UPDATE base_protokoll SET {what} WHERE id = {place};"


def remove(place, *, link=True, entry=True):
    """The link last: `place` is found by it."""
    gone = f"CREATE TEMP TABLE weg ON COMMIT DROP AS SELECT {place} AS id;"
    gone += "DELETE FROM base_protokoll WHERE id IN (SELECT id FROM weg);" * entry
    return gone + "DELETE FROM base_protokollglied WHERE eintrag_id IN (SELECT id FROM weg);" * link + "DROP TABLE weg;"


def insert(number, *, link=True, hash="repeat('a', 64)"):
    """A new entry; with `link` also its place in the chain."""
    new = f"""INSERT INTO base_protokoll ({CONTENT}) SELECT {CONTENT} FROM base_protokoll ORDER BY id LIMIT 1;"""
    if link:
        new += f"""INSERT INTO base_protokollglied (eintrag_id, nummer, vorgaenger, hash)
            SELECT (SELECT max(id) FROM base_protokoll), {number}, hash, {hash} FROM base_protokollglied
             WHERE nummer = {number} - 1;"""
    return new


def shift(by, first):
    return f"UPDATE base_protokollglied SET nummer = nummer + ({by}) WHERE nummer >= {first};"


def swap(columns, table="base_protokoll", key="id"):
    """Two rows exchange `columns`."""
    sides = ", ".join(f"{name} = andere.{name}" for name in columns.split(", "))
    return f"""UPDATE {table} eine SET {sides} FROM {table} andere
        WHERE (eine.{key}, andere.{key}) IN (({ONE}, {NEXT}), ({NEXT}, {ONE}));"""


REFILL = """
CREATE TEMP TABLE alt ON COMMIT DROP AS SELECT * FROM base_protokoll ORDER BY id;
TRUNCATE base_protokoll, base_protokollglied;
INSERT INTO base_protokoll SELECT * FROM alt WHERE verb <> 'mittelabruf.ausgezahlt';
INSERT INTO base_protokollglied (eintrag_id, nummer, vorgaenger, hash)
    SELECT id, row_number() OVER (ORDER BY id), '', '' FROM base_protokoll;
DROP TABLE alt;
"""
TAMPERINGS = {
    "Zeitpunkt geändert": change("at = at - interval '1 day'"),
    "Zeitpunkt um eine Zeitzone verschoben": change("at = at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin'"),
    "Zeitpunkt auf Sekunden gekürzt": change("at = date_trunc('second', at)"),
    "anderes Konto": change(f"actor_id = (SELECT min(id) FROM base_user WHERE id <> (SELECT actor_id FROM base_protokoll WHERE id = {ONE}))"),
    "Konto entfernt": change("actor_id = NULL"),
    "Vorgang geändert": change("verb = 'mittelabruf.abgelehnt'"),
    "Art geändert": change("object_type = 'projects.foerderung'"),
    "Nummer geändert": change("object_id = object_id || '1'"),
    "Bereich geändert": change("scope = 'ags:00000002'"),
    "Grenze zweier Felder verschoben": change("object_id = '1' || object_id, object_type = left(object_type, -1)"),
    "Einzelheiten geändert": change("details = details || '{\"betrag\": \"9999.99\"}'"),
    "Einzelheiten geleert": change("details = '{}'"),
    "Zahl wurde Text": change("details = jsonb_set(details, '{zahl}', '\"1.50\"')"),
    "Null am Ende der Zahl weg": change("details = jsonb_set(details, '{zahl}', '1.5')"),
    "Umlaut in anderer Schreibweise": change("details = normalize(details::text, NFD)::jsonb"),
    "Leerzeichen angehängt": change("verb = verb || ' '"),
    "Eintrag umnummeriert": f"UPDATE base_protokoll SET id = 999999 WHERE id = {ONE}; UPDATE base_protokollglied SET eintrag_id = 999999 WHERE nummer = {MIDDLE};",
    "zwei Einträge tauschen ihre Zeiten": swap("at"),
    "zwei Einträge tauschen ihren Inhalt": swap(CONTENT),
    "zwei Glieder tauschen ihre Plätze": swap("nummer", "base_protokollglied", "eintrag_id"),
    "zwei Glieder tauschen alles": swap("nummer, vorgaenger, hash", "base_protokollglied", "eintrag_id"),
    "erster Eintrag gelöscht": remove(FIRST),
    "erster gelöscht, Rest umnummeriert": remove(FIRST) + shift(-1, 1),
    "mittlerer Eintrag gelöscht": remove(ONE),
    "mittlerer gelöscht, Rest umnummeriert": remove(ONE) + shift(-1, MIDDLE),
    "mittlerer gelöscht, sein Glied bleibt": remove(ONE, link=False),
    "letzter Eintrag gelöscht": remove(LAST),
    "letzter gelöscht, sein Glied bleibt": remove(LAST, link=False),
    "nur das Glied gelöscht": remove(ONE, entry=False),
    "alle Einträge gelöscht, Glieder bleiben": "DELETE FROM base_protokoll;",
    "alles geleert": "TRUNCATE base_protokoll, base_protokollglied;",
    "Eintrag an der Kette vorbei": insert(0, link=False),
    "Eintrag dazwischen": shift(1, MIDDLE) + insert(MIDDLE),
    "Eintrag am Ende mit erfundener Prüfsumme": insert(ENTRIES + 1),
    "Eintrag doppelt": insert(ENTRIES + 1, hash="hash"),
    "Glieder um eins verschoben": shift(1, 1),
    "Vorgänger überschrieben": f"UPDATE base_protokollglied SET vorgaenger = repeat('b', 64) WHERE nummer = {MIDDLE};",
    "Prüfsumme überschrieben": f"UPDATE base_protokollglied SET hash = repeat('b', 64) WHERE nummer = {MIDDLE};",
    "geändert, eine Prüfsumme neu gerechnet": change("details = '{}'") + f"""CREATE TEMP TABLE folgende ON COMMIT DROP AS SELECT * FROM base_protokollglied WHERE nummer > {MIDDLE};
        {RECOMPUTE.format(first=MIDDLE)} UPDATE base_protokollglied g SET vorgaenger = f.vorgaenger, hash = f.hash FROM folgende f WHERE f.nummer = g.nummer; DROP TABLE folgende;""",
    "geändert, das Ende neu gerechnet": change("details = '{}'") + RECOMPUTE.format(first=MIDDLE),
    "gelöscht, das Ende neu gerechnet": remove(ONE) + shift(-1, MIDDLE) + RECOMPUTE.format(first=MIDDLE),
    "dazwischen eingefügt, das Ende neu gerechnet": shift(1, MIDDLE) + insert(MIDDLE) + RECOMPUTE.format(first=MIDDLE),
    "umgestellt, das Ende neu gerechnet": swap("nummer", "base_protokollglied", "eintrag_id") + RECOMPUTE.format(first=MIDDLE),
    "geleert und neu gefüllt": REFILL + RECOMPUTE.format(first=1),
    "ältere Sicherung zurückgespielt": f"DELETE FROM base_protokoll WHERE id IN (SELECT eintrag_id FROM base_protokollglied WHERE nummer > {MIDDLE}); DELETE FROM base_protokollglied WHERE nummer > {MIDDLE};",
    "Stand in der Datenbank überschrieben": "UPDATE base_protokollstand SET hash = repeat('c', 64);",
}  # fmt: skip
# After these the database agrees with itself: only a head that was kept outside tells.
OUTSIDE_ONLY = {
    f"{name}, Stand angepasst": TAMPERINGS[name] + SET_HEAD
    for name in (
        "geändert, das Ende neu gerechnet",
        "gelöscht, das Ende neu gerechnet",
        "umgestellt, das Ende neu gerechnet",
        "geleert und neu gefüllt",
        "ältere Sicherung zurückgespielt",
        "letzter Eintrag gelöscht",
    )
} | {
    "geändert, das Ende neu gerechnet, Stand gelöscht": TAMPERINGS["geändert, das Ende neu gerechnet"]
    + "DELETE FROM base_protokollstand;"
}


def write_entries(number):
    """As people cause them, chained as at a commit."""
    office, person = make_jugendamt("00000001"), make_person("betrieb")
    make_person("revision")
    for place in range(1, number + 1):
        verb = "mittelabruf.ausgezahlt" if place == 3 else "verwaltung.angelegt"
        protokoll.record(verb, office, actor=person, ort="Höxter", nr=place)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write_history():
    """A log whose head of today is kept; the entry in the middle holds what is easily written otherwise. Its Head."""
    write_entries(MIDDLE - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_protokoll (at, actor_id, verb, object_type, object_id, scope, details) VALUES "
            "('2026-03-29 00:59:59.123456+00', %s, 'mittelabruf.genehmigt', 'projects.mittelabruf', '7', 'ags:00000001', %s)",
            [make_person("betrieb").pk, '{"zahl": 1.50, "betrag": "12.00", "ort": "Höxter"}'],
        )
    write_entries(ENTRIES - MIDDLE)
    return protokollkette.keep_head()


def reason_after(statements, *, kept=()):
    """What the check finds after `statements`, None when it gives an all-clear; nothing of it stays."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(UNGUARD + statements)
        try:
            protokollkette.check(kept=kept)
            reason = None
        except Broken as broken:
            reason = str(broken)
        transaction.set_rollback(True)
    return reason
