"""The audit log: written once, for every role; the application's role cannot empty it either."""

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import DatabaseError

from servicestelle.base import protokoll
from servicestelle.base.models import AppendOnly, Protokoll
from tests.database import second_connection, sql
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
ROLE = "portal_app"


@pytest.fixture
def entry(person):
    office = make_jugendamt()
    return protokoll.record("verwaltung.angelegt", office, actor=person("betrieb"), zahl=1)


def test_record_writes_facts_and_the_scope_of_its_object(entry, person):
    assert (entry.actor, entry.verb, entry.details) == (person("betrieb"), "verwaltung.angelegt", {"zahl": 1})
    assert (entry.object_type, entry.object_id) == ("jugendaemter.jugendamt", "05900001")
    assert entry.scope == "ags:05900001"


def refuses(work):
    with pytest.raises(DatabaseError, match=r"[Cc]annot (update|delete)"), transaction.atomic():
        work()


def test_orm_and_raw_sql_cannot_change_or_delete(entry):
    refuses(lambda: Protokoll.objects.update(verb="x"))
    refuses(lambda: Protokoll.objects.all().delete())
    refuses(lambda: entry.save())
    refuses(lambda: sql("UPDATE base_protokoll SET details = '{}'"))
    refuses(lambda: sql("DELETE FROM base_protokoll"))


def test_an_account_with_entries_cannot_be_deleted(entry, person):
    with pytest.raises(ProtectedError):
        person("betrieb").delete()


def test_control_without_the_trigger_an_entry_changes(entry):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE base_protokoll DISABLE TRIGGER USER")
    sql("UPDATE base_protokoll SET verb = 'x'")
    entry.refresh_from_db()
    assert entry.verb == "x"


@pytest.fixture
def app_role(transactional_db):
    """A connection that acts as the application's role, with the rights of `manage.py datenbankrolle`."""
    if not sql("SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
        sql(f"CREATE ROLE {ROLE}")
    call_command("datenbankrolle", ROLE, verbosity=0)
    with second_connection(autocommit=True) as other:
        other.execute(f"SET ROLE {ROLE}")
        yield other


APPEND_ONLY = [
    "base_protokoll",
    "base_protokollglied",
    "base_protokollstand",
    "base_fristverschiebung",
    "projects_bescheid",
    "projects_buchung",
    "projects_erklaerung",
    "projects_zustellung",
]


def test_every_append_only_table_is_listed_here():
    from django.apps import apps

    assert {m._meta.db_table for m in apps.get_models() if issubclass(m, AppendOnly)} == set(APPEND_ONLY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {key} = {key}", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
def test_the_application_role_may_only_append(app_role, table, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_role.execute(statement.format(table, key="eintrag_id" if table.endswith("glied") else "id"))


@pytest.mark.django_db(transaction=True)
def test_the_application_role_can_do_its_work(app_role):
    app_role.execute(
        "INSERT INTO base_protokoll (at, verb, object_type, object_id, scope, details) "
        "VALUES (now(), 'probe', 'x', '1', '', '{}')"
    )
    assert app_role.execute("SELECT count(*), max(nummer) FROM base_protokollglied").fetchone() == (1, 1)
    app_role.execute("UPDATE base_thema SET name = name")
    app_role.execute("DELETE FROM base_thema")


EVASIONS = [
    "ALTER TABLE base_protokoll DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "CREATE TABLE schatten (x int)",
    "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE OR REPLACE FUNCTION base_protokoll_verketten(welcher bigint) RETURNS void LANGUAGE sql AS ''",
    "DROP FUNCTION base_protokoll_anmelden(bigint)",
    "INSERT INTO base_protokollglied (eintrag_id, nummer, vorgaenger, hash) VALUES (1, 99, '', '')",
    "DELETE FROM django_migrations",
    "ALTER TABLE base_protokoll OWNER TO portal_app",
    "TRUNCATE publications_ausgabe CASCADE",
    "TRUNCATE projects_foerderung CASCADE",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", EVASIONS)
def test_the_application_role_cannot_get_around_the_rules(app_role, statement):
    with pytest.raises(psycopg.Error) as caught:
        app_role.execute(statement)
    assert isinstance(caught.value, psycopg.errors.InsufficientPrivilege), caught.value


@pytest.mark.django_db(transaction=True)
def test_control_the_owner_can_truncate(app_role):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE base_protokoll CASCADE")
