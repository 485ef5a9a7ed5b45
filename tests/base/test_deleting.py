"""The question before a deletion names what people know, and all of it."""

import pytest

from servicestelle.base.models import Thema, User
from tests.records import make_publikation, make_standort

pytestmark = pytest.mark.django_db


def test_links_between_records_and_real_parts_are_named_in_words(client):
    client.force_login(User.objects.create_superuser("chef@demo.example", "ein-langes-passwort"))
    thema = Thema.objects.create(name="Übergang", slug="uebergang")
    book = make_publikation("heft")
    book.themen.add(thema)
    make_standort().themen.add(thema)
    asked = client.get(f"/verwaltung/base/thema/{thema.pk}/delete/").content.decode()
    assert "1 × Zuordnungen (Publikationen)" in asked and "1 × Zuordnungen (Standorte)" in asked
    assert "Beziehung" not in asked and "object (" not in asked
    book.kapitel.create(reihenfolge=1, art="text", titel="Vorwort")
    asked = client.get(f"/verwaltung/publications/publikation/{book.pk}/delete/").content.decode()
    assert "1 × Kapitel" in asked and "Beziehung" not in asked
