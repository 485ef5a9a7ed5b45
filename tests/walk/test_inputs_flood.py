"""Every field and parameter that visitors and Jugendämter meet gets 60 odd values: never a server error, nothing leaks."""

import io

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from servicestelle.base.models import User
from tests.walk.flood import Target, find_targets, flood
from tests.walk.values import ALL

pytestmark = pytest.mark.django_db
EACH = 60


@pytest.fixture
def portal(db):
    for command in ("startdaten", "demodaten"):
        call_command(command, stdout=io.StringIO())


def client_of(name):
    client = Client(raise_request_exception=False)
    if name:
        client.force_login(User.objects.get(email=f"{name}@demo.example"))
    return client


def test_no_field_and_no_parameter_breaks_a_page(portal):
    known, faults, tried = set(), [], 0
    for name in ("", "bearbeitung"):
        client = client_of(name)
        for target in find_targets(client):
            if target.mark in known or target.path == "/konto/abmelden/":
                continue
            known.add(target.mark)
            cache.clear()  # the limits of the login are another test
            tried += len(target.fields)
            faults += [f"{name}: {what}: {fault}" for what, fault in flood(client, target, ALL[:EACH])]
    assert tried > 40
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_the_control_finds_a_server_error(portal, monkeypatch):
    def broken(request):
        raise RuntimeError("geplanter Fehler")

    from servicestelle import urls

    own_page = next(entry for entry in urls.urlpatterns if getattr(entry, "name", None) == "mein")
    monkeypatch.setattr(own_page, "callback", broken)
    assert list(flood(client_of("bearbeitung"), Target("GET", "/mein/", ("q",), ()), ALL[:1]))
