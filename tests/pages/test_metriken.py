"""Who reads the figures, and that a stuck worker shows in them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from servicestelle.base import lebenszeichen
from servicestelle.base.models import Auftrag, Protokoll


def figures(client, **headers):
    text = client.get("/metriken/", headers=headers).content.decode()
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


@pytest.fixture
def monitor(settings, db):
    settings.METRICS_TOKEN = "geheim"
    return {"authorization": "Bearer geheim"}


def test_only_the_operator_reads_them(client, person, monitor):
    assert client.get("/metriken/").status_code == 403
    assert client.get("/metriken/", headers={"authorization": "Bearer falsch"}).status_code == 403
    assert client.get("/metriken/", headers=monitor).status_code == 200
    client.force_login(person("redaktion"))
    assert client.get("/metriken/").status_code == 403
    betrieb, right = person("betrieb"), Permission.objects.get(codename="view_lebenszeichen")
    Group.objects.get(name="Betrieb").permissions.add(right)
    client.force_login(betrieb)
    assert client.get("/metriken/").status_code == 200


def test_without_a_token_in_the_settings_no_token_opens(client, settings, db):
    settings.METRICS_TOKEN = ""
    assert client.get("/metriken/", headers={"authorization": "Bearer "}).status_code == 403


def test_calm(client, monitor):
    found = figures(client, **monitor)
    assert found['portal_auftraege{stand="wartend"}'] == "0"
    assert found["portal_warteschlange_alter_sekunden"] == "0"
    assert not [name for name in found if "lebenszeichen" in name], "a part never seen has no age"


def test_the_age_of_the_newest_backup(client, monitor):
    for hours in (5, 30):
        at = timezone.now() - timedelta(hours=hours)
        Protokoll.objects.create(at=at, verb=lebenszeichen.BACKED_UP, object_type="sicherung", object_id="s")
    age = float(figures(client, **monitor)['portal_lebenszeichen_alter_sekunden{teil="sicherung"}'])
    assert age == pytest.approx(5 * 3600, abs=60)


def test_a_stuck_worker_shows_by_age(client, monitor):
    then = timezone.now() - timedelta(minutes=10)
    Auftrag.objects.create(kind="probe", title="wartet", not_before=then, hinted_at=timezone.now())
    held = {"lease": "0" * 32, "started_at": then, "lease_until": then}
    Auftrag.objects.create(kind="probe", title="hängt", status="laufend", not_before=then, **held)
    lebenszeichen.note(lebenszeichen.WORKER)
    found = figures(client, **monitor)
    assert float(found["portal_warteschlange_alter_sekunden"]) >= 600
    assert float(found["portal_ausgang_alter_sekunden"]) >= 600
    assert found["portal_pacht_abgelaufen"] == "1"
    assert float(found["portal_pacht_abgelaufen_sekunden"]) >= 600
    assert float(found['portal_lebenszeichen_alter_sekunden{teil="worker"}']) < 60
