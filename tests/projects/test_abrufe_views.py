"""Pages around requests for payment: what each person sees, does once, and what a refusal says."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from projects import services
from projects.choices import ABRUFWEGE, Abrufstatus
from projects.forms.abrufe import ASKED, name_of
from projects.models import Buchung, Mittelabruf
from projects.office import abrufe as office_abrufe
from projects.reports.geld import money_of
from servicestelle.base.aufgaben import aufgaben_of
from servicestelle.base.einmal import new_number
from servicestelle.base.ui.fields import KEINE_FAELLE
from tests.people import MEMBERS as OFFICES
from tests.people import OFFICE, make_person
from tests.projects.money import OWN, WAYS, bring_to, draft, line_of, make_money, plant_status, submit
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
CHECKS, PAYS = {"koordination1", "koordination2"}, {"koordination1", "koordination2", "zahlstelle"}
SEES_MONEY = PAYS | {"revision"}
MEMBERS = {"bearbeitung", "freigabe"}
PERIOD = {"von": "01.01.2030", "bis": "31.03.2030", "zweck": "Gehalt"}


def words(response):
    """What the page says, with plain spaces."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", text)


def own(abruf, step=""):
    return f"/mein/foerderungen/{abruf.foerderung_id}/abrufe/{abruf.nummer}/{step}"


def in_office(abruf, step=""):
    return f"/buero/mittelabrufe/{abruf.pk}/{step}"


def once():
    return {"nummer": new_number("schritt")}


def typed(grant, *amounts, **fields):
    """What stands in the form for a new draft."""
    lines = grant.budgetposten.order_by("pk")
    money = {name_of(line): amount for line, amount in zip(lines, amounts, strict=False)}
    return {"nummer": new_number("mittelabruf")} | PERIOD | money | fields


@pytest.fixture
def as_person(client):
    def enter(name):
        client.force_login(make_person(name))
        return client

    return enter


# The money page


def test_the_money_page_shows_what_is_left_and_what_was_booked(as_person):
    grant = make_money(("60.00", "40.00"))
    bring_to(grant, "ausgezahlt", "30.00", "5.00")
    submit(grant, "20.00")
    text = words(as_person("bearbeitung").get(f"/mein/foerderungen/{grant.pk}/"))
    for said in ("Bewilligt 100,00 €", "Abgerufen 55,00 €", "Davon ausgezahlt 35,00 €", "Noch frei 45,00 €"):
        assert said in text
    assert "50,00 € von 60,00 €" in text and "5 Buchungen" in text
    assert "Mittelabruf 1 35,00 €" in text and "Mittelabruf 2 20,00 €" in text and "Mittel abrufen" in text


@pytest.mark.parametrize("name", [*OFFICE, *OFFICES])
def test_who_sees_the_money(as_person, name):
    grant = make_money()
    client = as_person(name)
    assert client.get(f"/mein/foerderungen/{grant.pk}/").status_code == (200 if name in MEMBERS else 404)
    expected = 200 if name in SEES_MONEY else 403
    assert client.get(f"/buero/foerderungen/{grant.pk}/").status_code == expected


def test_drafts_are_the_business_of_the_jugendamt_alone(as_person):
    abruf = draft(make_money(), "10.00", zweck="Noch geheim")
    client = as_person("koordination1")
    assert client.get(in_office(abruf)).status_code == 404
    for path in ("/buero/mittelabrufe/?lage=alle", f"/buero/foerderungen/{abruf.foerderung_id}/"):
        assert "Mittelabruf 1" not in words(client.get(path)) and "Nr. 1" not in words(client.get(path))
    assert client.get(f"/verwaltung/projects/mittelabruf/{abruf.pk}/change/").status_code == 302


def test_a_grant_that_is_over_offers_no_request(as_person):
    grant = make_money()
    plant_status(grant, "abgeschlossen")
    text = words(as_person("freigabe").get(f"/mein/foerderungen/{grant.pk}/"))
    assert "Mittel abrufen" not in text and "Einreichen geht gerade nicht" in text


def test_the_own_area_leads_to_the_money_and_the_dossier_too(as_person):
    grant = make_money()
    assert f'href="/mein/foerderungen/{grant.pk}/"' in as_person("bearbeitung").get("/mein/").content.decode()
    page = as_person("zahlstelle").get(f"/buero/jugendaemter/{grant.jugendamt.slug}/").content.decode()
    assert f'href="/buero/foerderungen/{grant.pk}/"' in page


def test_what_may_be_asked_for_is_never_more_than_the_grant_has():
    grant = make_money(("60.00", "40.00"), toleranz_prozent=Decimal(20))
    submit(grant, "60.00", "35.00")
    grant.refresh_from_db()
    assert [zeile.abrufbar for zeile in money_of(grant).zeilen] == [Decimal(5), Decimal(5)]


# Drafting


def test_a_draft_is_written_once_however_often_it_is_sent(as_person):
    grant = make_money()
    client, path, fields = as_person("bearbeitung"), f"/mein/foerderungen/{grant.pk}/abrufe/neu/", None
    page = words(client.get(path))
    assert KEINE_FAELLE in page and "noch 60,00 € abrufbar" in page
    fields = typed(grant, "1.0,00", "")
    refused = client.post(path, fields)
    assert refused.status_code == 422 and "1.0,00" in refused.content.decode()
    fields |= {name_of(line_of(grant)): "10,50"}
    answers = [client.post(path, fields) for _ in range(3)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, f"/mein/foerderungen/{grant.pk}/abrufe/1/")
    }
    assert Mittelabruf.objects.get().amount == Decimal("10.50")
    other = client.post(path, fields | {"zweck": "Etwas anderes"})
    assert other.status_code == 409 and "Etwas anderes" in other.content.decode()
    assert not Buchung.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code", "said"),
    [
        ({"bis": "31.12.2029"}, 422, "Der letzte Tag liegt vor dem ersten."),
        ({"von": "01.01.2029"}, 409, "Die Förderung läuft vom 01.01.2030 bis 30.06.2032"),
        ({"zweck": " "}, 422, "Wofür"),
        ({"nummer": ""}, 422, "Diese Seite ist zu alt"),
        ({"von": "31.02.2030"}, 422, "gültiges Datum"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_person, fields, code, said):
    grant = make_money()
    data = typed(grant, "12,34", **fields)
    answer = as_person("bearbeitung").post(f"/mein/foerderungen/{grant.pk}/abrufe/neu/", data)
    assert answer.status_code == code and said in words(answer)
    assert 'value="12,34"' in answer.content.decode() and data["bis"] in answer.content.decode()
    assert not Mittelabruf.objects.exists()


def test_negative_amounts_are_no_amounts(as_person):
    grant = make_money()
    answer = as_person("bearbeitung").post(f"/mein/foerderungen/{grant.pk}/abrufe/neu/", typed(grant, "-5,00"))
    assert answer.status_code == 422 and not Mittelabruf.objects.exists()


def test_a_draft_is_changed(as_person):
    grant = make_money()
    abruf = draft(grant, "10.00")
    client = as_person("freigabe")
    page = client.get(own(abruf, "bearbeiten/")).content.decode()
    assert 'value="10,00"' in page and 'value="01.01.2030"' in page
    assert client.post(own(abruf, "bearbeiten/"), typed(grant, "", "7,00", zweck="Druck")).status_code == 302
    abruf = Mittelabruf.objects.get()
    assert (abruf.amount, abruf.zweck, abruf.posten.get().budgetposten) == (Decimal(7), "Druck", line_of(grant, 1))


def test_what_lies_with_the_office_is_not_changed(as_person):
    abruf = submit(make_money(), "10.00")
    client = as_person("freigabe")
    for answer in (client.get(own(abruf, "bearbeiten/")), client.post(own(abruf, "bearbeiten/"), {})):
        assert answer.status_code == 409 and "lässt sich nicht mehr ändern" in words(answer)


def test_the_fields_of_a_question_are_marked_and_count_their_own_money_as_free(as_person):
    grant = make_money()
    abruf = submit(grant, "60.00")
    services.ask_back(
        abruf, text="Warum so viel?", fields=["zweck", name_of(line_of(grant))], actor=make_person("koordination1")
    )
    client = as_person("bearbeitung")
    text = words(client.get(own(abruf, "bearbeiten/")))
    assert text.count(ASKED) == 4 and "Warum so viel?" in text  # twice above the form, twice in it
    assert f"Wofür – {ASKED}" in text and "noch 60,00 € abrufbar" in text
    assert "Warum so viel?" in words(client.get(own(abruf)))
    client.post(own(abruf, "bearbeiten/"), typed(grant, "40,00"))
    assert as_person("freigabe").post(own(abruf, "einreichen/"), once()).status_code == 302
    grant.refresh_from_db()
    assert grant.reserved == Decimal(40)


# Submitting and withdrawing


def test_only_freigabe_submits_and_others_see_who_can(as_person):
    abruf = draft(make_money(), "10.00")
    freigabe = make_person("freigabe")
    client = as_person("bearbeitung")
    text = words(client.get(own(abruf)))
    assert f"die Freigabe hat: {freigabe}" in text and "Verbindlich einreichen" not in text
    answer = client.post(own(abruf, "einreichen/"), once())
    assert answer.status_code == 403 and services.MAY_NOT_SUBMIT in words(answer)
    assert "Verbindlich einreichen" in words(as_person("freigabe").get(own(abruf)))


def test_the_writer_reads_who_submits_where_the_programme_wants_a_second_person(as_person):
    abruf = draft(make_money(eigene_freigabe=False), "10.00", actor=make_person("freigabe"))
    client = as_person("freigabe")
    page = client.get(abruf.get_absolute_url()).content.decode()
    assert services.SECOND_PERSON in page and "Verbindlich einreichen" not in page
    answer = client.post(f"{abruf.get_absolute_url()}einreichen/", {"nummer": new_number("schritt")})
    assert answer.status_code == 403 and services.SECOND_PERSON in answer.content.decode()


def test_submitted_once_however_often_the_button_is_pressed(as_person):
    abruf = draft(make_money(), "10.00")
    client, fields = as_person("freigabe"), once()
    assert [client.post(own(abruf, "einreichen/"), fields).status_code for _ in range(3)] == [302] * 3
    assert Buchung.objects.count() == 1
    again = client.post(own(abruf, "einreichen/"), once())
    assert again.status_code == 409 and "„Eingereicht“" in words(again)
    assert client.post(own(abruf, "einreichen/")).status_code == 422


def test_an_attempt_to_overdraw_is_refused_with_the_numbers(as_person):
    grant = make_money(("60.00", "40.00"))
    submit(grant, "50.00")
    abruf = draft(grant, "20.00")
    answer = as_person("freigabe").post(own(abruf, "einreichen/"), once())
    assert answer.status_code == 409
    assert "noch 10,00 € abrufbar, dieser Abruf will 20,00 €" in words(answer)
    assert Mittelabruf.objects.get(pk=abruf.pk).status == "entwurf"


def test_a_draft_without_amounts_says_what_it_lacks(as_person):
    grant = make_money()
    abruf = draft(grant)
    page = as_person("freigabe").get(abruf.get_absolute_url())
    assert "So lässt sich der Abruf nicht einreichen" in words(page) and "noch keinen Betrag" in words(page)


def test_withdrawing_asks_first(as_person):
    abruf = submit(make_money(), "10.00")
    client = as_person("freigabe")
    assert "Mittelabruf zurückziehen?" in words(client.get(own(abruf, "zurueckziehen/")))
    assert Mittelabruf.objects.get().status == "eingereicht"
    assert client.post(own(abruf, "zurueckziehen/"), once()).status_code == 302
    assert Mittelabruf.objects.get().status == "zurueckgezogen"
    for answer in (client.get(own(abruf, "zurueckziehen/")), client.post(own(abruf, "zurueckziehen/"), once())):
        assert answer.status_code == 409
    abruf = submit(abruf.foerderung, "10.00")
    answer = as_person("bearbeitung").get(own(abruf, "zurueckziehen/"))
    assert answer.status_code == 403 and services.MAY_NOT_SUBMIT in words(answer)


@pytest.mark.parametrize("name", ["nachbaramt", *OFFICE])
def test_others_find_nothing(as_person, name):
    abruf = draft(make_money(), "10.00")
    client = as_person(name)
    for step in ("", "bearbeiten/", "zurueckziehen/"):
        assert client.get(own(abruf, step)).status_code == 404
    for step in ("bearbeiten/", "einreichen/", "zurueckziehen/"):
        assert client.post(own(abruf, step), once()).status_code == 404
    assert client.post(f"/mein/foerderungen/{abruf.foerderung_id}/abrufe/neu/", {}).status_code == 404


@pytest.mark.parametrize("status", WAYS)
def test_the_page_tells_how_far_each_request_is(as_person, status):
    abruf = bring_to(make_money(), status, "10.00")
    for name in ("bearbeitung", "freigabe"):
        answer = as_person(name).get(own(abruf))
        assert answer.status_code == 200 and Abrufstatus(status).label in words(answer)
    if status not in {"entwurf", "zurueckgezogen"}:
        for name in SEES_MONEY:
            assert as_person(name).get(in_office(abruf)).status_code == 200


# The office


@pytest.mark.parametrize("name", [*OFFICE, *OFFICES])
def test_who_sees_the_queue(as_person, name):
    abruf = submit(make_money(), "10.00")
    client, expected = as_person(name), 200 if name in SEES_MONEY else 403
    assert client.get("/buero/mittelabrufe/").status_code == expected
    assert client.get(in_office(abruf)).status_code == expected
    if name in OFFICE:
        assert ("Mittelabrufe" in words(client.get("/buero/"))) == (name in SEES_MONEY)


LAGE = {"eingereicht": "pruefen", "genehmigt": "freigeben", "ruecklaeufer": "freigeben", "nachgefordert": "rueckfrage"}
LAGE |= {"zur_zahlung_freigegeben": "zahlen", "ausgezahlt": "alle"}


@pytest.mark.parametrize("status", LAGE)
def test_each_request_lies_where_its_work_lies(as_person, status):
    bring_to(make_money(), status, "10.00")
    client = as_person("koordination1")
    found = {lage for lage in office_abrufe.LAGEN if "Nr. 1" in words(client.get(f"/buero/mittelabrufe/?lage={lage}"))}
    assert found == {LAGE[status], "alle"}


def test_the_queue_opens_where_the_own_work_lies(as_person):
    for name, label in {"koordination1": "Zu prüfen", "zahlstelle": "Freizugeben", "revision": "Alle"}.items():
        page = as_person(name).get("/buero/mittelabrufe/").content.decode()
        assert re.search(rf'aria-current="page">{label}<', page)
    assert "gibt es mit diesem Wert nicht" in words(as_person("revision").get("/buero/mittelabrufe/?lage=x"))


def test_the_numbers_stand_beside_the_buttons(as_person):
    grant = make_money(("60.00", "40.00"))
    bring_to(grant, "ausgezahlt", "30.00")
    abruf = submit(grant, "20.00", "5.00")
    text = words(as_person("koordination1").get(in_office(abruf)))
    for said in ("Bewilligt 100,00 €", "Abgerufen 55,00 €", "Davon ausgezahlt 30,00 €", "Noch frei 45,00 €"):
        assert said in text
    assert "20,00 € 60,00 € 50,00 € 30,00 € 10,00 €" in text  # this request, awarded, asked for, paid, left of the line
    assert "Mittelabruf 1 30,00 €" in text and "Mittelabruf: Eingereicht" in text


TAKES = {
    "genehmigen": ("eingereicht", CHECKS, "Genehmigen"),
    "nachfordern": ("eingereicht", CHECKS, "Rückfrage senden"),
    "ablehnen": ("eingereicht", CHECKS, "Mittelabruf ablehnen"),
    "freigeben": ("genehmigt", PAYS - {"koordination1"}, "Zahlung freigeben"),  # koordination1 has examined it
    "ausgezahlt": ("zur_zahlung_freigegeben", PAYS, "Als ausgezahlt buchen"),
    "ruecklaeufer": ("zur_zahlung_freigegeben", PAYS, "Von der Bank zurückgekommen"),
}
SAID = {"nachfordern": {"text": "Wofür genau?", "felder": ["zweck"]}, "ablehnen": {"grund": "Schon bezahlt."}}


@pytest.mark.usefixtures("in_2030")
@pytest.mark.parametrize("name", sorted(SEES_MONEY))
@pytest.mark.parametrize("step", TAKES)
def test_each_step_is_drawn_for_whom_it_is_and_refused_to_all_others(as_person, step, name):
    start, people, button = TAKES[step]
    abruf = bring_to(make_money(), start, "10.00")
    client, fields = as_person(name), once() | SAID.get(step, {})
    drawn = f">{button}</button>" in client.get(in_office(abruf)).content.decode()
    assert drawn == (name in people)
    answer = client.post(in_office(abruf, f"{step}/"), fields)
    abruf = Mittelabruf.objects.get(pk=abruf.pk)
    if name in people:
        assert answer.status_code == 302 and abruf.status == office_abrufe.SCHRITTE[step].nach
        assert client.post(in_office(abruf, f"{step}/"), fields).status_code == 302  # the same press again
        assert client.post(in_office(abruf, f"{step}/"), once() | SAID.get(step, {})).status_code == 409
    else:
        assert answer.status_code == 403 and abruf.status == start
        assert all(text in answer.content.decode() for text in SAID.get(step, {}).values() if name in CHECKS)


def test_every_way_out_of_a_state_has_a_button():
    ours = {step.nach for step in office_abrufe.SCHRITTE.values()} | {
        Abrufstatus.EINGEREICHT,
        Abrufstatus.ZURUECKGEZOGEN,
    }
    assert {to for ways in ABRUFWEGE.values() for to in ways} == ours


def test_four_eyes_are_explained_and_kept(as_person):
    abruf = bring_to(make_money(), "genehmigt", "10.00")
    client = as_person("koordination1")
    page = client.get(in_office(abruf)).content.decode()
    assert "Diesen Abruf haben Sie geprüft" in page and ">Zahlung freigeben</button>" not in page
    answer = client.post(in_office(abruf, "freigeben/"), once())
    assert answer.status_code == 403 and "haben Sie selbst geprüft" in words(answer)
    assert "Sie sind die zweite Person" in words(as_person("koordination2").get(in_office(abruf)))


@pytest.mark.parametrize("step", ["nachfordern", "ablehnen"])
def test_words_are_needed_and_kept(as_person, step):
    abruf = submit(make_money(), "10.00")
    client = as_person("koordination1")
    empty = dict.fromkeys(SAID[step], "")
    answer = client.post(in_office(abruf, f"{step}/"), once() | empty)
    assert answer.status_code == 422 and '<details class="sg-fold" open>' in answer.content.decode()
    services.withdraw_mittelabruf(abruf, actor=make_person("freigabe"))
    late = client.post(in_office(abruf, f"{step}/"), once() | SAID[step])
    assert late.status_code == 409 and "„Zurückgezogen“" in words(late)


def test_a_step_without_its_number_says_so(as_person):
    abruf = submit(make_money(), "10.00")
    answer = as_person("koordination1").post(in_office(abruf, "genehmigen/"))
    assert answer.status_code == 422 and "Diese Seite ist zu alt" in words(answer)


def test_a_question_may_name_only_fields_there_are(as_person):
    abruf = submit(make_money(), "10.00")
    fields = once() | {"text": "Wofür?", "felder": ["iban"]}
    assert as_person("koordination1").post(in_office(abruf, "nachfordern/"), fields).status_code == 422


# What is to do


def test_tasks_name_questions_to_all_and_drafts_to_those_who_release():
    grant = make_money()
    draft(grant, "1.00")
    bring_to(grant, "nachgefordert", "2.00")
    bring_to(grant, "eingereicht", "3.00")
    tasks = {name: [task.titel for task in aufgaben_of(make_person(name))] for name in OFFICES}
    question, to_submit = "Mittelabruf 2: Rückfrage beantworten", "Mittelabruf 1: Entwurf prüfen und einreichen"
    assert tasks == {"bearbeitung": [question], "freigabe": [to_submit, question], "nachbaramt": []}


def test_the_first_screen_counts_what_the_person_can_do(as_person):
    grant = make_money()
    bring_to(grant, "eingereicht", "1.00")
    bring_to(grant, "genehmigt", "1.00")
    assert office_abrufe.figures_of(make_person("zahlstelle")) == [
        ("/buero/mittelabrufe/?lage=freigeben", "Zahlungen freizugeben", 1),
        ("/buero/mittelabrufe/?lage=zahlen", "Zahlungen auszuführen", 0),
    ]
    assert [number for _, _, number in office_abrufe.figures_of(make_person("koordination2"))] == [1, 1, 0]
    assert office_abrufe.figures_of(make_person("revision")) == office_abrufe.figures_of(make_person("redaktion")) == []
    assert "Mittelabrufe zu prüfen" in words(as_person("koordination1").get("/buero/"))


def test_the_admin_reads_and_finds_requests_and_entries(as_person):
    submit(make_money(), "12.34")
    client = as_person("revision")
    name = make_jugendamt(OWN).name
    for kind in ("mittelabruf", "buchung"):
        for query, found in ((name, True), ("gibt-es-nicht", False)):
            text = words(client.get(reverse(f"admin:projects_{kind}_changelist"), {"q": query}))
            assert ("12,34 €" in text) == found
    assert "12,34 €" in words(client.get(f"/verwaltung/projects/mittelabruf/{Mittelabruf.objects.get().pk}/change/"))


def test_days_of_the_form_are_the_days_of_the_row():
    abruf = draft(make_money(), "1.00")
    assert (abruf.von, abruf.bis) == (date(2030, 1, 1), date(2030, 4, 1) - timedelta(days=1))
