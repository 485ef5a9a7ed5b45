"""A grant that gets more time: asked for, prepared, signed, each step by the right person, by keyboard and without JavaScript."""

import pytest

from tests.journeys.steps import sign, waiting_for_signature

pytestmark = pytest.mark.browser
GRANT = """SELECT f.id, f.extension_months, b.code FROM projects_foerderung f
    JOIN projects_bescheid b ON b.foerderung_id = f.id AND b.art = 'bewilligung'
    WHERE f.jugendamt_id = '00000001' ORDER BY f.id LIMIT 1"""  # the demo's own
MONTHS = "SELECT extension_months FROM projects_foerderung WHERE id = %s"
ASKED = "SELECT max(id) FROM projects_aenderungsantrag WHERE foerderung_id = %s AND status = 'eingereicht'"


def test_a_grant_gets_more_time(at_desk, portal):
    [(grant, months, code)] = portal.rows(GRANT)
    ask_for_more_time(at_desk("freigabe"), grant)
    [(asked,)] = portal.rows(ASKED, grant)
    deciding = at_desk("koordination1")
    deciding.open("/buero/bescheide/?lage=antraege")
    deciding.follow(href=f"/buero/aenderungen/{asked}/")
    deciding.choose_value("entscheidung", "ja")
    deciding.write("begruendung", "Das leuchtet ein.")
    deciding.press("Zur Zeichnung geben")
    deciding.has_no("Zeichnen und ausfertigen")
    sign(at_desk("koordination2"), waiting_for_signature(portal, grant))
    assert portal.rows(MONTHS, grant) == [(months + 2,)]
    deciding.open(f"/pruefen/{code}/")
    deciding.sees("Es ist nicht mehr der letzte Stand")


def ask_for_more_time(hands, grant):
    hands.open(f"/mein/foerderungen/{grant}/bescheide/")
    hands.follow("Änderung beantragen")
    hands.follow("Kostenneutrale Verlängerung")
    hands.write("monate", "2")
    hands.write("begruendung", "Die Stelle war zwei Monate lang frei.")
    hands.press("Entwurf speichern")
    hands.press("Verbindlich einreichen")
    hands.sees("ist eingereicht")
