"""What is due by when: kept filters, moved deadlines, own reminders; by keyboard alone and without JavaScript."""

import re
import uuid
from datetime import date, timedelta

import pytest

from tests.journeys.hands import Keyboard, WithoutScript

pytestmark = pytest.mark.browser


@pytest.fixture(params=[Keyboard, WithoutScript], ids=["Tastatur", "ohne JavaScript"])
def hands(request, open_page, portal):
    return request.param(open_page("1280", **request.param.options), portal)


def test_keep_and_delete_a_filter(hands):
    name = f"Ansicht {uuid.uuid4().hex[:6]}"
    hands.login("koordination1")
    hands.open("/buero/anfragen/")
    hands.choose_first("thema")
    hands.press("Filtern")
    assert re.search("thema=[^&]", hands.page.url), hands.page.url
    hands.follow("Diese Auswahl speichern")
    hands.write("name", name)
    hands.press("Speichern")
    hands.sees(f"Die Ansicht „{name}“ ist gespeichert.")
    hands.press("Auf die Übersicht")
    hands.open("/buero/")
    hands.follow(name)
    assert re.search("thema=[^&]", hands.page.url), hands.page.url
    hands.open("/buero/anfragen/ansichten/")
    hands.press("Löschen")
    hands.sees(f"Die Ansicht „{name}“ ist gelöscht.")


def test_move_a_deadline(hands):
    day = f"{date.today() + timedelta(days=40 if isinstance(hands, Keyboard) else 41):%d.%m.%Y}"
    hands.login("fachberatung")
    hands.open("/buero/fristen/?lage=offen")
    hands.follow("Verschieben")
    hands.write("auf", day)
    hands.choose_first("grund")
    hands.press("Frist verschieben")
    hands.sees(f"Die Frist ist auf den {day} verschoben.")
    hands.sees("Das Jugendamt hat darum gebeten")


def test_set_and_end_the_own_reminders(hands):
    hands.login("bearbeitung")
    hands.open("/konto/")
    hands.press("Kalender einrichten")
    hands.sees("/mein/kalender/")
    hands.open("/konto/")
    hands.press("Kalender abschalten")
    hands.sees("Ihr Kalender ist abgeschaltet.")
    hands.press("Tagesmail abbestellen")
    hands.sees("Sie bekommen keine Tagesmail mehr.")
    hands.press("Tagesmail einschalten")
    hands.sees("Sie bekommen die Tagesmail.")
