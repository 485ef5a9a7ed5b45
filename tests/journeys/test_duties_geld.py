"""Money from the draft to the payment, each step by the right person: by keyboard alone and without JavaScript."""

import uuid

import pytest

pytestmark = pytest.mark.browser
GRANT = "SELECT id FROM projects_foerderung WHERE jugendamt_id = '00000001' ORDER BY id LIMIT 1"  # the demo's own
BY_PURPOSE = "SELECT id, nummer, status FROM projects_mittelabruf WHERE zweck = %s"
LINE = "SELECT id FROM projects_budgetposten WHERE foerderung_id = %s AND art = 'sachkosten'"
PAID = "SELECT art, amount::text FROM projects_buchung WHERE mittelabruf_id = %s ORDER BY id"


def test_ask_for_money_until_it_is_paid(hands):
    purpose = f"Druck der Einladungen {uuid.uuid4().hex[:8]}"
    [(grant,)] = hands.portal.rows(GRANT)
    [(line,)] = hands.portal.rows(LINE, grant)
    hands.login("bearbeitung")
    hands.open("/mein/")
    hands.follow(href=f"/mein/foerderungen/{grant}/$")
    hands.follow("Mittel abrufen")
    hands.write("von", "01.10.2026")
    hands.write("bis", "31.10.2026")
    hands.write("zweck", purpose)
    hands.write(f"posten_{line}", "12,50")
    hands.press("Entwurf speichern")
    hands.sees("Einreichen kann den Abruf, wer in Ihrem Jugendamt die Freigabe hat: Fritz Freigabe")
    [(pk, number, _)] = hands.portal.rows(BY_PURPOSE, purpose)
    hands.change_to("freigabe")
    hands.open("/mein/")
    hands.follow(f"Mittelabruf {number}: Entwurf prüfen und einreichen")
    hands.press("Verbindlich einreichen")
    hands.sees("Das Geld ist für Sie reserviert.")
    hands.change_to("koordination1")
    hands.open("/buero/")
    hands.follow("Mittelabrufe zu prüfen")
    hands.follow(href=f"/buero/mittelabrufe/{pk}/")
    hands.sees(purpose)
    hands.press("Genehmigen")
    hands.sees("Diesen Abruf haben Sie geprüft.")
    hands.change_to("zahlstelle")
    hands.open("/buero/mittelabrufe/")
    hands.follow(href=f"/buero/mittelabrufe/{pk}/")
    hands.press("Zahlung freigeben")
    hands.press("Als ausgezahlt buchen")
    hands.sees("Die Auszahlung ist gebucht.")
    assert hands.portal.rows(PAID, pk) == [("reservierung", "12.50"), ("auszahlung", "12.50")]
    assert hands.portal.rows(BY_PURPOSE, purpose) == [(pk, number, "ausgezahlt")]


def test_a_question_goes_back_and_forth(hands):
    purpose = f"Saalmiete {uuid.uuid4().hex[:8]}"
    [(grant,)] = hands.portal.rows(GRANT)
    [(line,)] = hands.portal.rows(LINE, grant)
    hands.login("freigabe")
    hands.open(f"/mein/foerderungen/{grant}/abrufe/neu/")
    hands.write("von", "01.11.2026")
    hands.write("bis", "30.11.2026")
    hands.write("zweck", purpose)
    hands.write(f"posten_{line}", "20,00")
    hands.press("Entwurf speichern")
    hands.press("Verbindlich einreichen")
    [(pk, number, _)] = hands.portal.rows(BY_PURPOSE, purpose)
    hands.change_to("koordination1")
    hands.open(f"/buero/mittelabrufe/{pk}/")
    hands.unfold("Nachfragen")
    hands.write("text", "Für welchen Saal?")
    hands.press("Rückfrage senden")
    hands.sees("Die Rückfrage ist beim Jugendamt.")
    hands.change_to("freigabe")
    hands.open("/mein/")
    hands.follow(f"Mittelabruf {number}: Rückfrage beantworten")
    hands.sees("Für welchen Saal?")
    hands.follow("Bearbeiten")
    hands.append("zweck", ", Bürgersaal")
    hands.press("Änderungen speichern")
    hands.press("Wieder einreichen")
    hands.follow("Mittelabruf zurückziehen")
    hands.press("Mittelabruf zurückziehen")
    hands.sees("zurückgezogen")
    assert hands.portal.rows(BY_PURPOSE, f"{purpose}, Bürgersaal") == [(pk, number, "zurueckgezogen")]
