"""Standing in for the Zahlstelle: from day to day, entered by somebody else, and never a way past four eyes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import services
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.models import Mail, Protokoll, User, Vertretung
from servicestelle.base.permissions import can_give_group
from servicestelle.base.vertretungen import appoint_deputy, end_deputyship, possible_deputies
from servicestelle.pages.gruppen import apply_gruppen
from tests.database import run_together, sql
from tests.people import EVERYBODY, OFFICE
from tests.projects.money import bring_to, make_money
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2030, 6, 3), date(2030, 6, 7)
PAY = "projects.release_mittelabruf"


def moment(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def before(time_machine):
    """A week before the first day."""
    time_machine.move_to(moment(FIRST - timedelta(days=7), 9))
    return time_machine


def appoint(person, login="fachberatung", *, by="koordination1", von=FIRST, bis=LAST):
    apply_gruppen()
    return appoint_deputy(person(login), von=von, bis=bis, actor=person(by))


def may_pay(user):
    """As the next request sees it."""
    return User.objects.get(pk=user.pk).has_perm(PAY)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (moment(FIRST - timedelta(days=1), 23, 59), False),
        (moment(FIRST, 0), True),  # 22:00 of the day before in UTC
        (moment(FIRST + timedelta(days=2), 12), True),
        (moment(LAST, 23, 59), True),
        (moment(LAST + timedelta(days=1), 0), False),
    ],
)
def test_the_rights_hold_from_the_first_day_to_the_last_in_berlin(person, before, now, expected):
    row = appoint(person)
    before.move_to(now)
    assert may_pay(row.person) is expected
    assert (row.is_running, row.is_over) == (expected, now > moment(LAST, 23, 59))
    assert Vertretung.objects.running().exists() is expected


def test_a_deputy_has_the_role_besides_her_own_rights_and_nothing_else(person, before):
    row = appoint(person)
    own = User.objects.get(pk=row.person_id).get_all_permissions()
    before.move_to(moment(FIRST, 9))
    role = person("zahlstelle").get_all_permissions()
    assert User.objects.get(pk=row.person_id).get_all_permissions() == own | role
    assert role - own


def test_ended_early_the_right_is_gone_at_once(person, before):
    row = appoint(person)
    before.move_to(moment(FIRST, 9))
    assert may_pay(row.person)
    fresh = end_deputyship(row, actor=person("koordination2"))
    assert not may_pay(row.person) and fresh.is_over
    with pytest.raises(NotNow, match=r"schon am 03\.06\.2030 beendet"):
        end_deputyship(row, actor=person("koordination2"))
    appoint(person, von=FIRST)  # the days are free again
    assert may_pay(row.person)


def test_a_coming_one_can_be_ended_and_one_that_is_over_cannot(person, before):
    end_deputyship(appoint(person), actor=person("koordination1"))
    row = appoint(person)
    before.move_to(moment(LAST + timedelta(days=1), 9))
    with pytest.raises(NotNow, match=r"endete am 07\.06\.2030 von selbst"):
        end_deputyship(row, actor=person("koordination1"))


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_leaves_the_office_loses_it_too(person, before, change):
    row = appoint(person)
    before.move_to(moment(FIRST, 9))
    User.objects.filter(pk=row.person_id).update(**change)
    assert not may_pay(row.person)


@pytest.mark.parametrize(("login", "asked"), [("fachberatung", 1), ("zahlstelle", 1), ("bearbeitung", 0), (None, 0)])
def test_one_question_per_request_and_none_for_people_without_the_office(person, login, asked):
    user = person(login) or AnonymousUser()
    with CaptureQueriesContext(connection) as queries:
        for right in ("base.delete_user", PAY, "base.delete_user"):
            user.has_perm(right)
        user.has_module_perms("auth")
    assert sum("base_vertretung" in query["sql"] for query in queries) == asked


def test_modules_are_lent_too(person, before):
    row = appoint(person, "betrieb")
    assert not User.objects.get(pk=row.person_id).has_module_perms("projects")
    before.move_to(moment(FIRST, 9))
    assert User.objects.get(pk=row.person_id).has_module_perms("projects")


def test_nobody_keeps_what_is_lent(person, before):
    """Betrieb gives groups whose rights it has: those of a deputyship do not count."""
    row = appoint(person, "betrieb")
    before.move_to(moment(FIRST, 9))
    assert may_pay(row.person)
    fresh = User.objects.get(pk=row.person_id)
    assert not can_give_group(fresh, Group.objects.get(name="Zahlstelle"))
    assert can_give_group(fresh, Group.objects.get(name="Betrieb"))


# Who, by whom, when


@pytest.mark.parametrize("login", [name for name in EVERYBODY if name and not name.startswith("koordination")])
def test_only_the_koordination_enters_and_ends(person, login):
    with pytest.raises(NotAllowed, match="trägt die Koordination ein"):
        appoint(person, "redaktion", by=login)
    row = appoint(person)
    with pytest.raises(NotAllowed, match="trägt die Koordination ein"):
        end_deputyship(row, actor=person(login))
    assert Vertretung.objects.coming().get() == row


def test_nobody_appoints_herself(person):
    with pytest.raises(NotAllowed, match="zweite Person"):
        appoint(person, "koordination1")
    assert person("koordination1") not in possible_deputies(person("koordination1"))


@pytest.mark.parametrize(
    ("login", "change", "words"),
    [
        ("freigabe", {}, "arbeitet nicht im Büro"),
        ("redaktion", {"is_active": False}, "arbeitet nicht im Büro"),
        ("redaktion", {"is_staff": False}, "arbeitet nicht im Büro"),
        ("zahlstelle", {}, "gehört schon zur Gruppe „Zahlstelle“"),
    ],
)
def test_wrong_persons(person, login, change, words):
    User.objects.filter(pk=person(login).pk).update(**change)
    with pytest.raises(NotNow, match=words):
        appoint(person, login)
    assert person(login) not in possible_deputies(person("koordination1"))


def test_who_works_for_a_jugendamt_too_does_not_release_its_money(person, before):
    office = make_jugendamt("00000001")
    person("redaktion").mitgliedschaften.create(jugendamt=office, rolle="freigabe", gueltig_von=date(2020, 1, 1))
    with pytest.raises(NotNow, match="auch für ein Jugendamt"):
        appoint(person, "redaktion")


def test_who_joins_a_jugendamt_meanwhile_loses_the_rights(person, before):
    row, office = appoint(person), make_jugendamt("00000001")
    before.move_to(moment(FIRST, 9))
    membership = row.person.mitgliedschaften.create(jugendamt=office, rolle="bearbeitung", gueltig_von=FIRST)
    assert not may_pay(row.person)
    membership.delete()
    assert may_pay(row.person)


def test_a_second_factor_is_needed_where_the_office_needs_one(person, settings):
    settings.SECOND_FACTOR = True
    with pytest.raises(NotNow, match="noch keinen zweiten Faktor"):
        appoint(person)
    Authenticator.objects.create(user=person("fachberatung"), type="totp", data={"secret": "x"})
    assert appoint(person).pk


@pytest.mark.parametrize(
    ("von", "bis", "words"),
    [
        (date(2030, 5, 26), LAST, "Der 26.05.2030 ist vorbei"),
        (LAST, FIRST, r"letzte Tag \(03.06.2030\) liegt vor dem ersten \(07.06.2030\)"),
        (FIRST, FIRST + timedelta(days=92), "höchstens 92 Tage; 03.06.2030 bis 03.09.2030 sind 93"),
        (date.max, date.max, r"zu weit voraus\. Eine Vertretung beginnt spätestens am 27\.05\.2031"),
    ],
)
def test_wrong_days_are_named(person, von, bis, words):
    with pytest.raises(NotNow, match=words):
        appoint(person, von=von, bis=bis)
    assert not Vertretung.objects.exists() and not Mail.objects.exists()


def test_today_alone_and_a_whole_quarter_are_fine(person):
    today = date(2030, 5, 27)
    assert appoint(person, von=today, bis=today).is_running
    assert appoint(person, von=FIRST, bis=FIRST + timedelta(days=91)).pk


@pytest.mark.parametrize(("von", "bis"), [(LAST, LAST + timedelta(1)), (FIRST - timedelta(1), LAST + timedelta(1))])
def test_two_of_one_person_never_overlap(person, von, bis):
    appoint(person)
    with pytest.raises(NotNow, match=r"schon vom 03\.06\.2030 bis 07\.06\.2030"):
        appoint(person, von=von, bis=bis)
    appoint(person, "redaktion", von=von, bis=bis)  # two people may
    appoint(person, von=LAST + timedelta(1), bis=LAST + timedelta(2))


def test_log_and_mails_say_what_happened(person):
    row = appoint(person)
    end_deputyship(row, actor=person("koordination2"))
    assert [(entry.verb, entry.actor, entry.object_id) for entry in Protokoll.objects.order_by("pk")] == [
        ("vertretung.eingetragen", person("koordination1"), str(row.pk)),
        ("vertretung.beendet", person("koordination2"), str(row.pk)),
    ]
    assert Protokoll.objects.order_by("pk")[0].details == {
        "rolle": "Zahlstelle",
        "konto": row.person_id,
        "werte": {"von": [None, "2030-06-03"], "bis": [None, "2030-06-07"]},
    }
    first, last = Mail.objects.order_by("pk")
    assert {first.to, last.to} == {"fachberatung@demo.example"}
    assert first.subject == "Sie vertreten die Zahlstelle vom 03.06.2030 bis 07.06.2030"
    assert "Kim Koordination (Demo) hat Sie" in first.text and "gibt jemand anderes frei" in first.html
    assert last.subject == "Ihre Vertretung der Zahlstelle ist beendet" and "Sie beginnt also nicht" in last.text


def test_the_mail_of_a_running_one_says_that_the_rights_are_gone(person, before):
    row = appoint(person)
    before.move_to(moment(LAST, 23, 59))
    end_deputyship(row, actor=person("koordination1"))
    assert "Ab sofort haben Sie die Rechte der Zahlstelle nicht mehr" in Mail.objects.latest("pk").text


def test_everybody_sees_the_own_and_those_in_charge_all(person):
    row = appoint(person)
    seeing = {name for name in OFFICE if row in Vertretung.objects.visible_to(person(name))}
    assert seeing == {"fachberatung", "koordination1", "koordination2", "betrieb", "revision"}
    assert not Vertretung.objects.visible_to(AnonymousUser()).exists()


# Past the services


@pytest.fixture
def write(person):
    """`write(bis=…)` → a row past the services; accounts by their names."""
    people = {name: person(name) for name in ("fachberatung", "redaktion", "koordination1")}
    known = {"person": "fachberatung", "eingetragen_von": "koordination1", "von": FIRST, "bis": LAST}

    def create(**fields):
        values = {name: people.get(value, value) for name, value in (known | fields).items()}
        return Vertretung.objects.create(**values)

    return create


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("base_vertretung_rolle", {"rolle": "Betrieb"}),
        ("base_vertretung_bis", {"bis": FIRST - timedelta(days=1)}),
        ("base_vertretung_longest", {"bis": FIRST + timedelta(days=92)}),
        ("base_vertretung_not_oneself", {"eingetragen_von": "fachberatung"}),
        ("base_vertretung_beendet", {"beendet_von": "koordination1"}),
        ("base_vertretung_beendet", {"beendet_am": moment(FIRST, 9)}),
    ],
)
def test_the_database_refuses(write, refused, accepted, constraint, fields):
    with refused(constraint):
        write(**fields)
    with accepted():
        write(bis=FIRST + timedelta(days=91))


def test_the_database_lets_no_two_overlap(write, person, refused, accepted):
    first = write()
    with refused("base_vertretung_once"):
        write(von=LAST, bis=LAST)
    with accepted():
        write(von=LAST + timedelta(days=1), bis=LAST + timedelta(days=1))
        write(person="redaktion")
    Vertretung.objects.filter(pk=first.pk).update(beendet_am=moment(FIRST, 9), beendet_von=person("koordination1"))
    with accepted():
        write(von=LAST, bis=LAST)


@pytest.mark.parametrize("field", ["person_id", "eingetragen_von_id", "von", "bis", "created_at"])
def test_what_was_entered_never_changes(write, person, refused, field):
    row, other = write(), person("redaktion").pk
    value = {"von": FIRST - timedelta(days=1), "bis": LAST + timedelta(days=1), "created_at": moment(FIRST, 9)}
    with refused("base_vertretung_only_ends"):
        sql(f"UPDATE base_vertretung SET {field} = %s WHERE id = %s", value.get(field, other), row.pk)


def test_what_ended_stays_ended_and_nothing_is_deleted(write, person, refused):
    row = write()
    with refused("base_vertretung_only_ends"):
        sql("DELETE FROM base_vertretung WHERE id = %s", row.pk)
    end_deputyship(row, actor=person("koordination1"))
    with refused("base_vertretung_only_ends"):
        sql("UPDATE base_vertretung SET beendet_am = NULL, beendet_von_id = NULL WHERE id = %s", row.pk)


@pytest.mark.django_db(transaction=True)
def test_entered_twice_at_once_counts_once(person):
    people = {name: person(name) for name in ("fachberatung", "koordination1", "koordination2")}
    apply_gruppen()

    def enter(by):
        return lambda: appoint_deputy(people["fachberatung"], von=FIRST, bis=LAST, actor=people[by])

    outcomes = run_together([enter("koordination1"), enter("koordination2")])
    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [NotNow]
    assert Vertretung.objects.count() == 1


# Four eyes


@pytest.fixture
def examined(person, before):
    """A request that koordination1 examined, who now is no more than a deputy of the Zahlstelle."""
    abruf = bring_to(make_money(), "genehmigt", "10.00")
    person("koordination1").groups.set([Group.objects.get(name="Fachberatung")])
    appoint(person, "koordination1", by="koordination2")
    before.move_to(moment(FIRST, 9))
    return abruf


def test_a_deputy_releases_what_somebody_else_examined(person, before):
    abruf, row = bring_to(make_money(), "genehmigt", "10.00"), appoint(person)
    with pytest.raises(NotAllowed, match="wer die Zahlstelle heute vertritt"):
        services.release_payment(abruf, actor=User.objects.get(pk=row.person_id))
    before.move_to(moment(LAST, 9))
    deputy = User.objects.get(pk=row.person_id)
    fresh = services.release_payment(abruf, actor=deputy)
    assert services.mark_paid(fresh, actor=deputy).freigegeben_von == deputy


def test_a_deputy_never_releases_what_she_examined(examined, person, refused):
    deputy = User.objects.get(pk=person("koordination1").pk)
    assert deputy.has_perm(PAY)
    with pytest.raises(NotAllowed, match="auch, während Sie die Zahlstelle vertreten"):
        services.release_payment(examined, actor=deputy)
    statement = """UPDATE projects_mittelabruf SET status = 'zur_zahlung_freigegeben', freigegeben_von_id = %s,
        freigegeben_am = now() WHERE id = %s"""
    with refused("projects_mittelabruf_vier_augen"):
        sql(statement, deputy.pk, examined.pk)
    sql(statement, person("koordination2").pk, examined.pk)


def test_the_page_says_so(examined, person, client):
    client.force_login(person("koordination1"))
    page = client.get(examined.get_office_url()).content.decode()
    assert "Das gilt auch, während Sie die Zahlstelle vertreten." in page and ">Zahlung freigeben</button>" not in page
