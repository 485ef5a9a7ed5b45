"""The demo: refused outside of DEMO, invented offices never public, one grant that shows the rules."""

import pytest
from django.core.management import CommandError, call_command

from jugendaemter.models import Jugendamt
from projects.models import Aenderungsantrag, Bescheid, Bescheidentwurf, Foerderung, Standort
from projects.reports.bescheide import obstacles_to
from servicestelle.base.models import Sucheintrag, User
from servicestelle.pages.startdaten.demo import PEOPLE, email_of

PASSWORD = "ein-demo-passwort-1"


@pytest.fixture
def demo(db, settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, PASSWORD
    call_command("startdaten")
    call_command("demodaten")


@pytest.mark.parametrize(("on", "password"), [(False, PASSWORD), (True, "")])
def test_refused_without_demo_or_password(db, settings, on, password):
    settings.DEMO, settings.DEMO_PASSWORD = on, password
    with pytest.raises(CommandError):
        call_command("demodaten")
    assert not User.objects.exists()


def test_everybody_can_log_in(demo):
    people = {user.email: user for user in User.objects.all()}
    assert set(people) == {email_of(login) for login in PEOPLE}
    assert all(user.check_password(PASSWORD) for user in people.values())
    assert not any(user.is_superuser for user in people.values())
    assert {user.email for user in people.values() if not user.is_staff} == {
        email_of(login) for login in ("bearbeitung", "freigabe", "nachbaramt")
    }


def test_a_new_password_is_taken_over(demo, settings):
    settings.DEMO_PASSWORD = "ein-anderes-passwort-2"
    call_command("demodaten")
    assert all(user.check_password("ein-anderes-passwort-2") for user in User.objects.all())


def test_the_grant_shows_the_rules(demo):
    grant = Foerderung.objects.get(jugendamt="00000001")
    assert grant.months == 30
    assert grant.bewilligt_am.date() < grant.starts_on
    assert f"{grant.last_day:%d.%m.%Y}" == "30.06.2028"
    assert sum(line.amount for line in grant.budgetposten.all()) == grant.amount <= grant.foerderzeitraum.hoechstbetrag


def test_documents_of_the_demo_are_genuine(demo):
    award = Bescheid.objects.get()
    assert (award.foerderung.jugendamt_id, award.is_final, award.aktenzeichen) == ("00000001", True, "GA-2025-0001")
    assert award.snapshot["fiktiv"] and award.snapshot["stand"] == "2025-11-20"
    waiting = Bescheidentwurf.objects.get()
    assert waiting.foerderung.jugendamt_id == "00000002" and obstacles_to(waiting) == []
    assert Aenderungsantrag.objects.get().status == "eingereicht"


def test_nothing_invented_is_public(demo, client):
    assert Jugendamt.objects.filter(fiktiv=True).count() == 2
    assert not Standort.objects.public().filter(jugendamt__fiktiv=True).exists()
    assert not Sucheintrag.objects.filter(title__icontains="muster").exists()
    for address in ("/jugendaemter/", "/standorte/", "/foerderung/", "/", "/sitemap.xml"):
        page = client.get(address).content.decode().lower()
        page = page.replace("musterstadt und kreis musterland", "")  # the demo notice above every page
        assert "musterstadt" not in page, address
        assert "musterland" not in page, address
    assert client.get("/jugendaemter/musterstadt/").status_code == 404
    assert client.get("/standorte/musterstadt/").status_code == 404


def test_members_see_their_own_office(demo, client):
    client.force_login(User.objects.get(email="bearbeitung@demo.example"))
    assert "erfunden" in client.get("/jugendaemter/musterstadt/").content.decode()
    assert client.get("/jugendaemter/kreis-musterland/").status_code == 404


def test_a_second_run_changes_nothing(demo, capsys):
    Standort.objects.filter(slug="musterstadt").update(titel="Geändert")
    call_command("demodaten")
    assert "Die Demo war schon da." in capsys.readouterr().out
    assert Standort.objects.get(slug="musterstadt").titel == "Geändert"
    assert Foerderung.objects.count() == 2
