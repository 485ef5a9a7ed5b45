"""Every rule the database knows about sites and money has a test that goes past the services and names it.

The list is read from the database itself: a new constraint, trigger or refusal without such a test fails here.
"""

import ast
import re
from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from projects.models import Abrufposten, Foerderer, Foerderung, Mittelabruf
from tests.database import sql
from tests.projects.money import bring_to, draft, leave_ways, make_money, plant_abruf
from tests.records import make_cohort, make_grant, make_jugendamt, make_standort

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
MONEY = ("foerderzeitraum", "foerderung", "budgetposten", "mittelabruf", "abrufposten", "buchung")
# Tests that name a rule by putting its name together, or that look at what a rule does instead of what it refuses.
BY_HAND = {
    r"projects_foerderzeitraum_(jahre|dauer|betraege|toleranz|aufruf)": "test_constraints.test_rules_of_a_cohort",
    r"projects_foerderzeitraum_(hoechst|gesamt)betrag_holds": "test_constraints.test_limits_cannot_sink_below_what_is_awarded",
    r"projects.(Foerderung|Budgetposten):kept_by_ledger": "test_ledger.test_nobody_writes_a_balance_by_hand",
    r"projects.Buchung:append_only": "test_ledger.test_entries_are_written_once",
    r"projects.(Bescheid|Zustellung|Erklaerung):append_only": "test_bescheide.test_documents_and_what_follows_never_change",
    r"projects_interessenbekundung_status": "test_interessenbekundungen.test_no_other_way_past_the_services",
    r"projects.Interessenbekundung:wege": "test_interessenbekundungen.test_no_other_way_past_the_services",
    r"projects.(Foerderung|Mittelabruf|Aenderungsantrag):wege": "test_wege.test_no_state_is_reached_past_its_ways",
}
NAMED = """
SELECT conname FROM pg_constraint WHERE conrelid::regclass::text LIKE 'projects\\_%%' AND contype IN ('c', 'u', 'x')
   AND conname NOT LIKE '%%\\_check' AND NOT conname ~ '_([0-9a-f]{8})?_?(key|uniq)$'
"""
FUNCTIONS = """
SELECT DISTINCT pg_get_functiondef(p.oid) FROM pg_proc p LEFT JOIN pg_trigger t ON t.tgfoid = p.oid
 WHERE p.proname LIKE 'projects\\_%%' OR t.tgrelid::regclass::text LIKE 'projects\\_%%' AND NOT t.tgisinternal
"""


def rules():
    """Names of all rules: constraints with a name of their own, refusals of triggers, triggers that refuse by no name."""
    found = {name for (name,) in sql(NAMED)}
    for (function,) in sql(FUNCTIONS):
        found |= set(re.findall(r"CONSTRAINT = '(projects_\w+)'", function))
    return sorted(found | set(nameless_triggers()))


def nameless_triggers():
    for model, trigger in pgtrigger.registered():
        text = f"{trigger.func or ''}"
        refuses_by_name = "CONSTRAINT =" in text or "_sum_up(" in text or "_booked_as_asked(" in text
        if model._meta.app_label == "projects" and not refuses_by_name:
            yield f"{model._meta.label}:{trigger.name}"


def words_by_test():
    """{test: all texts it holds or is given by its table} of this folder."""
    for path in sorted(HERE.glob("test_*.py")):
        tree = ast.parse(path.read_text())
        tables = {
            target.id: words_of(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                yield f"{path.stem}.{node.name}", words_of(node).union(*(tables.get(name, set()) for name in names))


def words_of(node):
    return {each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_every_rule_has_a_test_that_names_it():
    tests = dict(words_by_test())
    for test in BY_HAND.values():
        assert test in tests, f"{test} gibt es nicht"
    table = {rule: [test for test, words in tests.items() if rule in words] for rule in rules()}
    for rule, known in table.items():
        known += [test for pattern, test in BY_HAND.items() if re.fullmatch(pattern, rule)]
    assert len(table) > 40
    assert [rule for rule, known in table.items() if not known] == []


def test_control_an_unknown_rule_is_missed():
    sql("ALTER TABLE projects_buchung ADD CONSTRAINT projects_buchung_neue_regel CHECK (amount < 99999999)")
    assert "projects_buchung_neue_" + "regel" in rules()
    assert not [test for test, words in words_by_test() if "projects_buchung_neue_" + "regel" in words]


# Rules nobody else names


def test_numbers_and_lines_of_a_request_are_there_once(refused):
    grant = make_money()
    abruf = draft(grant, "10.00")
    with refused("projects_mittelabruf_nummer"):
        plant_abruf(grant, "1.00", nummer=abruf.nummer)
    line = abruf.posten.get().budgetposten
    with refused("projects_abrufposten_once"):
        Abrufposten.objects.create(mittelabruf=abruf, budgetposten=line, amount=1)


@pytest.mark.parametrize("amount", ["0.00", "-0.01"])
def test_a_request_asks_for_more_than_nothing(refused, amount):
    abruf = draft(make_money(), "10.00")
    with refused("projects_abrufposten_amount"):
        abruf.posten.update(amount=amount)


# Rules without a name: columns that must be filled, must not be negative, must point to a row, must be unique


@pytest.fixture
def world(db):
    """Two rows of each table of money."""
    Foerderer.objects.bulk_create([Foerderer(kuerzel="eins"), Foerderer(kuerzel="zwei")])
    first = make_money(("60.00", "40.00"))
    second = make_grant(make_jugendamt("00000002"), make_cohort("zwei"), lines=["50.00"])
    make_standort(make_jugendamt("00000003"), second.foerderzeitraum)
    bring_to(first, "ausgezahlt", "10.00", "5.00")
    draft(first, "1.00")
    leave_ways(Foerderung)
    leave_ways(Mittelabruf)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql("ALTER TABLE projects_buchung DISABLE TRIGGER USER")  # else only append_only would ever speak


def columns():
    """(what, table, column, statement that breaks the rule) of each nameless rule of the money's tables."""
    for model in map(apps.get_app_config("projects").get_model, MONEY):
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if field.primary_key or field.generated:
                continue
            if not field.null:
                yield "leer", table, field.column, "NULL"
            if (field.db_check(connection) or "").endswith(">= 0"):
                yield "negativ", table, field.column, "-1"
            if field.is_relation:
                is_text = field.target_field.get_internal_type() == "CharField"
                yield "zeigt ins Leere", table, field.column, "'x'" if is_text else "-1"
            if field.unique:
                yield "doppelt", table, field.column, f"(SELECT max({field.column}) FROM {table})"


def test_columns_refuse_what_they_cannot_mean(world):
    taken = []
    for what, table, column, value in columns():
        before = sql(f"SELECT * FROM {table} ORDER BY id")
        try:
            with transaction.atomic():
                sql(f"UPDATE {table} SET {column} = {value}")
                if sql(f"SELECT * FROM {table} ORDER BY id") != before:
                    taken.append((what, table, column))
        except IntegrityError:
            continue
        except DatabaseError as error:
            taken.append((what, table, column, str(error)))
    assert taken == [] and len(list(columns())) > 60


def test_nothing_that_money_hangs_on_can_be_deleted(world):
    """Past Django's own protection: the database holds the rows together."""
    for table in ("projects_foerderung", "projects_budgetposten", "projects_mittelabruf", "projects_foerderzeitraum"):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"DELETE FROM {table}")
