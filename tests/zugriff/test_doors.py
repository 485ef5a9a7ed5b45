"""Doors with two locks: each lock alone keeps out whom it should, so that none may be taken away unseen."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from beratung.models import Anfrage
from tests.beratung.cases import ask, receive
from tests.people import make_person
from tests.records import make_jugendamt
from tests.test_access import PAGES, address, newest_job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]
OFFICE_PAGES = [name for name in PAGES if name.startswith("buero") or name == "stil"]


@pytest.fixture
def overloaded(client):
    """Somebody of a Jugendamt who was given every right there is, and yet works in no office."""
    user = make_person("bearbeitung")
    user.user_permissions.set(Permission.objects.all())
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_rights_alone_open_no_office_page(name, overloaded):
    declared = PAGES[name]
    args = (declared[0] if isinstance(declared, list) else declared)[0]
    if args is newest_job:
        args = [0]
    response = overloaded.get(address(name, args))
    reason = (
        "wer in der Servicestelle arbeitet"
        if name == "stil"
        else "Das Büro ist den Menschen der Servicestelle vorbehalten"
    )
    assert (response.status_code, reason in response.content.decode()) == (403, True)


def test_unconfirmed_requests_reach_no_adviser(client):
    office = make_jugendamt("05900077", name="Stadt Nochnicht")
    received = receive(jugendamt=make_jugendamt("05900078"))
    ask(jugendamt=office, name="Frau Nochnicht")
    client.force_login(make_person("koordination1"))
    for lage in ("alle", "offen", "neu"):
        text = client.get(f"{reverse('buero_anfragen')}?lage={lage}").content.decode()
        assert received.nummer in text and "Nochnicht" not in text
    second = receive(jugendamt=office)
    text = client.get(reverse("buero_anfrage", args=[second.nummer])).content.decode()
    assert second.nummer in text and "Adresse nicht bestätigt" not in text
    assert Anfrage.objects.filter(jugendamt=office).count() == 2
