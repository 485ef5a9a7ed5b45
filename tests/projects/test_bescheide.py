"""The way of a document: who prepares, signs, delivers, declares; what it does; what the database holds by itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from projects import services
from projects.choices import Bescheidart
from projects.models import Bescheid, Bescheidentwurf, Briefvorlage, Erklaerung, Foerderung, Mittelabruf, Zustellung
from projects.rechtsbehelf import appeal_until, known_on
from servicestelle.base.choices import NeedsReason, NotAllowed, NotNow
from servicestelle.base.models import Auftrag, Frist, Mail, Protokoll
from tests.database import sql
from tests.people import MEMBERS, OFFICE, make_person
from tests.projects import briefe
from tests.projects.money import bring_to, draft, submit
from tests.records import make_cohort, make_grant, make_jugendamt

pytestmark = pytest.mark.django_db
EVERYBODY = [*OFFICE, *MEMBERS]
COORDINATORS = {"koordination1", "koordination2"}
TODAY = timezone.localdate


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Award


def test_an_award_takes_two_people_and_freezes_its_document():
    grant = briefe.make_draft(toleranz_prozent=Decimal(20))
    entwurf = briefe.prepared(grant)
    assert fresh(grant).status == "zur_zeichnung"
    bescheid = briefe.sign(entwurf)
    grant = fresh(grant)
    assert (grant.status, grant.months, bescheid.art, bescheid.nummer) == ("bewilligt", 30, "bewilligung", 1)
    year = TODAY().year
    assert bescheid.aktenzeichen == f"GA-{year}-0001" and len(bescheid.code) >= 22
    assert bescheid.snapshot["pruefen"].endswith(f"/pruefen/{bescheid.code}/")
    text = " ".join(line for block in bescheid.snapshot["absaetze"] for line in block)
    assert "100,00" in text and "01.01.2030 bis 30.06.2032" in text and "{" not in text
    assert not Bescheidentwurf.objects.exists()
    assert Auftrag.objects.get(kind=services.BESCHEID_JOB).params == {"bescheid": bescheid.pk}
    verbs = list(Protokoll.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-4:] == [
        "bescheid.vorbereitet",
        "foerderung.zur_zeichnung",
        "foerderung.bewilligt",
        "bescheid.ausgefertigt",
    ]


def test_names_of_people_are_in_no_document():
    text = str(briefe.awarded().snapshot)
    assert not any(make_person(name).name in text for name in COORDINATORS)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_prepares_and_who_signs(name):
    grant, person = briefe.make_draft(), make_person(name)
    if name in COORDINATORS:
        entwurf = services.prepare_bewilligung(grant, actor=person)
        with pytest.raises(NotAllowed, match="zweite Person"):
            services.sign_bescheid(entwurf, actor=person)
        return
    for step in (
        lambda: services.prepare_bewilligung(grant, actor=person),
        lambda: services.edit_foerderung(grant, amount=grant.amount, starts_on=grant.starts_on, lines={}, actor=person),
    ):
        with pytest.raises(NotAllowed):
            step()
    entwurf = briefe.prepared(grant)
    for step in (
        lambda: services.sign_bescheid(entwurf, actor=person),
        lambda: services.give_back_bescheid(entwurf, reason="Falsch", actor=person),
    ):
        with pytest.raises(NotAllowed, match="Bescheide zeichnet die Koordination"):
            step()
    assert fresh(grant).status == "zur_zeichnung" and not Bescheid.objects.exists()


@pytest.mark.parametrize(
    ("rules", "fields", "said"),
    [
        ({"hoechstbetrag": Decimal(50)}, {}, "Der Höchstbetrag je Standort ist 50,00"),
        ({"gesamtbetrag": Decimal(50)}, {}, "noch 50,00"),
        ({}, {"amount": Decimal(99)}, "Die Budgetposten ergeben zusammen 100,00"),
        ({}, {"starts_on": None}, "Es fehlt der Beginn"),
    ],
)
def test_what_stands_in_the_way_of_an_award(rules, fields, said):
    grant = briefe.make_draft(**rules)
    Foerderung.objects.filter(pk=grant.pk).update(**fields)
    with pytest.raises(NotNow) as caught:
        briefe.prepared(grant)
    assert said in str(caught.value).replace("\u00a0", " ")
    assert fresh(grant).status == "entwurf" and not Bescheidentwurf.objects.exists()


def test_a_second_grant_in_the_same_time_is_refused_in_words():
    first = briefe.running()
    grant = make_grant(first.jugendamt, make_cohort("b"), amount=10, starts_on=None)
    grant.budgetposten.create(art="personal", amount=10)
    entwurf = Bescheidentwurf(foerderung=fresh(grant), art="bewilligung")
    entwurf.foerderung.starts_on = date(2031, 1, 1)
    from projects.reports.bescheide import obstacles_to

    assert any("vom 01.01.2030 bis 30.06.2032 eine andere Förderung" in text for text in obstacles_to(entwurf))


def test_a_missing_template_is_named():
    grant = make_grant(make_jugendamt("00000001"), amount=10)
    grant.budgetposten.create(art="personal", amount=10)
    with pytest.raises(NotNow, match="Es fehlt die Briefvorlage „Bewilligungsbescheid“"):
        briefe.prepared(grant)


def test_a_draft_is_edited_only_as_a_draft():
    grant, person = briefe.make_draft(), make_person("koordination1")
    first, second = grant.budgetposten.order_by("pk")
    keep = {"amount": Decimal(70), "eigenanteil": Decimal(5), "drittmittel": Decimal(0)}
    nothing = dict.fromkeys(keep, Decimal(0))
    new = [{"art": "sachkosten", "bezeichnung": "Druck", "amount": Decimal(30)}]
    services.edit_foerderung(
        grant,
        amount=Decimal(100),
        starts_on=date(2030, 2, 1),
        lines={first.pk: keep, second.pk: nothing},
        new_lines=new,
        actor=person,
    )
    assert [(str(line), line.amount, line.eigenanteil) for line in grant.budgetposten.order_by("pk")] == [
        ("Personalkosten (0,5 VZÄ)", 70, 5),
        ("Druck", 30, 0),
    ]
    briefe.prepared(grant)
    with pytest.raises(NotNow, match="nur ein Entwurf"):
        services.edit_foerderung(grant, amount=1, starts_on=None, lines={}, actor=person)


def test_what_is_given_back_can_be_mended_and_signed_later():
    grant = briefe.make_draft()
    entwurf = briefe.prepared(grant)
    with pytest.raises(NeedsReason):
        services.give_back_bescheid(entwurf, reason=" ", actor=make_person("koordination2"))
    services.give_back_bescheid(entwurf, reason="Der Beginn stimmt nicht.", actor=make_person("koordination2"))
    assert fresh(grant).status == "entwurf"
    assert Mail.objects.get().to == "koordination1@demo.example"
    with pytest.raises(NotNow, match="nicht mehr zur Zeichnung"):
        briefe.sign(entwurf)
    assert briefe.sign(briefe.prepared(grant)).art == "bewilligung"


def test_numbers_have_no_gaps_and_start_anew_for_each_grant():
    first = briefe.awarded()
    asked = briefe.asked(first.foerderung, "person")
    second = briefe.sign(briefe.answer(asked))
    assert [row.aktenzeichen[-4:] for row in (first, second)] == ["0001", "0002"] and second.nummer == 2


# Delivery and Bestandskraft


@pytest.mark.parametrize(
    ("known", "last"),
    [
        ("2026-11-02", "2026-12-02"),  # a Wednesday
        ("2026-11-05", "2026-12-07"),  # a Saturday: the Monday after
        ("2026-11-25", "2026-12-28"),  # Christmas, a Friday: the Monday after
        ("2026-01-31", "2026-03-02"),  # 28.02. is a Saturday
    ],
)
def test_the_last_day_for_an_appeal(known, last):
    assert appeal_until(date.fromisoformat(known)) == date.fromisoformat(last)


@pytest.mark.parametrize(("weg", "later"), [("portal", 4), ("post", 4), ("urkunde", 0), ("empfang", 0)])
def test_letters_count_as_known_some_days_later(weg, later):
    assert known_on(weg, date(2026, 11, 2)) == date(2026, 11, 2 + later)


def test_without_appeal_the_award_becomes_final_when_its_month_is_over():
    bescheid = briefe.awarded(bestandskraft_noetig=True)
    row = services.deliver_bescheid(bescheid, weg="urkunde", am=TODAY(), actor=make_person("koordination1"))
    assert row.bekannt_am == TODAY() and row.rechtsbehelf_bis == appeal_until(TODAY())
    assert services.settle_all() == 0
    long_ago = {"am": date(2026, 1, 5), "bekannt_am": date(2026, 1, 9), "rechtsbehelf_bis": date(2026, 2, 9)}
    Zustellung.objects.create(bescheid=bescheid, weg="post", **long_ago)
    assert services.settle_all() == 1 and services.settle_all() == 0
    assert fresh(bescheid.foerderung).status == "bestandskraeftig"


def test_a_waiver_makes_it_final_at_once_and_money_can_be_asked_for():
    bescheid = briefe.awarded(bestandskraft_noetig=True)
    abruf = draft(bescheid.foerderung, "10.00")
    with pytest.raises(NotNow, match="bestandskräftig"):
        services.submit_mittelabruf(abruf, actor=make_person("freigabe"))
    services.declare(bescheid, actor=make_person("freigabe"))
    assert fresh(bescheid.foerderung).status == "bestandskraeftig"
    assert Zustellung.objects.get().weg == "empfang" and Erklaerung.objects.get().art == "verzicht"
    assert services.submit_mittelabruf(abruf, actor=make_person("freigabe")).status == "eingereicht"
    with pytest.raises(NotNow, match="schon wirksam"):
        services.declare(bescheid, actor=make_person("freigabe"))


def test_a_contract_is_accepted_and_knows_no_appeal():
    bescheid = briefe.awarded(rechtsform="vertrag", bestandskraft_noetig=True)
    assert bescheid.name == "Fördervertrag" and bescheid.snapshot["belehrung"] == []
    row = services.deliver_bescheid(bescheid, weg="post", am=TODAY(), actor=make_person("koordination1"))
    assert row.rechtsbehelf_bis is None
    with pytest.raises(NotNow):
        services.note_rechtsbehelf(bescheid, actor=make_person("koordination1"))
    with pytest.raises(NotNow, match="Fördervertrag angenommen"):
        submit(bescheid.foerderung, "10.00")
    services.declare(bescheid, actor=make_person("freigabe"))
    assert Erklaerung.objects.get().art == "annahme" and fresh(bescheid.foerderung).status == "bestandskraeftig"


def test_an_appeal_keeps_it_open_until_it_is_settled():
    bescheid, office = briefe.awarded(), make_person("koordination1")
    Zustellung.objects.create(
        bescheid=bescheid, weg="post", am=date(2026, 1, 5), bekannt_am=date(2026, 1, 9), rechtsbehelf_bis=TODAY()
    )
    services.note_rechtsbehelf(bescheid, actor=office)
    Zustellung.objects.create(
        bescheid=bescheid,
        weg="post",
        am=date(2026, 1, 5),
        bekannt_am=date(2026, 1, 9),
        rechtsbehelf_bis=date(2026, 2, 9),
    )
    assert services.settle_all() == 0
    with pytest.raises(NotNow, match="Rechtsbehelf eingelegt"):
        services.declare(bescheid, actor=make_person("freigabe"))
    services.settle_rechtsbehelf(bescheid, actor=office)
    assert fresh(bescheid.foerderung).status == "bestandskraeftig"


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_delivers_and_who_declares(name):
    bescheid, person = briefe.awarded(), make_person(name)
    office = [
        lambda: services.deliver_bescheid(bescheid, weg="post", am=TODAY(), actor=person),
        lambda: services.note_rechtsbehelf(bescheid, actor=person),
        lambda: services.settle_rechtsbehelf(bescheid, actor=person),
    ]
    own = [lambda: services.confirm_receipt(bescheid, actor=person), lambda: services.declare(bescheid, actor=person)]
    for steps, people in ((office, COORDINATORS), (own, {"freigabe"})):
        for step in steps if name not in people else ():
            with pytest.raises(NotAllowed):
                step()
    for step in office if name in COORDINATORS else own if name == "freigabe" else ():
        step()
    assert fresh(bescheid.foerderung).status == (
        "bestandskraeftig" if name in COORDINATORS | {"freigabe"} else "bewilligt"
    )


def test_a_delivery_lies_between_signature_and_today():
    bescheid, office = briefe.awarded(), make_person("koordination1")
    for day in (TODAY() - timedelta(days=1), TODAY() + timedelta(days=1)):
        with pytest.raises(NotNow, match="nach seiner Ausfertigung"):
            services.deliver_bescheid(bescheid, weg="post", am=day, actor=office)
    services.confirm_receipt(bescheid, actor=make_person("freigabe"))
    with pytest.raises(NotNow, match="schon eingetragen"):
        services.confirm_receipt(bescheid, actor=make_person("freigabe"))


# The office changes the sum


def change(grant, *amounts):
    lines = grant.budgetposten.order_by("pk")
    wanted = {line.pk: Decimal(amount) for line, amount in zip(lines, amounts, strict=True)}
    return services.prepare_aenderung(
        grant, betraege=wanted, begruendung="Weniger Bedarf.", actor=make_person("koordination1")
    )


def test_a_cut_moves_lines_and_sum_together():
    grant = briefe.running()
    submit(grant, "30.00")
    bescheid = briefe.sign(change(grant, "50.00", "20.00"))
    grant = fresh(grant)
    assert (grant.amount, bescheid.amount, grant.reserved) == (70, 70, 30)
    assert [line.amount for line in grant.budgetposten.order_by("pk")] == [50, 20]
    assert bescheid.snapshot["plan"][-1][0] == "Zusammen" and "Fördersumme beträgt jetzt 70,00" in str(
        bescheid.snapshot
    ).replace("\\xa0", " ")


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (("20.00", "0.00"), "Abgerufen sind schon 30,00 €, die Fördersumme wäre danach 20,00 €"),
        (("10.00", "90.00"), "sind schon 30,00 € abgerufen; mit 10,00 €"),
        (("60.00", "40.00"), "Alle Beträge sind wie bisher"),
        (("60.00", "60.00"), "Der Höchstbetrag je Standort ist 110,00 €, die Fördersumme wäre 120,00 €"),
        (("60.00", "48.00"), "noch 5,00 € frei, 8,00 € kämen hinzu"),
    ],
)
def test_changes_that_break_a_rule_are_refused_with_the_numbers(amounts, said):
    grant = briefe.running(hoechstbetrag=Decimal(110), gesamtbetrag=Decimal(105))
    submit(grant, "30.00")
    with pytest.raises(NotNow) as caught:
        change(fresh(grant), *amounts)
    assert said in str(caught.value).replace("\u00a0", " ")
    assert not Bescheidentwurf.objects.exists()


def test_money_asked_for_between_the_two_signatures_counts():
    grant = briefe.running()
    entwurf = change(grant, "20.00", "0.00")
    submit(grant, "30.00")
    with pytest.raises(NotNow, match="Abgerufen sind schon"):
        briefe.sign(entwurf)
    assert fresh(grant).amount == 100 and not Bescheid.objects.exists()


def test_one_thing_at_a_time():
    grant = briefe.running()
    change(grant, "50.00", "20.00")
    with pytest.raises(NotNow, match="liegt schon etwas zur Zeichnung"):
        change(grant, "40.00", "20.00")


# Hearing and revocation


@pytest.mark.parametrize(("art", "status"), [("widerruf", "widerrufen"), ("ruecknahme", "zurueckgenommen")])
def test_revoking_frees_what_was_asked_for(art, status):
    grant = briefe.running()
    waiting = bring_to(grant, "genehmigt", "10.00")
    paid = bring_to(grant, "ausgezahlt", "5.00")
    sent, returned, written = submit(grant, "4.00"), bring_to(grant, "ruecklaeufer", "3.00"), draft(grant, "1.00")
    asked = bring_to(grant, "nachgefordert", "2.00")
    bescheid = briefe.revoke(fresh(grant), art)
    grant = fresh(grant)
    assert (grant.status, grant.reserved, grant.paid, bescheid.art) == (status, 5, 5, art)
    states = {row.pk: row.status for row in Mittelabruf.objects.all()}
    assert [states[row.pk] for row in (waiting, sent, returned, asked)] == ["abgelehnt"] * 4
    assert (states[paid.pk], states[written.pk]) == ("ausgezahlt", "entwurf")
    with pytest.raises(NotNow, match="bewilligten Förderung"):
        services.submit_mittelabruf(written, actor=make_person("freigabe"))
    assert fresh(bescheid.anhoerung).beendet_am and not Frist.objects.open().exists()


def test_a_payment_on_its_way_comes_first():
    grant = briefe.running()
    bring_to(grant, "zur_zahlung_freigegeben", "10.00")
    with pytest.raises(NotNow, match="Buchen Sie ihn zuerst als ausgezahlt oder als Rückläufer"):
        briefe.revoke(grant)


def test_no_revocation_before_the_answer_or_the_last_day():
    grant, office = briefe.running(), make_person("koordination1")
    hearing = briefe.hear(grant, answered=False)
    frist = Frist.objects.open().get()
    assert (frist.seite, frist.due_on, frist.url) == ("jugendamt", hearing.antwort_bis, hearing.get_absolute_url())
    with pytest.raises(NotNow, match="Warten Sie die Antwort"):
        services.prepare_aufhebung(hearing, begruendung="Schluss.", actor=office)
    with pytest.raises(NotNow, match="läuft schon eine Anhörung"):
        briefe.hear(grant, answered=False)
    services.drop_anhoerung(hearing, actor=office)
    assert fresh(grant).status == "bewilligt" and not Frist.objects.open().exists()
    with pytest.raises(NotNow, match="beantwortet oder beendet"):
        services.answer_anhoerung(hearing, text="Zu spät", actor=make_person("freigabe"))


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_hears_who_answers_who_revokes(name):
    grant, person = briefe.running(), make_person(name)
    fields = {"art": "widerruf", "text": "Warum?", "antwort_bis": TODAY() + timedelta(days=9)}
    if name not in COORDINATORS:
        with pytest.raises(NotAllowed):
            services.start_anhoerung(grant, actor=person, **fields)
    hearing = briefe.hear(grant, answered=False)
    if name != "freigabe":
        with pytest.raises(NotAllowed):
            services.answer_anhoerung(hearing, text="Darum.", actor=person)
    services.answer_anhoerung(hearing, text="Darum.", actor=make_person("freigabe"))
    if name not in COORDINATORS:
        for step in (
            lambda: services.drop_anhoerung(hearing, actor=person),
            lambda: services.prepare_aufhebung(hearing, begruendung="Schluss.", actor=person),
        ):
            with pytest.raises(NotAllowed):
                step()
    assert fresh(grant).status == "bewilligt"


def test_the_deadline_of_a_hearing_moves_with_its_reason():
    from servicestelle.base.fristen import move_frist

    hearing = briefe.hear(briefe.running(), answered=False)
    later = hearing.antwort_bis + timedelta(days=7)
    move_frist(Frist.objects.open().get(), to=later, grund="wunsch", actor=make_person("koordination1"))
    assert fresh(hearing).antwort_bis == later


# Past the services


@pytest.fixture
def signed():
    return briefe.plant_bescheid(briefe.running())


@pytest.mark.parametrize("table", ["bescheid", "zustellung", "erklaerung"])
def test_documents_and_what_follows_never_change(refused, signed, table):
    Zustellung.objects.create(bescheid=signed, weg="post", am=TODAY(), bekannt_am=TODAY())
    Erklaerung.objects.create(bescheid=signed, art="verzicht")
    for statement in (f"UPDATE projects_{table} SET id = id", f"DELETE FROM projects_{table}"):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            sql(statement)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("projects_bescheid_art", {"art": "egal"}),
        ("projects_bescheid_nummer", {"art": "aenderung", "nummer": 1}),
        ("projects_bescheid_aktenzeichen_key", {"art": "aenderung", "az": "GA-2001-0001"}),
        ("projects_bescheid_one_award", {}),
        ("projects_bescheid_vier_augen", {"art": "aenderung", "gezeichnet_nummer": 1}),
        ("projects_bescheid_anhoerung", {"art": "widerruf"}),
        ("projects_bescheid_code", {"art": "aenderung", "code": "zu-kurz"}),
    ],
)
def test_rules_of_a_document(refused, signed, rule, fields):
    with refused(rule):
        briefe.plant_bescheid(signed.foerderung, **{"nummer": 2, "az": "GA-2001-0002"} | fields)


def test_parts_of_a_document_belong_to_one_grant_and_the_hearing_is_over(refused):
    grant = briefe.running()
    other = make_grant(make_jugendamt("05900003"), make_cohort("b"), lines=["5.00"])
    foreign, running = briefe.plant_antrag(other), briefe.plant_anhoerung(grant)
    with refused("projects_bescheid_of_one_grant"):
        briefe.plant_bescheid(grant, art="aenderung", antrag=foreign)
    with refused("projects_bescheid_of_one_grant"):
        briefe.plant_bescheid(grant, art="widerruf", anhoerung=briefe.plant_anhoerung(other))
    with refused("projects_bescheid_after_anhoerung"):
        briefe.plant_bescheid(grant, art="widerruf", anhoerung=running)
    with refused("projects_bescheid_antrag"):
        briefe.plant_bescheid(grant, antrag=briefe.plant_antrag(grant))


def test_a_grant_ends_once(refused):
    grant = briefe.running()
    ended = {"nummer": 2, "az": "GA-2001-0002", "art": "widerruf"}
    over = {"antwort_bis": TODAY() - timedelta(days=1)}
    first = briefe.plant_anhoerung(grant, beendet_am=timezone.now(), **over)
    briefe.plant_bescheid(grant, anhoerung=first, **ended)
    second = briefe.plant_anhoerung(grant, **over)
    with refused("projects_bescheid_one_end"):
        briefe.plant_bescheid(grant, anhoerung=second, **ended | {"nummer": 3, "az": "GA-2001-0003"})


def test_there_is_one_template_of_a_kind_that_is_known(refused):
    briefe.make_letters()
    template = Briefvorlage.objects.first()
    with refused("projects_briefvorlage_once"):
        Briefvorlage.objects.bulk_create(
            [Briefvorlage(art=template.art, rechtsform=template.rechtsform, kennung="zweite")]
        )
    with refused("projects_briefvorlage_art"):
        Briefvorlage.objects.filter(pk=template.pk).update(art="egal")


def test_what_a_hearing_said_stays(refused):
    hearing = briefe.hear(briefe.running())
    for change in ("text = 'anders'", "art = 'ruecknahme'", "antwort = 'anders'", "antwort_bis = antwort_bis + 1"):
        with refused("projects_anhoerung_stays"):
            sql(f"UPDATE projects_anhoerung SET {change} WHERE id = %s", hearing.pk)
    with refused("projects_anhoerung_stays"):
        sql("DELETE FROM projects_anhoerung")
    with refused("projects_anhoerung_one_open"):
        briefe.plant_anhoerung(hearing.foerderung)
    with refused("projects_anhoerung_antwort"):
        briefe.plant_anhoerung(make_grant(cohort=make_cohort("b")), antwort="Nur Text")
    with refused("projects_anhoerung_text"):
        briefe.plant_anhoerung(make_grant(make_jugendamt("05900004"), make_cohort("c")), text="")


def test_days_of_a_delivery_and_kinds_are_known(refused, signed):
    day = TODAY()
    with refused("projects_zustellung_tage"):
        Zustellung.objects.create(bescheid=signed, weg="post", am=day, bekannt_am=day - timedelta(days=1))
    with refused("projects_zustellung_tage"):
        Zustellung.objects.create(bescheid=signed, weg="post", am=day, bekannt_am=day, rechtsbehelf_bis=day)
    with refused("projects_zustellung_weg"):
        Zustellung.objects.create(bescheid=signed, weg="taube", am=day, bekannt_am=day)
    with refused("projects_erklaerung_art"):
        Erklaerung.objects.create(bescheid=signed, art="egal")
    Erklaerung.objects.create(bescheid=signed, art="verzicht")
    with refused("projects_erklaerung_once"):
        Erklaerung.objects.create(bescheid=signed, art="verzicht")


def test_only_an_award_needs_no_reason(refused):
    grant, person = briefe.running(), make_person("koordination1")
    for art in [art.value for art in Bescheidart if art != "bewilligung"]:
        with refused("projects_bescheidentwurf_begruendung"):
            Bescheidentwurf.objects.create(foerderung=grant, art=art, vorbereitet_von=person)
