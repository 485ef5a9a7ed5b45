"""Money that comes back, money on the wrong line, and several payments booked in one go: by the right people, once."""

from decimal import Decimal

import pytest

from projects import services
from projects.models import Buchung, Mittelabruf
from servicestelle.base.einmal import new_number
from servicestelle.base.fristen import open_frist
from tests.people import OFFICE, make_person
from tests.projects.money import bring_to, draft, line_of, make_money, submit
from tests.projects.test_abrufe_views import PAYS, SEES_MONEY, in_office, once, own, words
from tests.reading import csv_rows
from tests.records import make_cohort, make_grant, make_jugendamt

pytestmark = pytest.mark.django_db


@pytest.fixture
def cashier(client):
    client.force_login(make_person("zahlstelle"))
    return client


def fields(**more):
    return {"nummer": new_number("buchung")} | more


# Money that comes back


def test_a_repayment_is_booked_once_with_the_numbers_beside_the_button(cashier):
    grant = make_money(("60.00", "40.00"))
    abruf = bring_to(grant, "ausgezahlt", "30.00", "10.00")
    path, line = in_office(abruf, "rueckzahlung/"), line_of(grant)
    assert f'href="{path}"' in cashier.get(in_office(abruf)).content.decode()
    assert "30,00 € 0,00 € 30,00 €" in words(cashier.get(path))
    sent = fields(posten=line.pk, betrag="12,34")
    answers = [cashier.post(path, sent) for _ in range(3)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, in_office(abruf))}
    assert Buchung.objects.get(art="rueckzahlung").amount == Decimal("12.34")
    grant.refresh_from_db()
    assert (grant.reserved, grant.paid) == (Decimal("27.66"), Decimal("27.66"))
    assert "30,00 € 12,34 € 17,66 €" in words(cashier.get(path))
    too_much = cashier.post(path, fields(posten=line.pk, betrag="17,67"))
    assert too_much.status_code == 409 and "17,66 € ausgezahlt und nicht zurückgezahlt" in words(too_much)
    assert 'value="17,67"' in too_much.content.decode()
    other = cashier.post(path, sent | {"betrag": "1,00"})
    assert other.status_code == 409 and "schon einmal mit anderen Angaben" in words(other)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"betrag": "12.34"}, "12.345,67"),
        ({"betrag": "0,00"}, "mindestens 0,01 €"),
        ({"betrag": "-1,00"}, "mindestens 0,01 €"),
        ({"betrag": ""}, "erforderlich"),
        ({"posten": "0"}, "Auswahl"),
        ({"posten": "1\0"}, "Auswahl"),
        ({"nummer": "x"}, "Diese Seite ist zu alt"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_booked(cashier, typed, said):
    grant = make_money()
    abruf = bring_to(grant, "ausgezahlt", "30.00")
    answer = cashier.post(in_office(abruf, "rueckzahlung/"), fields(posten=line_of(grant).pk, betrag="1,00") | typed)
    assert answer.status_code == 422 and said in words(answer)
    assert not Buchung.objects.filter(art="rueckzahlung").exists()


def test_only_what_was_paid_comes_back(cashier):
    abruf = submit(make_money(), "30.00")
    answer = cashier.get(in_office(abruf, "rueckzahlung/"))
    assert answer.status_code == 409 and "ist nicht ausgezahlt" in words(answer)


@pytest.mark.parametrize("name", OFFICE)
def test_who_books_back_and_corrects(client, name):
    grant = make_money()
    abruf = bring_to(grant, "ausgezahlt", "30.00")
    client.force_login(make_person(name))
    for path in (in_office(abruf, "rueckzahlung/"), f"/buero/foerderungen/{grant.pk}/umbuchung/"):
        assert client.get(path).status_code == (200 if name in PAYS else 403)
        assert client.post(path, fields()).status_code == (422 if name in PAYS else 403)
    if name in SEES_MONEY:
        assert ("Rückzahlung buchen" in words(client.get(in_office(abruf)))) == (name in PAYS)
        assert ("umbuchen" in words(client.get(f"/buero/foerderungen/{grant.pk}/"))) == (name in PAYS)


# Money on the wrong line


def test_a_correction_is_booked_once_and_refused_with_numbers(cashier):
    grant = make_money(("60.00", "40.00"))
    bring_to(grant, "ausgezahlt", "30.00")
    submit(grant, "0", "35.00")
    path, first, second = f"/buero/foerderungen/{grant.pk}/umbuchung/", line_of(grant), line_of(grant, 1)
    page = words(cashier.get(path))
    assert "30,00 € ausgezahlt" in page and "noch 5,00 € Platz" in page
    sent = fields(von=first.pk, nach=second.pk, betrag="4,00")
    assert {cashier.post(path, sent).status_code for _ in range(3)} == {302}
    assert sorted(Buchung.objects.filter(art="korrektur").values_list("amount", flat=True)) == [-4, 4]
    for amount, said in (
        ("1,01", "passen noch 1,00 €, nicht 1,01 €"),
        ("26,01", "Aus „Personalkosten (0,5 VZÄ)“ sind 26,00 € ausgezahlt"),
    ):
        answer = cashier.post(path, fields(von=first.pk, nach=second.pk, betrag=amount))
        assert answer.status_code == 409 and said in words(answer)
    same = cashier.post(path, fields(von=first.pk, nach=first.pk, betrag="1,00"))
    assert same.status_code == 422 and "anderen Posten" in words(same)
    foreign = make_grant(make_jugendamt("05900002"), make_cohort("2040"), lines=["10.00"]).budgetposten.get()
    assert cashier.post(path, fields(von=first.pk, nach=foreign.pk, betrag="1,00")).status_code == 422


def test_what_was_put_to_another_line_does_not_come_back_from_the_first(cashier):
    grant = make_money(("60.00", "40.00"))
    abruf = bring_to(grant, "ausgezahlt", "30.00")
    first, second = line_of(grant), line_of(grant, 1)
    services.correct_line(grant, source=first, target=second, amount=Decimal(25), actor=make_person("zahlstelle"))
    answer = cashier.post(in_office(abruf, "rueckzahlung/"), fields(posten=first.pk, betrag="10,00"))
    assert (
        answer.status_code == 409
        and "nur noch 5,00 € gebucht" in words(answer)
        and "zuerst 5,00 € zurück" in words(answer)
    )


# Payments


def numbered(*rows):
    return {"nummer": new_number("zahlungen"), "abruf": [row.pk for row in rows]}


def test_several_payments_are_booked_in_one_go_and_never_twice(cashier):
    grant = make_money(("60.00", "40.00"))
    rows = [bring_to(grant, "zur_zahlung_freigegeben", amount) for amount in ("10.00", "20.00")]
    page = cashier.get("/buero/mittelabrufe/?lage=zahlen").content.decode()
    assert page.count('type="checkbox" name="abruf"') == 2 and "Ausgewählte als ausgezahlt buchen" in page
    sent = numbered(*rows)
    assert {cashier.post("/buero/mittelabrufe/ausgezahlt/", sent).status_code for _ in range(3)} == {302}
    assert Buchung.objects.filter(art="auszahlung").count() == 2
    again = cashier.post("/buero/mittelabrufe/ausgezahlt/", numbered(*rows))
    assert again.status_code == 409 and "Gebucht ist deshalb keine" in words(again)
    assert Buchung.objects.filter(art="auszahlung").count() == 2


def test_all_are_booked_or_none(cashier):
    grant = make_money(("60.00", "40.00"))
    good, bad = bring_to(grant, "zur_zahlung_freigegeben", "10.00"), bring_to(grant, "genehmigt", "20.00")
    answer = cashier.post("/buero/mittelabrufe/ausgezahlt/", numbered(good, bad))
    assert answer.status_code == 409 and "Mittelabruf 2 steht auf „Genehmigt“" in words(answer)
    assert f'value="{good.pk}" checked' in answer.content.decode()
    assert not Buchung.objects.filter(art="auszahlung").exists()


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        ([], "Wählen Sie mindestens eine Zahlung aus."),
        (["0"], "steht nicht mehr auf der Liste"),
        (["x", "1\0"], "steht nicht mehr auf der Liste"),
    ],
)
def test_nothing_ticked_or_nothing_there(cashier, ticked, said):
    answer = cashier.post("/buero/mittelabrufe/ausgezahlt/", {"nummer": new_number("zahlungen"), "abruf": ticked})
    assert answer.status_code == 422 and said in words(answer)


@pytest.mark.parametrize("name", ["revision", "fachberatung", "redaktion"])
def test_others_book_no_payment(client, name):
    row = bring_to(make_money(), "zur_zahlung_freigegeben", "10.00")
    client.force_login(make_person(name))
    assert client.post("/buero/mittelabrufe/ausgezahlt/", numbered(row)).status_code == 403
    if name == "revision":
        assert 'name="abruf"' not in client.get("/buero/mittelabrufe/?lage=zahlen").content.decode()
    assert Mittelabruf.objects.get().status == "zur_zahlung_freigegeben"


def test_the_list_of_payments_has_stable_columns(cashier):
    grant = make_money(("60.00", "40.00"))
    row = bring_to(grant, "zur_zahlung_freigegeben", "10.00", "0.50")
    bring_to(grant, "genehmigt", "1.00")
    answer = cashier.get("/buero/mittelabrufe/zahlungsliste.csv")
    head, *cells = csv_rows(answer.content)
    assert head == [
        "Kennung",
        "Jugendamt",
        "AGS",
        "Förderung",
        "Förderzeitraum",
        "Abruf",
        "Betrag (EUR)",
        "Von",
        "Bis",
        "Freigegeben am",
        "Freigegeben von",
    ]
    assert cells == [
        [
            f"MA-{grant.pk}-1",
            "Stadt 00000001",
            "00000001",
            str(grant.pk),
            "Kohorte 2030",
            "1",
            "10,50",
            "01.01.2030",
            "31.03.2030",
            "01.01.2030",
            str(row.freigegeben_von),
        ]
    ]
    assert "no-store" in answer["Cache-Control"] and "zahlungsliste-" in answer["Content-Disposition"]
    assert "/buero/mittelabrufe/zahlungsliste.csv" in cashier.get("/buero/mittelabrufe/?lage=zahlen").content.decode()


# What the pages say beforehand


def test_who_types_too_much_reads_at_once_why_it_cannot_be_submitted(client):
    grant = make_money(("60.00", "40.00"))
    submit(grant, "50.00")
    abruf = draft(grant, "20.00")
    client.force_login(make_person("bearbeitung"))
    said = "Aus „Personalkosten (0,5 VZÄ)“ (60,00 €) sind noch 10,00 € abrufbar, dieser Abruf will 20,00 €."
    text = words(client.get(own(abruf)))
    assert "So lässt sich der Abruf nicht einreichen" in text and said in text
    client.force_login(make_person("freigabe"))
    answer = words(client.post(own(abruf, "einreichen/"), once()))
    assert answer.count(said) == 1


def test_the_own_reservation_counts_as_free_when_asked_back(client):
    abruf = bring_to(make_money(("60.00", "40.00")), "nachgefordert", "60.00")
    client.force_login(make_person("freigabe"))
    assert "So lässt sich" not in words(client.get(own(abruf)))


def test_the_decision_page_names_what_is_overdue_and_what_cannot_be_paid_yet(client):
    grant = make_money(("60.00", "40.00"), toleranz_prozent=Decimal(20))
    abruf = bring_to(grant, "genehmigt", "20.00")
    open_frist(grant.jugendamt, "probe", titel="Konzept vorlegen", due_on="2020-01-02", seite="jugendamt", url="/mein/")
    client.force_login(make_person("koordination2"))
    text = words(client.get(in_office(abruf)))
    assert "Konzept vorlegen überschritten 02.01.2020" in text
    assert "Mit Toleranz" in text and "72,00 €" in text
    assert "Die Förderung beginnt am 01.01.2030. Vorher wird nicht ausgezahlt." in text
