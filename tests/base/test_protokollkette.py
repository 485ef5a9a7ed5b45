"""The chain of the audit log: honest history passes, and every falsification is found, named and refused an all-clear."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from servicestelle.base import protokoll, protokollkette
from servicestelle.base.models import Protokoll, Protokollglied, Protokollstand
from servicestelle.base.protokollkette import Head
from tests.database import run_together, second_connection, sql
from tests.people import make_person
from tests.records import make_jugendamt
from tests.tampering import ENTRIES, OUTSIDE_ONLY, TAMPERINGS, UNGUARD, reason_after, write_entries, write_history

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(db):
    """The head of a log that is kept in the database too."""
    return write_history()


def test_every_falsification_is_found_and_named(history):
    assert history.eintraege == ENTRIES and len(TAMPERINGS) + len(OUTSIDE_ONLY) >= 30
    found = {name: reason_after(statements) for name, statements in TAMPERINGS.items()}
    assert [name for name, reason in found.items() if not reason] == []
    for name, reason in found.items():
        assert any(word in reason for word in ("Glied", "Eintrag", "Stand")), (name, reason)


def test_a_head_kept_outside_finds_what_the_database_no_longer_tells(history):
    kept = [("Der Stand von außen", history)]
    for name, statements in OUTSIDE_ONLY.items():
        assert reason_after(statements) is None, name  # the control: without it all seems well
        assert "Der Stand von außen" in reason_after(statements, kept=kept), name


def test_control_taking_the_guards_away_alone_changes_nothing(history):
    assert reason_after("", kept=[("außen", history)]) is None


def test_control_a_check_that_does_not_look_at_the_content_finds_nothing(history, monkeypatch):
    monkeypatch.setattr(protokollkette, "_check_row", lambda *given: None)
    assert reason_after(TAMPERINGS["Einzelheiten geändert"]) is None


# Honest history

SESSIONS = [
    "SET LOCAL TIME ZONE 'Asia/Tokyo'",
    "SET LOCAL TIME ZONE 'America/St_Johns'",
    "SET LOCAL datestyle = 'German, DMY'",
    "SET LOCAL intervalstyle = 'iso_8601'",
    "SET LOCAL extra_float_digits = -15",
    "SET LOCAL bytea_output = 'escape'",
    "SET LOCAL lc_numeric = 'C'",
    "SET LOCAL search_path = pg_catalog, public",
    "SET LOCAL standard_conforming_strings = on",
    "SET LOCAL enable_indexscan = off",
    "SET LOCAL enable_hashjoin = off",
    "SET LOCAL work_mem = '64kB'",
]


def test_no_session_writes_or_reads_another_chain(history):
    for number, setting in enumerate(SESSIONS):
        with transaction.atomic():
            sql(setting)
            sql(PLAIN)
            assert protokollkette.check().eintraege == ENTRIES + number + 1, setting
        assert protokollkette.check(kept=[("außen", history)]).eintraege == ENTRIES + number + 1, setting


PLAIN = """INSERT INTO base_protokoll (at, verb, object_type, object_id, scope, details)
    VALUES (now(), 'x', 'x', '1', '', '{"zahl": 1.50}'); SET CONSTRAINTS ALL IMMEDIATE"""
VALUES = [
    {"at": "infinity"}, {"at": "-infinity"}, {"at": "0001-01-01 00:00+00 BC"}, {"at": "12026-01-01 00:00:00.000001+00"},
    {"details": "[]"}, {"details": "null"}, {"details": '"\\u00e4"'}, {"details": "1e400"}, {"details": "-0.0"},
    {"details": '{"b": 1, "a": 2, "a": 3}'}, {"scope": "a\u0308 \U0001f469\u200d\U0001f4bb \u202e"}, {"verb": ""},
    {"object_id": "1:1"}, {"object_id": "Zeile\nzwei\ttab \\ ' \""},
]  # fmt: skip


def test_whatever_a_column_holds_has_a_hash(history):
    known = {"at": "now", "verb": "x", "object_type": "x", "object_id": "1", "scope": "", "details": "{}"}
    for values in VALUES:
        row = known | values
        sql(f"INSERT INTO base_protokoll ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", *row.values())
    assert protokollkette.check().eintraege == ENTRIES + len(VALUES)


def test_what_was_rolled_back_leaves_no_gap(history):
    with transaction.atomic():
        write_entries(3)
        transaction.set_rollback(True)
    write_entries(1)
    assert protokollkette.check().eintraege == ENTRIES + 1
    assert Protokoll.objects.latest("pk").pk > Protokollglied.objects.get(nummer=ENTRIES).eintrag_id + 1


def test_many_entries_of_one_transaction_follow_each_other():
    write_entries(300)
    head = protokollkette.check()
    assert head.eintraege == 300 and head == protokollkette.head_now()
    assert list(Protokollglied.objects.values_list("nummer", flat=True)) == list(range(1, 301))


def test_an_empty_log_is_whole():
    assert protokollkette.check() == Head(0, protokollkette.START)
    assert protokollkette.keep_head() is None


def test_the_hash_is_what_its_definition_says():
    write_entries(1)
    glied = Protokollglied.objects.get()
    entry = glied.eintrag
    seconds = f"{entry.at.replace(microsecond=0).timestamp():.0f}.{entry.at.microsecond:06}"
    details = '{"nr": 1, "ort": "Höxter"}'  # as PostgreSQL writes it
    fields = [str(entry.pk), seconds, str(entry.actor_id), entry.verb, entry.object_type, entry.object_id, entry.scope]
    assert glied.hash == protokollkette.hash_of("0" * 64, 1, [*fields, details])


# Real commits


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_make_one_chain_and_a_check_meanwhile_gives_no_false_alarm():
    office, person = make_jugendamt(), make_person("betrieb")

    def work():
        for place in range(4):
            with transaction.atomic():
                protokoll.record("verwaltung.angelegt", office, actor=person, nr=place)
                protokoll.record("verwaltung.geaendert", office, actor=person, nr=place)

    heads = run_together([*[work] * 50, *[lambda: [protokollkette.check() for _ in range(10)]] * 2])
    assert [outcome for outcome in heads[:50] if outcome is not None] == []
    assert all(isinstance(found, list) for found in heads[50:]), heads[50:]
    assert protokollkette.check().eintraege == 400


@pytest.mark.django_db(transaction=True)
def test_a_transaction_with_an_older_view_cannot_fork_the_chain():
    write_entries(1)
    with second_connection() as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute("SELECT count(*) FROM base_protokoll")
        write_entries(1)
        other.execute(
            "INSERT INTO base_protokoll (at, verb, object_type, object_id, scope, details) VALUES (now(), 'x', 'x', '1', '', '{}')"
        )
        with pytest.raises(psycopg.errors.UniqueViolation):
            other.commit()
    assert protokollkette.check().eintraege == 2


@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_row_at_commit_does_not_hold_the_chain():
    """One writer's commit still needs a row another has locked; the other one writes its entry all the same."""
    office, person = make_jugendamt(), make_person("betrieb")
    insert = "INSERT INTO base_protokoll (at, actor_id, verb, object_type, object_id, scope, details) VALUES (now(), {}, 'x', 'x', '1', '', '{{}}')"
    with second_connection() as waiting, second_connection() as holding:
        holding.execute("SELECT 1 FROM base_user WHERE id = %s FOR UPDATE", [person.pk])
        waiting.execute(insert.format("NULL"))  # its place in the chain is asked for first …
        waiting.execute(insert.format(person.pk))  # … and this one's account is looked up at commit
        begun = run_together(
            [waiting.commit, lambda: (_wait_until_blocked(), holding.execute(insert.format("NULL")), holding.commit())]
        )
    assert not any(isinstance(outcome, Exception) for outcome in begun), begun
    assert protokollkette.check().eintraege == 3 and office


def _wait_until_blocked():
    end = datetime.now(UTC) + timedelta(seconds=20)
    while datetime.now(UTC) < end:
        if sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"):
            return
    raise AssertionError("niemand wartet")


# The head, the command, the roles


def test_a_head_is_kept_once_a_day(history, caplog):
    assert Protokollstand.objects.get().head == str(history) == str(Head.read(str(history)))
    write_entries(1)
    assert protokollkette.keep_head() is None
    assert Protokollstand.objects.count() == 1


def test_the_head_is_told_outside_the_database_too(caplog):
    write_entries(1)
    with caplog.at_level("INFO"):
        head = protokollkette.keep_head()
    assert str(head) in caplog.text


def run(*words):
    out = io.StringIO()
    call_command("protokoll_pruefen", *words, stdout=out)
    return out.getvalue()


def test_the_command_says_how_far_it_goes_and_knows_an_earlier_head(history):
    write_entries(2)
    said = run("--stand", str(history))
    assert f"unversehrt: {ENTRIES + 2} Einträge" in said and f"Es enthält den Stand {history}." in said
    assert str(protokollkette.head_now()) in said


@pytest.mark.parametrize("text", ["", "12", "12:xyz", f" -1:{'a' * 64}", f"x:{'a' * 64}", f"1:{'A' * 64}"])
def test_a_head_that_is_none_is_refused_with_its_form(text):
    with pytest.raises(CommandError, match="ist kein Stand"):
        run("--stand", text)


@pytest.mark.parametrize(
    ("head", "reason"),
    [(f"3:{'a' * 64}", "Bis Glied 3 ist neu gerechnet"), (f"99:{'a' * 64}", f"das Protokoll hat nur {ENTRIES}")],
)
def test_a_head_that_is_not_in_the_log_breaks_it(history, head, reason):
    with pytest.raises(CommandError, match=reason):
        run("--stand", head)


def test_the_command_fails_on_a_changed_log(history):
    with connection.cursor() as cursor:
        cursor.execute(UNGUARD + TAMPERINGS["Einzelheiten geändert"])
    with pytest.raises(
        CommandError, match=r"Glied 6: Eintrag \d+ ist nicht mehr, was geschrieben wurde. Ändern Sie nichts"
    ):
        run()


@pytest.mark.parametrize("table", ["base_protokollglied", "base_protokollstand"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET hash = repeat('a', 64)", "DELETE FROM {}"])
def test_places_and_heads_are_written_once(history, table, statement):
    with pytest.raises(Exception, match=r"[Cc]annot (update|delete)"), transaction.atomic():
        sql(statement.format(table))


def test_an_entry_has_one_place(history):
    pk = Protokollglied.objects.get(nummer=1).eintrag_id
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("SELECT base_protokoll_anmelden(%s)", pk)
    sql("SELECT base_protokoll_verketten(%s)", pk)  # asked again it changes nothing
    assert protokollkette.check(kept=[("außen", history)]) == history


def test_migrations_chain_what_was_there_before(history):
    from importlib import import_module

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE base_protokollglied DISABLE TRIGGER pgtrigger_append_only_e363d")
        cursor.execute("DELETE FROM base_protokollglied")
        cursor.execute("ALTER TABLE base_protokollglied ENABLE TRIGGER pgtrigger_append_only_e363d")
        cursor.execute(import_module("servicestelle.base.migrations.0015_chain_older_entries").CHAIN)
    assert protokollkette.check() == history  # in the same order: the same chain


def test_the_check_computes_itself():
    """Nothing of ours in the database is asked for the truth: who replaces our functions deceives nobody."""
    source = Path(protokollkette.__file__).read_text()
    assert "base_protokoll_verketten" not in source and "sha256(" not in protokollkette.ROWS
