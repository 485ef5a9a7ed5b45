"""The way of a Mittelabruf: every step from every state by every person, and what a refusal says."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from projects import services
from projects.choices import ABRUFWEGE, Abrufstatus, NoMoney
from projects.models import Mittelabruf
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.models import Mail, Protokoll
from tests.people import MEMBERS as OFFICES
from tests.people import OFFICE, make_person
from tests.projects.money import WAYS, bring_to, draft, line_of, make_money, plant_abruf, plant_status, submit

pytestmark = pytest.mark.django_db
EVERYBODY = [*OFFICE, *OFFICES]
MEMBERS, RELEASES = {"bearbeitung", "freigabe"}, {"freigabe"}
CHECKS, PAYS = {"koordination1", "koordination2"}, {"koordination1", "koordination2", "zahlstelle"}
STEPS = {  # target: the service, who may take it
    "eingereicht": (services.submit_mittelabruf, RELEASES, {}),
    "zurueckgezogen": (services.withdraw_mittelabruf, RELEASES, {}),
    "nachgefordert": (services.ask_back, CHECKS, {"text": "Wofür?", "fields": ["zweck"]}),
    "genehmigt": (services.approve_mittelabruf, CHECKS, {}),
    "abgelehnt": (services.reject_mittelabruf, CHECKS, {"reason": "Doppelt."}),
    "zur_zahlung_freigegeben": (services.release_payment, PAYS - {"koordination1"}, {}),  # koordination1 checked
    "ausgezahlt": (services.mark_paid, PAYS, {}),
    "ruecklaeufer": (services.mark_returned, PAYS, {}),
}


@pytest.mark.usefixtures("in_2030")
@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("start", WAYS)
def test_every_step_from_every_state(start, name):
    grant = make_money()
    abruf, person = bring_to(grant, start, "10.00"), make_person(name)
    for target, (step, people, fields) in STEPS.items():
        may = people | {"bearbeitung"} if (start, target) == ("entwurf", "zurueckgezogen") else people
        possible = Abrufstatus(target) in ABRUFWEGE.get(Abrufstatus(start), ())
        if name in may and possible:
            continue
        checked_it = (name, target) == ("koordination1", "zur_zahlung_freigegeben")
        with pytest.raises(NotNow if name in may or (checked_it and not possible) else NotAllowed):
            step(abruf, actor=person, **fields)
    assert Mittelabruf.objects.get(pk=abruf.pk).status == start


@pytest.mark.usefixtures("in_2030")
@pytest.mark.parametrize(
    ("start", "target", "name"),
    [
        (start, to.value, name)
        for start, ways in ABRUFWEGE.items()
        for to in sorted(ways)
        for name in sorted(STEPS[to.value][1])
    ],
)
def test_the_right_person_takes_the_step(start, target, name):
    step, _, fields = STEPS[target]
    abruf = bring_to(make_money(), start.value, "10.00")
    fresh = step(abruf, actor=make_person(name), **fields)
    assert fresh.status == target
    entry = Protokoll.objects.filter(verb=f"mittelabruf.{target}").latest("pk")
    assert (entry.actor_id, entry.details["von"]) == (make_person(name).pk, start.value)


def test_a_draft_may_be_withdrawn_by_whoever_drafts():
    abruf = draft(make_money(), "10.00")
    assert services.withdraw_mittelabruf(abruf, actor=make_person("bearbeitung")).status == "zurueckgezogen"


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in MEMBERS])
def test_only_the_own_office_drafts_and_edits(name):
    grant = make_money()
    abruf = draft(grant, "10.00")
    with pytest.raises(NotAllowed):
        draft(grant, "10.00", actor=make_person(name))
    with pytest.raises(NotAllowed):
        services.edit_mittelabruf(abruf, von=abruf.von, bis=abruf.bis, zweck="Neu", lines={}, actor=make_person(name))


@pytest.mark.parametrize("start", [status for status in WAYS if status not in {"entwurf", "nachgefordert"}])
def test_nobody_edits_what_lies_with_the_office(start):
    abruf = bring_to(make_money(), start, "10.00")
    with pytest.raises(NotNow, match="Servicestelle"):
        services.edit_mittelabruf(
            abruf, von=abruf.von, bis=abruf.bis, zweck="Neu", lines={}, actor=make_person("bearbeitung")
        )


@pytest.mark.parametrize(
    ("von", "bis", "fits"),
    [
        (date(2030, 1, 1), date(2032, 6, 30), True),
        (date(2029, 12, 31), date(2030, 1, 31), False),
        (date(2032, 6, 1), date(2032, 7, 1), False),
        (date(2032, 6, 30), date(2032, 6, 30), True),
    ],
)
def test_the_time_lies_in_the_grants(von, bis, fits):
    grant = make_money()
    if fits:
        assert draft(grant, "1.00", von=von, bis=bis).bis == bis
    else:
        with pytest.raises(NotNow, match=r"01\.01\.2030 bis 30\.06\.2032"):
            draft(grant, "1.00", von=von, bis=bis)


def test_no_payment_before_bestandskraft_where_the_programme_asks_for_it():
    grant = make_money(bestandskraft_noetig=True)
    with pytest.raises(NotNow, match="Rechtsbehelf"):
        submit(grant, "10.00")
    type(grant).objects.update(status="bestandskraeftig")
    grant.refresh_from_db()
    assert submit(grant, "10.00").status == "eingereicht"


def test_the_database_books_nothing_before_bestandskraft_either(refused, accepted):
    grant = make_money(bestandskraft_noetig=True)
    with refused("projects_buchung_after_bestandskraft"):
        plant_abruf(grant, "10.00")
    type(grant).objects.update(status="bestandskraeftig")
    with accepted():
        plant_abruf(grant, "10.00")


def test_where_the_programme_wants_a_second_person_the_writer_does_not_submit(refused):
    """Nor does the database take it; in the way of a question back it is the one who answered it."""
    grant, freigabe = make_money(eigene_freigabe=False), make_person("freigabe")
    abruf = draft(grant, "10.00", actor=freigabe)
    assert not list(Mittelabruf.objects.waiting_for(freigabe))
    with pytest.raises(NotAllowed, match="zweite Person"):
        services.submit_mittelabruf(abruf, actor=freigabe)
    with refused("projects_mittelabruf_second_person"):
        sent = {"eingereicht_von": freigabe, "eingereicht_am": timezone.now()}
        Mittelabruf.objects.filter(pk=abruf.pk).update(status="eingereicht", **sent)
    fields = {"von": abruf.von, "bis": abruf.bis, "zweck": "Gehalt", "lines": {line_of(grant).pk: Decimal("9.00")}}
    services.edit_mittelabruf(abruf, **fields, actor=make_person("bearbeitung"))
    assert list(Mittelabruf.objects.waiting_for(freigabe)) == [abruf]
    services.submit_mittelabruf(abruf, actor=freigabe)
    services.ask_back(abruf, text="Wofür?", fields=[], actor=make_person("koordination1"))
    services.edit_mittelabruf(abruf, **fields, actor=freigabe)
    with pytest.raises(NotAllowed, match="zweite Person"):
        services.submit_mittelabruf(abruf, actor=freigabe)


@pytest.mark.parametrize("status", ["in_schlusspruefung", "abgeschlossen", "widerrufen"])
def test_a_grant_that_is_over_gives_no_money(status):
    grant = make_money()
    abruf = draft(grant, "10.00")
    plant_status(grant, status)
    with pytest.raises(NotNow, match="bewilligten Förderung"):
        services.submit_mittelabruf(abruf, actor=make_person("freigabe"))


@pytest.mark.parametrize("status", ["abgeschlossen", "widerrufen", "zurueckgenommen"])
def test_nobody_begins_a_request_on_a_grant_that_is_over(status):
    grant = make_money()
    plant_status(grant, status)
    with pytest.raises(NotNow, match="Daraus lässt sich nichts mehr abrufen"):
        draft(grant, "10.00")


def test_a_request_without_amounts_is_no_request():
    with pytest.raises(NotNow, match="keinen Betrag"):
        submit(make_money())


def test_refusals_about_money_name_the_numbers_and_the_way_out():
    grant = make_money(("60.00", "40.00"), toleranz_prozent=Decimal("12.5"))
    submit(grant, "60.00")
    with pytest.raises(NoMoney) as caught:
        submit(grant, "7.51")
    text = str(caught.value).replace("\u00a0", " ")
    assert "60,00 € und 12,5 % Toleranz" in text and "noch 7,50 €" in text and "7,51 €" in text
    with pytest.raises(NoMoney, match="ziehen Sie einen anderen Abruf zurück"):
        submit(grant, "7.50", "40.00")


def test_words_are_needed_where_the_other_side_must_understand():
    abruf = bring_to(make_money(), "eingereicht", "10.00")
    with pytest.raises(NeedsReason):
        services.reject_mittelabruf(abruf, reason=" ", actor=make_person("koordination1"))
    with pytest.raises(NeedsReason):
        services.ask_back(abruf, text="", fields=[], actor=make_person("koordination1"))


def test_numbers_count_per_grant():
    grant = make_money()
    assert [draft(grant, "1.00").nummer for _ in range(3)] == [1, 2, 3]


def test_mails_go_to_the_people_of_the_office_without_amounts():
    make_person("bearbeitung"), make_person("nachbaramt")
    bring_to(make_money(), "ausgezahlt", "12.34")
    mails = Mail.objects.all()
    assert {mail.to for mail in mails} == {"bearbeitung@demo.example", "freigabe@demo.example"}
    assert not any("12,34" in mail.text + mail.subject for mail in mails)
    assert Mail.objects.filter(subject="Mittelabruf 1: Ausgezahlt").count() == 2


@pytest.mark.usefixtures("in_2030")
def test_a_returned_payment_is_released_anew_by_a_second_person():
    abruf = bring_to(make_money(), "ruecklaeufer", "10.00")
    with pytest.raises(NotAllowed, match="selbst geprüft"):
        services.release_payment(abruf, actor=make_person("koordination1"))
    fresh = services.release_payment(abruf, actor=make_person("zahlstelle"))
    assert services.mark_paid(fresh, actor=make_person("zahlstelle")).status == "ausgezahlt"


def test_only_cashiers_take_back_and_correct():
    grant = make_money()
    abruf = bring_to(grant, "ausgezahlt", "10.00")
    first, second = line_of(grant), line_of(grant, 1)
    for name in [name for name in EVERYBODY if name not in PAYS]:
        with pytest.raises(NotAllowed):
            services.take_back_payment(abruf, line=first, amount=Decimal(1), actor=make_person(name))
        with pytest.raises(NotAllowed):
            services.correct_line(grant, source=first, target=second, amount=Decimal(1), actor=make_person(name))
