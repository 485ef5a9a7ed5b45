"""An Interessenbekundung taken back and begun anew: by keyboard alone and without JavaScript."""

import pytest

from tests.journeys.steps import MUSTERSTADT, open_call, submit_bekundung, write_bekundung

pytestmark = pytest.mark.browser
STATES = "SELECT status FROM projects_interessenbekundung WHERE foerderzeitraum_id = %s ORDER BY id"


def test_take_it_back_and_begin_anew(at_desk, portal):
    call, hands = open_call(portal), at_desk(MUSTERSTADT.freigabe)
    write_bekundung(at_desk(MUSTERSTADT.bearbeitung), call)
    submit_bekundung(hands, call)
    hands.follow("Interessenbekundung zurückziehen")
    hands.press("Interessenbekundung zurückziehen")
    hands.sees("eine neue beginnen")
    hands.open("/mein/")
    hands.follow(href=f"/neu/{call.slug}/")
    hands.press("Entwurf speichern")
    assert portal.rows(STATES, call.number) == [("zurueckgezogen",), ("entwurf",)]
