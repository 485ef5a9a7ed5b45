"""The way of an Interessenbekundung: every step from every state by every person, and what the database holds alone."""

import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.utils import timezone

from projects import services
from projects.choices import BEKUNDUNGSWEGE, Bekundungsstatus
from projects.models import Bewertung, Foerderzeitraum, Interessenbekundung, Kriterium
from projects.reports.aufrufe import scores_of
from servicestelle.base.aufgaben import aufgaben_of
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.dateien.checking import Checked
from servicestelle.base.dateien.services import keep_files
from servicestelle.base.models import Auftrag, Datei, Mail, Protokoll
from tests.database import sql
from tests.people import EVERYBODY, make_person
from tests.projects.calls import NEIGHBOUR, OWN, TEXTS, WAYS, bring_to, draft, make_call, move_window, plant
from tests.records import make_cohort, make_datei, make_jugendamt

pytestmark = pytest.mark.django_db
PEOPLE = EVERYBODY[1:]
RELEASES, DECIDES = {"freigabe"}, {"koordination1", "koordination2"}
SCORES = DECIDES | {"fachberatung"}
STEPS = {  # target: the service, who may take it, what it needs
    "eingereicht": (services.submit_interessenbekundung, RELEASES, {}),
    "zurueckgezogen": (services.withdraw_interessenbekundung, RELEASES, {}),
    "ausgewaehlt": (services.select_interessenbekundung, DECIDES, {"reason": "Überzeugt."}),
    "nicht_ausgewaehlt": (services.turn_down_interessenbekundung, DECIDES, {"reason": "Andere passten besser."}),
}


@pytest.mark.parametrize("start", WAYS)
def test_every_step_from_every_state_by_every_person(start):
    """What is not possible or not hers is refused, and nothing moves."""
    row = bring_to(make_call(), start)
    for name in PEOPLE:
        person = make_person(name)
        for target, (step, people, fields) in STEPS.items():
            possible = Bekundungsstatus(target) in BEKUNDUNGSWEGE.get(Bekundungsstatus(start), ())
            if name in people and possible:
                continue
            with pytest.raises(NotNow if name in people else NotAllowed):
                step(row, actor=person, **fields)
    assert Interessenbekundung.objects.get(pk=row.pk).status == start


@pytest.mark.parametrize(
    ("start", "target", "name"),
    [
        (start.value, to.value, name)
        for start, ways in BEKUNDUNGSWEGE.items()
        for to in sorted(ways)
        for name in sorted(STEPS[to.value][1])
    ],
)
def test_the_right_person_takes_the_step(start, target, name):
    step, _, fields = STEPS[target]
    fresh = step(bring_to(make_call(), start), actor=make_person(name), **fields)
    assert fresh.status == target
    entry = Protokoll.objects.filter(verb=f"interessenbekundung.{target}").latest("pk")
    assert (entry.actor_id, entry.details) == (make_person(name).pk, {"von": start})


def test_who_writes_and_who_scores():
    row, sent = draft(), None
    for name in PEOPLE:
        person = make_person(name)
        if name not in {"bearbeitung", "freigabe"}:
            with pytest.raises(NotAllowed):
                services.edit_interessenbekundung(row, version=1, actor=person, **TEXTS)
            with pytest.raises(NotAllowed):
                services.remove_datei(row, pk=1, actor=person)
            with pytest.raises(NotAllowed):
                services.draft_interessenbekundung(make_call(name), jugendamt=make_jugendamt(OWN), actor=person)
    sent = services.submit_interessenbekundung(row, actor=make_person("freigabe"))
    for name in PEOPLE:
        if name in SCORES:
            services.score_interessenbekundung(sent, points={}, notes={None: name}, actor=make_person(name))
        else:
            with pytest.raises(NotAllowed):
                services.score_interessenbekundung(sent, points={}, notes={None: "x"}, actor=make_person(name))
    assert Bewertung.objects.count() == len(SCORES)
    seen = {name for name in PEOPLE if any(own for _, _, own in scores_of(sent, make_person(name)))}
    assert seen == SCORES | {"revision"}


# Writing together


def test_several_colleagues_write_and_nobody_writes_over_unseen():
    row = draft()
    first = services.edit_interessenbekundung(row, version=1, actor=make_person("freigabe"), vorhaben="Von Fritz")
    assert (first.version, first.geaendert_von) == (2, make_person("freigabe"))
    with pytest.raises(services.WrittenMeanwhile, match="Fritz Freigabe") as caught:
        services.edit_interessenbekundung(row, version=1, actor=make_person("bearbeitung"), vorhaben="Von Britt")
    assert caught.value.fresh.vorhaben == "Von Fritz"
    again = services.edit_interessenbekundung(row, version=2, actor=make_person("bearbeitung"), vorhaben="Von Britt")
    assert (again.vorhaben, again.version) == ("Von Britt", 3)


def test_files_come_and_go_with_the_draft_and_stay_once_submitted(own_store, refused):
    row, person = draft(files=[Checked("a.txt", "text/plain", b"Eins")]), make_person("bearbeitung")
    services.edit_interessenbekundung(row, version=1, files=[Checked("b.txt", "text/plain", b"Zwei")], actor=person)
    first, second = Datei.objects.of(row)
    services.remove_datei(row, pk=first.pk, actor=person)
    services.remove_datei(row, pk=first.pk, actor=person)  # pressed twice
    services.submit_interessenbekundung(row, actor=make_person("freigabe"))
    with pytest.raises(NotNow):
        services.remove_datei(row, pk=second.pk, actor=person)
    with refused("projects_interessenbekundung_dateien"):
        Datei.objects.filter(pk=second.pk).delete()
    with refused("projects_interessenbekundung_dateien"):
        keep_files(row, [Checked("c.txt", "text/plain", b"Drei")], actor=person)
    Datei.objects.filter(pk=second.pk).update(uploaded_by=None)
    assert list(Datei.objects.of(row)) == [second]


def test_a_draft_may_be_unfinished_what_is_submitted_is_not(refused):
    row = draft(vorhaben="  ", kontakt="")
    with pytest.raises(NotNow, match="„Was haben Sie vor\\?“, „Wen fragen wir\\?“"):
        services.submit_interessenbekundung(row, actor=make_person("freigabe"))
    with refused("projects_interessenbekundung_vollstaendig"):
        _submit_raw(row)


def test_where_the_programme_wants_a_second_person_the_writer_does_not_submit():
    row = draft(make_call(eigene_freigabe=False), actor="freigabe")
    with pytest.raises(NotAllowed, match="zweite Person"):
        services.submit_interessenbekundung(row, actor=make_person("freigabe"))
    services.edit_interessenbekundung(row, version=1, actor=make_person("bearbeitung"), kontakt="Britt, 1")
    assert services.submit_interessenbekundung(row, actor=make_person("freigabe")).status == "eingereicht"


def test_the_database_takes_no_writer_for_a_second_person_either(refused, accepted):
    row = draft(make_call(eigene_freigabe=False), actor="freigabe")
    with refused("projects_interessenbekundung_second_person"):
        _submit_raw(row)
    Interessenbekundung.objects.filter(pk=row.pk).update(geaendert_von=make_person("bearbeitung"))
    with accepted():
        _submit_raw(row)


# One, in the window, of its own world


def _submit_raw(row, **fields):
    sent = {"eingereicht_von": make_person("freigabe"), "eingereicht_am": timezone.now()} | fields
    return Interessenbekundung.objects.filter(pk=row.pk).update(status="eingereicht", **sent)


@pytest.mark.parametrize(
    ("opened", "closes", "open_today"), [(0, 0, True), (-9, 0, True), (0, 9, True), (1, 9, False), (-9, -1, False)]
)
def test_only_inside_the_window(opened, closes, open_today, refused):
    call = make_call()
    row = draft(call)
    move_window(call, opened=opened, closes=closes)
    row = Interessenbekundung.objects.for_detail().get(pk=row.pk)
    if open_today:
        assert _submit_raw(row) == 1
        return
    with refused("projects_interessenbekundung_fenster"):
        _submit_raw(row)
    words = re.escape(f"vom {call.aufruf_von:%d.%m.%Y} bis {call.aufruf_bis:%d.%m.%Y}")
    for act in (
        lambda: services.submit_interessenbekundung(row, actor=make_person("freigabe")),
        lambda: services.edit_interessenbekundung(row, version=1, actor=make_person("bearbeitung"), **TEXTS),
        lambda: services.draft_interessenbekundung(
            call, jugendamt=make_jugendamt(OWN), actor=make_person("bearbeitung")
        ),
    ):
        with pytest.raises(NotNow, match=words):
            act()


def test_a_cohort_without_a_call_takes_nothing(refused):
    cohort = make_cohort(fiktiv=True)
    with pytest.raises(NotNow, match="keinen Aufruf"):
        draft(cohort)
    with refused("projects_interessenbekundung_fenster"):
        _submit_raw(plant(cohort, make_jugendamt(OWN), status="entwurf"))


def test_the_day_is_that_of_the_country_whatever_the_connection_thinks(refused):
    call, zone = make_call(opened=0, closes=0), "SET LOCAL TIME ZONE 'Pacific/Kiritimati'"
    with transaction.atomic():
        sql(zone)
        assert _submit_raw(draft(call)) == 1


def test_one_per_office_and_call_a_withdrawn_one_leaves_room(refused):
    call = make_call()
    row = draft(call)
    with pytest.raises(NotNow, match="schon eine"):
        draft(call)
    with refused("projects_interessenbekundung_once"):
        plant(call, make_jugendamt(OWN), status="entwurf")
    services.submit_interessenbekundung(row, actor=make_person("freigabe"))
    services.withdraw_interessenbekundung(row, actor=make_person("freigabe"))
    assert draft(call).pk != row.pk


@pytest.mark.parametrize(("fiktiv", "ags"), [(True, "05900001"), (False, OWN)])
def test_an_invented_call_is_for_invented_offices_a_real_one_for_real_ones(fiktiv, ags, refused):
    with refused("projects_interessenbekundung_fiktiv"):
        plant(make_call(fiktiv=fiktiv), make_jugendamt(ags), status="entwurf")


# The database past the service layer


def test_it_begins_as_a_draft(refused):
    with refused("projects_interessenbekundung_beginnt"):
        Interessenbekundung.objects.create(
            jugendamt=make_jugendamt(OWN), foerderzeitraum=make_call(), status="eingereicht"
        )


@pytest.mark.parametrize(
    ("start", "target"),
    [
        (start, to.value)
        for start in WAYS
        for to in Bekundungsstatus
        if to.value != start and to not in BEKUNDUNGSWEGE.get(Bekundungsstatus(start), ())
    ],
)
def test_no_other_way_past_the_services(start, target):
    row = bring_to(make_call(), start)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE projects_interessenbekundung SET status = %s WHERE id = %s", target, row.pk)
    assert Interessenbekundung.objects.get(pk=row.pk).status == start


@pytest.mark.parametrize("start", [status for status in WAYS if status != "entwurf"])
def test_what_was_submitted_is_fixed(start, refused):
    row, other = bring_to(make_call(), start), make_person("betrieb").pk
    changes = {"vorhaben": "x", "betrag": 1, "kontakt": "x", "version": 9, "eingereicht_von_id": other}
    for column, value in changes.items():
        with refused("projects_interessenbekundung_fest"):
            sql(f"UPDATE projects_interessenbekundung SET {column} = %s WHERE id = %s", value, row.pk)
    with refused("projects_interessenbekundung_fest"):
        sql("DELETE FROM projects_interessenbekundung WHERE id = %s", row.pk)


def test_the_text_does_not_change_with_the_decision(refused):
    row = bring_to(make_call(), "eingereicht")
    decided = {"status": "ausgewaehlt", "entschieden_von": make_person("koordination1"), "begruendung": "Ja"}
    with refused("projects_interessenbekundung_fest"):
        Interessenbekundung.objects.filter(pk=row.pk).update(
            **decided, entschieden_am=timezone.now(), vorhaben="Ganz anders"
        )


def test_a_draft_stays_with_its_office_and_call(refused):
    row = draft()
    with refused("projects_interessenbekundung_fest"):
        Interessenbekundung.objects.filter(pk=row.pk).update(jugendamt=make_jugendamt(NEIGHBOUR))
    with refused("projects_interessenbekundung_fest"):
        Interessenbekundung.objects.filter(pk=row.pk).update(foerderzeitraum=make_call("anderer"))
    row.delete()  # a draft may go


RAW = [  # start, what raw SQL tries, the rule that refuses
    ("entwurf", {"status": "x"}, None),
    ("entwurf", {"betrag": "0"}, "projects_interessenbekundung_betrag"),
    ("entwurf", {"status": "eingereicht"}, "projects_interessenbekundung_eingereicht"),
    ("entwurf", {"eingereicht_am": "2026-01-01"}, "projects_interessenbekundung_eingereicht"),
    ("entwurf", {"begruendung": "Ja"}, "projects_interessenbekundung_begruendung"),
    ("eingereicht", {"status": "zurueckgezogen"}, "projects_interessenbekundung_zurueckgezogen"),
    ("eingereicht", {"status": "ausgewaehlt", "begruendung": "Ja"}, "projects_interessenbekundung_entschieden"),
    (
        "eingereicht",
        {"status": "ausgewaehlt", "entschieden_von_id": "1", "entschieden_am": "2026-01-01"},
        "projects_interessenbekundung_begruendung",
    ),
]


@pytest.mark.parametrize(("start", "fields", "rule"), RAW)
def test_each_rule_alone(start, fields, rule):
    row, person = bring_to(make_call(), start), make_person("koordination1")
    values = {name: person.pk if name.endswith("von_id") else value for name, value in fields.items()}
    setting = ", ".join(f"{name} = %s" for name in values)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        sql(f"UPDATE projects_interessenbekundung SET {setting} WHERE id = %s", *values.values(), row.pk)
    named = caught.value.__cause__.diag.constraint_name
    assert rule is None or named == rule


def test_scores_follow_the_programme(refused):
    call, person = make_call(), make_person("fachberatung")
    row, other = bring_to(call, "eingereicht"), make_call("anderer")
    rule = Kriterium.objects.create(foerderzeitraum=call, name="Bedarf", hoechstpunkte=5)
    foreign = Kriterium.objects.create(foerderzeitraum=other, name="Bedarf")
    known = {"interessenbekundung": row, "person": person}
    for fields, constraint in (
        ({"kriterium": rule, "punkte": 6}, "projects_bewertung_punkte"),
        ({"kriterium": foreign, "punkte": 1}, "projects_bewertung_kriterium"),
        ({"punkte": 1}, "projects_bewertung_gesamt"),
    ):
        with refused(constraint):
            Bewertung.objects.create(**known, **fields)
    Bewertung.objects.create(**known, kriterium=rule, punkte=5)
    Bewertung.objects.create(**known, notiz="Gut")
    for kriterium in (rule, None):
        with refused("projects_bewertung_once"):
            Bewertung.objects.create(**known, kriterium=kriterium)
    with refused("projects_kriterium_scores_hold"):
        Kriterium.objects.filter(pk=rule.pk).update(hoechstpunkte=4)
    with refused("projects_kriterium_punkte"):
        Kriterium.objects.create(foerderzeitraum=call, name="Zu viel", hoechstpunkte=11)
    with refused("projects_kriterium_once"):
        Kriterium.objects.create(foerderzeitraum=call, name="Bedarf")


def test_scores_are_fixed_once_decided(refused):
    row = bring_to(make_call(), "eingereicht")
    person = make_person("koordination2")
    services.score_interessenbekundung(row, points={}, notes={None: "Gut"}, actor=person)
    services.select_interessenbekundung(row, reason="Ja.", actor=person)
    with pytest.raises(NotNow, match="Ausgewählt"):
        services.score_interessenbekundung(row, points={}, notes={None: "Doch nicht"}, actor=person)
    with refused("projects_bewertung_eingereicht"):
        Bewertung.objects.update(notiz="Doch nicht")
    with refused("projects_bewertung_eingereicht"):
        Bewertung.objects.all().delete()


def test_own_scores_are_written_over_those_of_others_stay():
    row = bring_to(make_call(), "eingereicht")
    rule = Kriterium.objects.create(foerderzeitraum=row.foerderzeitraum, name="Bedarf")
    first, second = make_person("koordination1"), make_person("fachberatung")
    for person, points in ((first, 2), (second, 4), (first, 3)):
        services.score_interessenbekundung(row, points={rule.pk: points}, notes={}, actor=person)
    assert sorted(Bewertung.objects.values_list("person__name", "punkte")) == [
        (second.name, 4),
        (first.name, 3),
    ]
    assert Interessenbekundung.objects.for_list().get().schnitt == Decimal("3.5")
    services.score_interessenbekundung(row, points={}, notes={}, actor=first)
    assert Bewertung.objects.get().person == second


# The decision


@pytest.mark.parametrize("target", ["ausgewaehlt", "nicht_ausgewaehlt"])
def test_a_decision_needs_a_reason_and_orders_a_letter_once(target):
    row, (step, _, fields) = bring_to(make_call(), "eingereicht"), STEPS[target]
    with pytest.raises(NeedsReason):
        step(row, reason=" ", actor=make_person("koordination1"))
    fresh = step(row, actor=make_person("koordination1"), **fields)
    assert fresh.begruendung == fields["reason"]
    with pytest.raises(NotNow):
        step(row, actor=make_person("koordination2"), **fields)
    order = Auftrag.objects.get(kind=services.BRIEF_JOB)
    assert (order.params, order.scope) == ({"interessenbekundung": row.pk}, row.scope)
    assert not Mail.objects.filter(subject__contains="Antwort").exists()  # first the letter, then the mail


def test_submitting_sends_a_receipt_to_everybody_of_the_office():
    bring_to(make_call(), "eingereicht")
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["bearbeitung@demo.example", "freigabe@demo.example"]


def test_a_refused_file_is_told_to_the_jugendamt():
    row = draft()
    make_person("freigabe")
    services.tell_of_refused_file(make_datei(row))
    assert Mail.objects.filter(subject__contains="eine Anlage ist gelöscht").count() == 2


# What waits, and for whom a call is open


def test_a_draft_waits_until_the_last_day_of_the_call():
    call = make_call()
    row = draft(call, vorhaben="")
    [task] = aufgaben_of(make_person("bearbeitung"))
    assert (task.due_on, task.url) == (call.aufruf_bis, row.get_absolute_url())
    assert task.titel.endswith("Entwurf ergänzen")
    services.edit_interessenbekundung(row, version=1, actor=make_person("bearbeitung"), **TEXTS)
    assert aufgaben_of(make_person("freigabe"))[0].titel.endswith("Entwurf prüfen und einreichen")
    assert aufgaben_of(make_person("nachbaramt")) == []
    move_window(call, opened=-9, closes=-1)
    assert aufgaben_of(make_person("bearbeitung")) == []


def test_calls_for_whom():
    real, invented, over = make_call("echt", fiktiv=False), make_call("demo"), make_call("alt", fiktiv=False, closes=-1)
    seen = {name: set(Foerderzeitraum.objects.calls_for(make_person(name))) for name in PEOPLE}
    assert set(Foerderzeitraum.objects.calls_for(AnonymousUser())) == {real}
    assert {name for name, calls in seen.items() if invented in calls} == {"bearbeitung", "freigabe", "nachbaramt"}
    assert all(real in calls and over not in calls for calls in seen.values())


def test_who_sees_which_rows():
    call = make_call()
    mine, drafted = bring_to(call, "eingereicht"), plant(call, make_jugendamt(NEIGHBOUR), status="entwurf")
    seen = {name: set(Interessenbekundung.objects.visible_to(make_person(name))) for name in PEOPLE}
    office = {"koordination1", "koordination2", "fachberatung", "revision"}
    assert {name for name, rows in seen.items() if rows == {mine}} == office | {"bearbeitung", "freigabe"}
    assert seen["nachbaramt"] == {drafted}
    assert all(not seen[name] for name in ("redaktion", "zahlstelle", "betrieb"))
