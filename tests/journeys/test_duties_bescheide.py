"""From the draft of a grant to its change: prepared, signed, delivered, final, changed, each step by the right person."""

import pytest

pytestmark = pytest.mark.browser
DRAFT = """INSERT INTO projects_foerderung (jugendamt_id, foerderzeitraum_id, status, amount, starts_on, months, extension_months,
    extension_reason, reserved, paid, created_at) SELECT '00000001', z.id, 'entwurf', 5000,
    (SELECT max(ends_before) + 365 FROM projects_foerderung WHERE jugendamt_id = '00000001'), 30, 0, '', 0, 0, now()
    FROM projects_foerderzeitraum z WHERE z.slug = 'musterzeitraum' RETURNING id"""
WAITING = "SELECT id FROM projects_bescheidentwurf WHERE foerderung_id = %s"
SIGNED = "SELECT nummer, code FROM projects_bescheid WHERE foerderung_id = %s ORDER BY nummer DESC LIMIT 1"
STATE = "SELECT status, extension_months FROM projects_foerderung WHERE id = %s"
ASKED = "SELECT id FROM projects_aenderungsantrag WHERE foerderung_id = %s AND status = 'eingereicht'"


def test_a_grant_from_its_draft_to_its_change(hands):
    [(grant,)] = hands.portal.rows(DRAFT)
    award = _prepare(hands, grant)
    _refused(hands, "freigabe", f"/buero/zeichnung/{award}/", "vorbehalten")
    _sign(hands, award)
    [(number, code)] = hands.portal.rows(SIGNED, grant)
    hands.press("Zustellung eintragen")
    hands.sees("Die Zustellung ist eingetragen.")
    page = f"/mein/foerderungen/{grant}/bescheide/{number}/"
    _refused(hands, "nachbaramt", page, "gibt es nicht")
    _refused(hands, "bearbeitung", page, "kann, wer in Ihrem Jugendamt die Freigabe hat")
    _waive(hands, page)
    assert hands.portal.rows(STATE, grant) == [("bestandskraeftig", 0)]
    hands.waits_for("Prüfseite")
    hands.waits_for("PDF, ")
    assert hands.load(rf"/bescheide/{number}/bescheid\.pdf").headers["content-type"] == "application/pdf"
    _ask_for_more_time(hands, grant)
    _answer(hands, grant)
    assert hands.portal.rows(STATE, grant) == [("bestandskraeftig", 2)]
    hands.open(f"/pruefen/{code}/")
    hands.sees("Es ist nicht mehr der letzte Stand")


def _prepare(hands, grant):
    hands.login("koordination1")
    hands.open("/buero/bescheide/?lage=entwuerfe")
    hands.follow(href=f"/buero/foerderungen/{grant}/bescheide/")
    hands.sees("Die Budgetposten ergeben zusammen 0,00")
    hands.follow("Entwurf bearbeiten")
    hands.choose_first("neu_art")
    hands.write("neu_amount", "5.000,00")
    hands.press("Entwurf speichern")
    hands.press("Zur Zeichnung geben")
    hands.sees("Dieses Schreiben haben Sie vorbereitet.")
    return hands.portal.rows(WAITING, grant)[0][0]


def _sign(hands, number):
    hands.change_to("koordination2")
    hands.open(f"/buero/zeichnung/{number}/")
    hands.press("Zeichnen und ausfertigen")
    hands.sees("Gezeichnet.")


def _refused(hands, name, path, said):
    hands.change_to(name)
    hands.open(path)
    hands.sees(said)
    faults = hands.page.faults  # the browser notes a refusal as an error; here it is what should happen
    faults[:] = [fault for fault in faults if "status of 403" not in fault and "status of 404" not in fault]


def _waive(hands, page):
    hands.change_to("freigabe")
    hands.open("/mein/")
    hands.follow("Verzicht auf Rechtsbehelf möglich", href=page)
    hands.follow("Auf Rechtsbehelf verzichten")
    hands.press("Verbindlich verzichten")
    hands.sees("Das Schreiben ist bestandskräftig.")


def _ask_for_more_time(hands, grant):
    hands.open(f"/mein/foerderungen/{grant}/bescheide/")
    hands.follow("Änderung beantragen")
    hands.follow("Kostenneutrale Verlängerung")
    hands.write("monate", "2")
    hands.write("begruendung", "Die Stelle war zwei Monate lang frei.")
    hands.press("Entwurf speichern")
    hands.press("Verbindlich einreichen")
    hands.sees("ist eingereicht")


def _answer(hands, grant):
    [(asked,)] = hands.portal.rows(ASKED, grant)
    hands.change_to("koordination1")
    hands.open("/buero/bescheide/?lage=antraege")
    hands.follow(href=f"/buero/aenderungen/{asked}/")
    hands.choose_value("entscheidung", "ja")
    hands.write("begruendung", "Das leuchtet ein.")
    hands.press("Zur Zeichnung geben")
    [(change,)] = hands.portal.rows(WAITING, grant)
    _sign(hands, change)
