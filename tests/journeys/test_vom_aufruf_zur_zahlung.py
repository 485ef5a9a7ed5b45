"""From the open call to the payment: each step by the right person, who alone can take it, and one number everywhere at the end."""

import re
from datetime import date, timedelta

import pytest

from tests.journeys import steps
from tests.reading import csv_rows

pytestmark = pytest.mark.browser
REASON, NOTE, PURPOSE = "Ihr Netzwerk steht schon.", "Das passt gut zu uns", "Druck der Einladungen"
GRANT = "SELECT id, status, amount::text, months FROM projects_foerderung WHERE foerderzeitraum_id = %s"
SIGNED = "SELECT nummer, code FROM projects_bescheid WHERE foerderung_id = %s"
BOOKED = "SELECT art, amount::text FROM projects_buchung WHERE foerderung_id = %s ORDER BY id"
TOTALS = ["80.000,00", "12.345,67", "12.345,67", "67.654,33"]  # awarded, asked for, paid, left
BEGINS = date.today() - timedelta(days=1)


def test_from_the_call_to_the_payment(at_desk, portal):
    amt, call = steps.found_office(portal), steps.open_call(portal)
    bekundung = ask_to_take_part(at_desk, amt, call)
    choose(at_desk, amt, call, bekundung)
    [(grant, *drafted)] = portal.rows(GRANT, call.number)
    assert drafted == ["entwurf", "80000.00", 30]
    award(at_desk, amt, grant)
    assert portal.rows(GRANT, call.number) == [(grant, "bestandskraeftig", "80000.00", 30)]
    ask_for_money(at_desk, amt, grant, purpose=f"{PURPOSE} {call.slug}")
    assert portal.rows(BOOKED, grant) == [("reservierung", "12345.67"), ("auszahlung", "12345.67")]
    compare(at_desk, amt, call, bekundung)


def ask_to_take_part(at_desk, amt, call):
    """bearbeitung writes, freigabe submits; nobody else sees the draft."""
    writing = at_desk(amt.bearbeitung)
    number = steps.write_bekundung(writing, call)
    writing.has_no("Verbindlich einreichen")
    at_desk("nachbaramt").is_refused(f"/mein/interessenbekundung/{number}/", "gibt es nicht")
    at_desk("koordination1").is_refused(f"/buero/interessenbekundungen/{number}/", "gibt es nicht")
    steps.submit_bekundung(at_desk(amt.freigabe), call)
    return number


def choose(at_desk, amt, call, bekundung):
    """fachberatung reviews, koordination selects, simulates and drafts; the Jugendamt reads the letter, not the notes."""
    path = f"/buero/interessenbekundungen/{bekundung}/"
    at_desk("zahlstelle").is_refused(path, "sehen Koordination, Fachberatung und Revision")
    reviewing, deciding, releasing = at_desk("fachberatung"), at_desk("koordination1"), at_desk(amt.freigabe)
    steps.score_bekundung(reviewing, bekundung, NOTE)
    reviewing.has_no("Auswählen")
    reviewing.is_refused(f"/buero/foerderzeitraeume/{call.number}/simulation/", "probiert die Koordination aus")
    steps.select_bekundung(deciding, bekundung, REASON)
    deciding.sees(NOTE)
    deciding.follow("Zu den Simulationen")
    steps.simulate(deciding, call, amt.ags, too_much="101.000,00", amount="80.000,00")
    releasing.open(f"/mein/interessenbekundung/{bekundung}/")
    releasing.waits_for("PDF, 1 Seite")
    releasing.sees(REASON)
    assert NOTE not in releasing.page.content()
    assert releasing.load(f"/mein/interessenbekundung/{bekundung}/brief.pdf").status in (200, 304)


def award(at_desk, amt, grant):
    """koordination1 prepares, koordination2 signs and delivers, freigabe waives; until then no money can be asked for."""
    preparing, signing, writing = at_desk("koordination1"), at_desk("koordination2"), at_desk(amt.bearbeitung)
    writing.is_refused(f"/mein/foerderungen/{grant}/", "gibt es nicht")  # a draft is the office's own
    preparing.follow(href=f"/buero/foerderungen/{grant}/bescheide/")
    waiting = steps.prepare_award(preparing, grant, BEGINS)
    preparing.has_no("Zeichnen und ausfertigen")
    at_desk("zahlstelle").is_refused(f"/buero/zeichnung/{waiting}/", "sehen Koordination und Revision")
    at_desk(amt.freigabe).is_refused(f"/buero/zeichnung/{waiting}/", "vorbehalten")
    steps.sign(signing, waiting)
    signing.press("Zustellung eintragen")
    signing.sees("Die Zustellung ist eingetragen.")
    [(number, code)] = signing.portal.rows(SIGNED, grant)
    page = f"/mein/foerderungen/{grant}/bescheide/{number}/"
    at_desk("nachbaramt").is_refused(page, "gibt es nicht")
    writing.open(f"/mein/foerderungen/{grant}/")
    writing.sees("Das Programm zahlt erst, wenn der Bescheid bestandskräftig ist.")
    writing.is_refused(f"{page}erklaerung/", "wer im Jugendamt die Freigabe hat")
    releasing = at_desk(amt.freigabe)
    steps.waive(releasing, page)
    releasing.waits_for("PDF, ")
    assert releasing.load(rf"/bescheide/{number}/bescheid\.pdf").headers["content-type"] == "application/pdf"
    releasing.open(f"/pruefen/{code}/")
    releasing.sees("Dieses Schreiben ist echt")


def ask_for_money(at_desk, amt, grant, *, purpose):
    """bearbeitung drafts, freigabe submits, koordination1 approves, zahlstelle releases and pays."""
    writing, checking, paying = at_desk(amt.bearbeitung), at_desk("koordination1"), at_desk("zahlstelle")
    number, nummer = steps.draft_abruf(writing, grant, purpose=purpose, amount="12.345,67", day=BEGINS)
    writing.has_no("Verbindlich einreichen")
    at_desk("nachbaramt").is_refused(f"/mein/foerderungen/{grant}/abrufe/{nummer}/", "gibt es nicht")
    paying.is_refused(f"/buero/mittelabrufe/{number}/", "gibt es nicht")  # a draft is the Jugendamt's own
    steps.submit_abruf(at_desk(amt.freigabe), nummer, grant)
    at_desk("fachberatung").is_refused(f"/buero/mittelabrufe/{number}/", "sehen Koordination, Zahlstelle und Revision")
    paying.open(f"/buero/mittelabrufe/{number}/")
    paying.sees("Die Koordination prüft den Abruf.")
    paying.has_no("Genehmigen")
    steps.approve_abruf(checking, number)
    checking.has_no("Zahlung freigeben")
    steps.pay_abruf(paying, number)


def compare(at_desk, amt, call, bekundung):
    """The Jugendamt's page, the cohort's page in the office and the files of both say the same."""
    theirs, ours = at_desk(amt.freigabe), at_desk("koordination1")
    theirs.open(f"/mein/interessenbekundung/{bekundung}/")
    theirs.follow("Zur Förderung, die daraus geworden ist")
    ours.open(f"/buero/foerderzeitraeume/{call.number}/")
    ours.follow("Geld im Förderzeitraum")
    for hands in (theirs, ours):
        assert re.findall(r"[\d.]+,\d\d", hands.page.locator("tfoot").first.inner_text()) == TOTALS
        hands.press("Als CSV bestellen")
        hands.waits_for("Nur Sie können die Datei laden")
        _, content = hands.save(".csv")
        assert csv_rows(content)[-1][-4:] == [total.replace(".", "") for total in TOTALS]
