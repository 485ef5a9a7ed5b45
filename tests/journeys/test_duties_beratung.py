"""Asking for Fachberatung and answering it, by keyboard alone and without JavaScript."""

import uuid

import pytest

pytestmark = pytest.mark.browser
BY_TEXT = "SELECT nummer, status FROM beratung_anfrage WHERE frage = %s"


def test_ask_without_an_account_write_and_withdraw(hands):
    text = f"Wie binden wir Familien ein? {uuid.uuid4().hex[:8]}"
    hands.open("/fachberatung/")
    hands.follow("Fachberatung anfragen")
    hands.choose_first("jugendamt")
    hands.write("frage", text)
    hands.write("name", "Petra Person")
    hands.write("email", "person@demo.example")
    hands.send_publicly("Anfrage absenden")
    hands.sees("Fast geschafft")
    hands.follow("Postkasten der Demo")
    hands.follow("Bitte bestätigen", href=r"^/demo/post/.+")
    hands.follow(href="/fachberatung/status/")
    hands.sees(text)
    hands.press("Anfrage bestätigen")
    hands.write("text", "Am besten dienstags.")
    hands.press("Nachricht senden")
    hands.sees("Ihre Nachricht ist da")
    hands.follow("Anfrage zurückziehen")
    hands.press("Anfrage zurückziehen")
    hands.sees("zurückgezogen")
    assert [status for _, status in hands.portal.rows(BY_TEXT, text)] == ["zurueckgezogen"]


def test_ask_with_an_account_and_get_an_answer(hands):
    text = f"Wer moderiert unser Netzwerk? {uuid.uuid4().hex[:8]}"
    hands.login("bearbeitung")
    hands.open("/mein/")
    hands.follow("Fachberatung anfragen")
    hands.write("frage", text)
    hands.press("Anfrage absenden")
    [(nummer, _)] = hands.portal.rows(BY_TEXT, text)
    hands.change_to("koordination1")
    assign_answer_and_move(hands, nummer)
    hands.change_to("bearbeitung")
    hands.open("/mein/")
    hands.follow(nummer)
    hands.sees("Wir rufen Sie am Montag an.")
    assert "Erst die Zahlen ansehen." not in hands.page.locator("main").inner_text()
    assert hands.portal.rows(BY_TEXT, text) == [(nummer, "in_klaerung")]


def assign_answer_and_move(hands, nummer):
    """What the office does with a new request."""
    hands.open("/buero/anfragen/")
    hands.follow(nummer)
    hands.choose_first("zustaendig")
    hands.press("Zuweisen")
    hands.sees("Zuständig ist")
    hands.write("text", "Wir rufen Sie am Montag an.")
    hands.press("An das Jugendamt senden")
    hands.sees("Die Nachricht ist unterwegs.")
    hands.write("text", "Erst die Zahlen ansehen.", id="notiz_text")
    hands.press("Notiz speichern")
    hands.sees("Die Notiz ist gespeichert.")
    hands.pick("nach", "in_klaerung")
    hands.press("Stand ändern")
    hands.sees("Der Stand ist geändert.")
