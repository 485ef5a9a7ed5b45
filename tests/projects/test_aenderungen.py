"""What a Jugendamt asks to change: every step by every person, what the answer does, what the database holds."""

from decimal import Decimal

import pytest
from django.utils import timezone

from projects import services
from projects.choices import ANTRAGSWEGE, Antragsstatus
from projects.models import Aenderungsantrag, Bescheid, Foerderung
from servicestelle.base.aufgaben import aufgaben_of
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.models import Protokoll
from tests.database import sql
from tests.people import MEMBERS, OFFICE, make_person
from tests.projects import briefe
from tests.projects.money import leave_ways, line_of, submit
from tests.records import make_cohort, make_grant, make_jugendamt

pytestmark = pytest.mark.django_db
EVERYBODY = [*OFFICE, *MEMBERS]
COORDINATORS = {"koordination1", "koordination2"}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def bring_to(status, grant=None):
    """A request in `status`, each step by the right person."""
    antrag = briefe.ask(grant or briefe.running(), "person")
    freigabe = make_person("freigabe")
    if status == "zurueckgezogen":
        return services.withdraw_aenderungsantrag(antrag, actor=freigabe)
    if status != "entwurf":
        antrag = services.submit_aenderungsantrag(antrag, actor=freigabe)
    if status in {"bewilligt", "abgelehnt"}:
        briefe.sign(briefe.answer(antrag, status == "bewilligt"))
    return fresh(antrag)


STEPS = {  # the service, who may, from which states
    "eingereicht": (services.submit_aenderungsantrag, {"freigabe"}, {}),
    "zurueckgezogen": (services.withdraw_aenderungsantrag, {"freigabe"}, {}),
    "entscheiden": (services.prepare_answer, COORDINATORS, {"approve": True, "begruendung": "Gut."}),
}


@pytest.mark.parametrize("start", Antragsstatus.values)
def test_every_step_from_every_state_by_every_person(start):
    antrag = bring_to(start)
    for name in EVERYBODY:
        person = make_person(name)
        for target, (step, people, fields) in STEPS.items():
            may = people | {"bearbeitung"} if (start, target) == ("entwurf", "zurueckgezogen") else people
            ways = ANTRAGSWEGE.get(Antragsstatus(start), ())
            possible = target in ways or (target == "entscheiden" and start == "eingereicht")
            if name in may and possible:
                continue
            with pytest.raises(NotNow if name in may else NotAllowed):
                step(antrag, actor=person, **fields)
    assert fresh(antrag).status == start


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_the_own_office_drafts_and_edits(name):
    antrag = briefe.ask(briefe.running())
    fields = {"art": "verlaengerung", "monate": 6, "begruendung": "Länger"}
    if name in {"bearbeitung", "freigabe"}:
        assert services.edit_aenderungsantrag(antrag, actor=make_person(name), **fields).monate == 6
        assert briefe.ask(antrag.foerderung, name=name).nummer == 2
        return
    with pytest.raises(NotAllowed):
        services.edit_aenderungsantrag(antrag, actor=make_person(name), **fields)
    with pytest.raises(NotAllowed):
        briefe.ask(antrag.foerderung, name=name)


def test_a_draft_may_be_withdrawn_by_whoever_drafts():
    antrag = briefe.ask(briefe.running())
    assert services.withdraw_aenderungsantrag(antrag, actor=make_person("bearbeitung")).status == "zurueckgezogen"


def test_a_longer_time_comes_with_its_reason_and_the_same_money():
    grant = briefe.running()
    antrag = briefe.asked(grant, monate=3)
    bescheid = briefe.sign(briefe.answer(antrag))
    grant = fresh(grant)
    assert (grant.extension_months, grant.extension_reason, grant.amount) == (3, "Das ist gut begründet.", 100)
    assert f"{grant.last_day:%d.%m.%Y}" == "30.09.2032" in str(bescheid.snapshot["absaetze"])
    assert (bescheid.art, bescheid.antrag, fresh(antrag).status) == ("aenderung", antrag, "bewilligt")
    again = briefe.sign(briefe.answer(briefe.asked(fresh(grant), monate=2)))
    assert fresh(grant).extension_months == 5 and again.nummer == 2


def test_a_shift_moves_the_lines_and_keeps_the_sum():
    grant = briefe.running()
    briefe.sign(briefe.answer(briefe.asked(grant, "umschichtung", betrag=Decimal("12.50"))))
    assert [line.amount for line in grant.budgetposten.order_by("pk")] == [Decimal("47.50"), Decimal("52.50")]
    assert fresh(grant).amount == 100


def test_another_person_changes_no_number_and_no_name_is_copied():
    grant = briefe.running()
    bescheid = briefe.sign(briefe.answer(briefe.asked(grant, "person", begruendung="Frau Geheim geht.")))
    assert "Dem Wechsel der Person" in str(bescheid.snapshot) and "Geheim" not in str(bescheid.snapshot)
    assert fresh(grant).amount == 100 and fresh(grant).extension_months == 0


def test_a_no_is_a_document_with_its_reason():
    antrag = briefe.asked(briefe.running(), "person")
    with pytest.raises(NeedsReason):
        services.prepare_answer(antrag, approve=False, begruendung=" ", actor=make_person("koordination1"))
    bescheid = briefe.sign(briefe.answer(antrag, approve=False))
    assert (bescheid.name, fresh(antrag).status) == ("Ablehnungsbescheid", "abgelehnt")
    assert bescheid.snapshot["plan"] is None and "Das ist gut begründet." in str(bescheid.snapshot)
    assert not Bescheid.objects.replaced_by(bescheid).exists()


def test_the_answer_takes_two_people_and_can_be_given_back():
    antrag = briefe.asked(briefe.running(), "person")
    entwurf = briefe.answer(antrag)
    with pytest.raises(NotAllowed, match="zweite Person"):
        briefe.sign(entwurf, "koordination1")
    with pytest.raises(NotNow, match="schon entschieden"):
        services.withdraw_aenderungsantrag(antrag, actor=make_person("freigabe"))
    services.give_back_bescheid(entwurf, reason="Bitte anders.", actor=make_person("koordination2"))
    assert fresh(antrag).status == "eingereicht"
    assert services.withdraw_aenderungsantrag(antrag, actor=make_person("freigabe")).status == "zurueckgezogen"


def test_what_cannot_be_is_said_before_it_is_submitted():
    grant = briefe.running(("60.00", "40.00"), toleranz_prozent=Decimal(10))
    submit(grant, "50.00")
    wishes = [
        ({"betrag": Decimal("70.00")}, "umschichtung", "es wären -10,00 €"),
        ({"betrag": Decimal("20.00")}, "umschichtung", "sind schon 50,00 € abgerufen; mit 40,00 €"),
        ({"monate": 37}, "verlaengerung", "mit diesen wären es 37"),
    ]
    for fields, art, said in wishes:
        if art == "verlaengerung":
            Foerderung.objects.filter(pk=grant.pk).update(extension_months=30, extension_reason="x")
            fields = {"monate": 7}
        antrag = briefe.ask(fresh(grant), art, **fields)
        with pytest.raises(NotNow) as caught:
            services.submit_aenderungsantrag(antrag, actor=make_person("freigabe"))
        assert said in str(caught.value).replace("\u00a0", " ")
        assert fresh(antrag).status == "entwurf"


def test_a_longer_time_never_runs_into_the_next_grant():
    grant = briefe.running()
    make_grant(grant.jugendamt, make_cohort("b"), starts_on="2032-08-01")
    antrag = briefe.ask(grant, monate=3)
    with pytest.raises(NotNow, match=r"hat vom 01\.08\.2032 .* eine andere Förderung"):
        services.submit_aenderungsantrag(antrag, actor=make_person("freigabe"))
    assert briefe.asked(grant, monate=1).status == "eingereicht"


def test_nothing_is_asked_of_a_grant_that_is_over_and_open_wishes_end_with_it():
    grant = briefe.running()
    antrag = briefe.asked(grant, "person")
    briefe.revoke(grant)
    assert fresh(antrag).status == "abgelehnt"
    with pytest.raises(NotNow, match="nur eine laufende"):
        briefe.ask(fresh(grant))


def test_steps_are_in_the_audit_log_without_texts():
    antrag = briefe.asked(briefe.running(), "person", begruendung="Ein Geheimnis")
    briefe.sign(briefe.answer(antrag))
    verbs = list(
        Protokoll.objects.filter(object_type="projects.aenderungsantrag").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == [f"aenderungsantrag.{status}" for status in ("entwurf", "eingereicht", "bewilligt")]
    assert "Geheimnis" not in str(list(Protokoll.objects.values_list("details", flat=True)))


# Past the services


@pytest.mark.parametrize(
    "fields",
    [
        {"art": "verlaengerung"},
        {"art": "verlaengerung", "monate": 0},
        {"art": "verlaengerung", "monate": 37},
        {"art": "person", "monate": 3},
        {"art": "person", "betrag": 3},
        {"art": "umschichtung", "betrag": 3},
        {"art": "egal"},
    ],
)
def test_each_kind_has_its_own_fields(refused, fields):
    with refused("projects_aenderungsantrag_inhalt"):
        briefe.plant_antrag(briefe.running(), **fields)


def test_a_shift_is_between_two_lines_of_the_grant(refused, accepted):
    grant = briefe.running()
    first, second = line_of(grant), line_of(grant, 1)
    other = make_grant(make_jugendamt("05900003"), make_cohort("b"), lines=["5.00"])
    with refused("projects_aenderungsantrag_inhalt"):
        briefe.plant_antrag(grant, art="umschichtung", von_posten=first, nach_posten=first, betrag=1)
    with refused("projects_aenderungsantrag_inhalt"):
        briefe.plant_antrag(grant, art="umschichtung", von_posten=first, nach_posten=second, betrag=0)
    with refused("projects_aenderungsantrag_of_one_grant"):
        briefe.plant_antrag(grant, art="umschichtung", von_posten=first, nach_posten=line_of(other), betrag=1)
    with accepted():
        briefe.plant_antrag(grant, art="umschichtung", von_posten=first, nach_posten=second, betrag=1)


def test_what_was_submitted_is_fixed(refused):
    antrag = briefe.asked(briefe.running(), "person")
    for change in ("begruendung = 'anders'", "art = 'verlaengerung', monate = 3"):
        with refused("projects_aenderungsantrag_fixed"):
            sql(f"UPDATE projects_aenderungsantrag SET {change} WHERE id = %s", antrag.pk)
    for change in ("eingereicht_am = NULL", "eingereicht_von_id = NULL"):
        with refused("projects_aenderungsantrag_eingereicht"):
            sql(f"UPDATE projects_aenderungsantrag SET {change} WHERE id = %s", antrag.pk)
    leave_ways(Aenderungsantrag)
    with refused("projects_aenderungsantrag_eingereicht"):
        sql("UPDATE projects_aenderungsantrag SET status = 'entwurf' WHERE id = %s", antrag.pk)
    with refused("projects_aenderungsantrag_status"):
        sql("UPDATE projects_aenderungsantrag SET status = 'egal' WHERE id = %s", antrag.pk)
    with refused("projects_aenderungsantrag_nummer"):
        briefe.plant_antrag(antrag.foerderung, nummer=antrag.nummer)
    with refused("projects_aenderungsantrag_begruendung"):
        briefe.plant_antrag(antrag.foerderung, nummer=9, begruendung="")
    assert Aenderungsantrag.objects.count() == 1


def test_where_the_programme_wants_a_second_person_the_writer_does_not_submit(refused, client):
    grant, freigabe = briefe.running(eigene_freigabe=False), make_person("freigabe")
    antrag = briefe.ask(grant, "person", name="freigabe")
    client.force_login(freigabe)
    page = client.get(antrag.get_absolute_url()).content.decode()
    assert services.SECOND_PERSON in page and "Verbindlich einreichen" not in page
    assert not aufgaben_of(freigabe)
    with pytest.raises(NotAllowed, match="zweite Person"):
        services.submit_aenderungsantrag(antrag, actor=freigabe)
    with refused("projects_aenderungsantrag_second_person"):
        sent = {"eingereicht_von": freigabe, "eingereicht_am": timezone.now()}
        Aenderungsantrag.objects.filter(pk=antrag.pk).update(status="eingereicht", **sent)
    services.edit_aenderungsantrag(antrag, art="person", begruendung="Neue Leitung", actor=make_person("bearbeitung"))
    assert len(aufgaben_of(freigabe)) == 1
    assert services.submit_aenderungsantrag(antrag, actor=freigabe).status == "eingereicht"
