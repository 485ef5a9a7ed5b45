"""The demo's case under way: brought about once, with something to see on every part of its page."""

import pytest
from django.core.management import call_command

from beratung.models import Anfrage

PASSWORD = "ein-demo-passwort-1"


@pytest.fixture
def demo(db, settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, PASSWORD
    call_command("startdaten")
    call_command("demodaten")


def test_a_case_is_under_way(demo):
    first, second = Anfrage.objects.order_by("pk")
    assert (first.status, second.status) == ("eingegangen", "in_klaerung")
    assert second.termine.proposed().count() == 2
    assert second.kontakte.minutes() == {"beratung": 35, "vorbereitung": 20}
    assert second.empfehlungen.valid().count() == 1
    assert second.jugendamt.fiktiv
    assert all("erfunden" in text.lower() for text in (second.frage, second.kontakte.get().ergebnis))


def test_the_next_start_adds_nothing(demo):
    call_command("demodaten")
    assert Anfrage.objects.count() == 2
