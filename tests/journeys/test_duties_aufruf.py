"""From an open call to the draft of a grant, each step by the right person: by keyboard alone and without JavaScript."""

import uuid

import pytest

pytestmark = pytest.mark.browser
CALL = """INSERT INTO projects_foerderzeitraum (name, slug, von_jahr, bis_jahr, fiktiv, dauer_monate, hoechstbetrag, aufruf_von,
    aufruf_bis, rechtsform, zinsregel, finanzierungsart) VALUES (%s, %s, 2040, 2042, true, 30, 100000, current_date - 1,
    current_date + 1, '', '', '') RETURNING id"""
ROW = "SELECT id, status FROM projects_interessenbekundung WHERE foerderzeitraum_id = %s ORDER BY id"
VARIANT = """SELECT v.id FROM projects_variante v JOIN projects_simulation s ON s.id = v.simulation_id
    WHERE s.foerderzeitraum_id = %s ORDER BY v.id LIMIT 1"""
GRANTS = "SELECT jugendamt_id, status, amount::text, months FROM projects_foerderung WHERE foerderzeitraum_id = %s"
TEXTS = {"ausgangslage": "Weite Wege", "vorhaben": "Sprechzeiten", "netzwerk": "Drei Schulen", "kontakt": "Britt, 123"}


def open_call(hands):
    """A call of its own for each way: (number, name, slug)."""
    slug = f"reise-{uuid.uuid4().hex[:8]}"
    name = f"{slug}, erfunden"
    [(number,)] = hands.portal.rows(CALL, name, slug)
    return number, name, slug


def write_and_submit(hands, name, slug):
    """bearbeitung writes, freigabe submits."""
    hands.login("bearbeitung")
    hands.open("/mein/")
    hands.follow(href=f"/neu/{slug}/")
    hands.write("ausgangslage", TEXTS["ausgangslage"])
    hands.press("Entwurf speichern")
    hands.sees("Bis Sie einreichen können, fehlen noch")
    hands.follow("Weiterschreiben")
    for field in ("vorhaben", "netzwerk", "kontakt"):
        hands.write(field, TEXTS[field])
    hands.write("betrag", "95.000,00")
    hands.press("Entwurf speichern")
    hands.sees("wer in Ihrem Jugendamt die Freigabe hat: Fritz Freigabe")
    hands.change_to("freigabe")
    hands.open("/mein/")
    hands.follow(f"{name}: Entwurf prüfen und einreichen")
    hands.press("Verbindlich einreichen")
    hands.sees("Ihre Interessenbekundung ist eingereicht.")


def test_from_the_call_to_the_draft_of_a_grant(hands):
    number, name, slug = open_call(hands)
    write_and_submit(hands, name, slug)
    [(row, _)] = hands.portal.rows(ROW, number)
    hands.change_to("fachberatung")
    hands.open(f"/buero/interessenbekundungen/{row}/")
    hands.unfold("Selbst bewerten")
    hands.write("notiz_gesamt", "Das passt gut zu uns")
    hands.press("Bewertung speichern")
    hands.change_to("koordination1")
    hands.open("/buero/")
    hands.follow("Interessenbekundungen zu entscheiden")
    hands.follow(href=f"/buero/interessenbekundungen/{row}/")
    hands.sees("Das passt gut zu uns")
    hands.write("grund", "Ihr Netzwerk steht schon.")
    hands.press("Auswählen")
    hands.sees("Der Brief wird gesetzt")
    hands.open(f"/buero/foerderzeitraeume/{number}/")
    hands.follow("Fördersummen ausprobieren")
    hands.write("name", "Ein Standort")
    hands.press("Simulation beginnen")
    [(variant,)] = hands.portal.rows(VARIANT, number)
    hands.write(f"betrag_{variant}_00000001", "101.000,00")
    hands.press("Speichern und rechnen")
    hands.sees("über dem Höchstbetrag je Standort")
    hands.write(f"betrag_{variant}_00000001", "80.000,00")
    hands.press("Speichern und rechnen")
    hands.follow(href=f"/varianten/{variant}/uebernehmen/")
    hands.press("Entwürfe anlegen")
    hands.sees("Bewilligt ist noch nichts.")
    assert hands.portal.rows(GRANTS, number) == [("00000001", "entwurf", "80000.00", 30)]
    hands.change_to("freigabe")
    hands.open(f"/mein/interessenbekundung/{row}/")
    hands.waits_for("PDF, 1 Seite")
    hands.sees("Ihr Netzwerk steht schon.")
    assert "Das passt gut zu uns" not in hands.page.content()
    assert hands.load(f"/mein/interessenbekundung/{row}/brief.pdf").status in (200, 304)


def test_take_it_back_and_begin_anew(hands):
    number, name, slug = open_call(hands)
    write_and_submit(hands, name, slug)
    hands.follow("Interessenbekundung zurückziehen")
    hands.press("Interessenbekundung zurückziehen")
    hands.sees("eine neue beginnen")
    hands.open("/mein/")
    hands.follow(href=f"/neu/{slug}/")
    hands.press("Entwurf speichern")
    assert [status for _, status in hands.portal.rows(ROW, number)] == ["zurueckgezogen", "entwurf"]
