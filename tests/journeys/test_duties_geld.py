"""A question of the office to a request for money, and its answer: by keyboard alone and without JavaScript."""

import uuid
from datetime import date

import pytest

from tests.journeys.steps import draft_abruf, submit_abruf

pytestmark = pytest.mark.browser
GRANT = "SELECT id FROM projects_foerderung WHERE jugendamt_id = '00000001' ORDER BY id LIMIT 1"  # the demo's own
STATE = "SELECT id, status FROM projects_mittelabruf WHERE zweck = %s"


def test_a_question_goes_back_and_forth(at_desk, portal):
    purpose = f"Saalmiete {uuid.uuid4().hex[:8]}"
    [(grant,)] = portal.rows(GRANT)
    theirs, ours = at_desk("freigabe"), at_desk("koordination1")
    number, nummer = draft_abruf(theirs, grant, purpose=purpose, amount="20,00", day=date(2026, 11, 1))
    submit_abruf(theirs, nummer, grant)
    ours.open(f"/buero/mittelabrufe/{number}/")
    ours.unfold("Nachfragen")
    ours.write("text", "Für welchen Saal?")
    ours.press("Rückfrage senden")
    ours.sees("Die Rückfrage ist beim Jugendamt.")
    theirs.open("/mein/")
    theirs.follow(f"Mittelabruf {nummer}: Rückfrage beantworten")
    theirs.sees("Für welchen Saal?")
    theirs.follow("Bearbeiten")
    theirs.append("zweck", ", Bürgersaal")
    theirs.press("Änderungen speichern")
    theirs.press("Wieder einreichen")
    theirs.follow("Mittelabruf zurückziehen")
    theirs.press("Mittelabruf zurückziehen")
    theirs.sees("zurückgezogen")
    assert portal.rows(STATE, f"{purpose}, Bürgersaal") == [(number, "zurueckgezogen")]
