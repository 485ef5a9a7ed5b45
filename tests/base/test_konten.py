"""Accounts in the admin: made by invitation, and nobody reaches rights through a colleague's account."""

import re

import pytest
from django.contrib.auth.models import Group

from servicestelle.base.models import Mail, Protokoll, User
from servicestelle.pages.gruppen import GRUPPEN, apply_gruppen
from tests.changelists import form_data

pytestmark = pytest.mark.django_db
PASSWORD = "ein langer deutscher Satz"


@pytest.fixture
def betrieb(client, person):
    user = person("betrieb")
    apply_gruppen()
    client.force_login(user)
    return user


@pytest.fixture
def chief(client):
    user = User.objects.create_superuser("chef@demo.example", PASSWORD)
    client.force_login(user)
    return user


def address(user, page="change"):
    return f"/verwaltung/base/user/{user.pk}/{page}/"


def change(client, user, **changes):
    return client.post(address(user), form_data(client.get(address(user)), **changes))


def groups_of(user):
    return set(user.groups.values_list("name", flat=True))


def test_an_account_is_made_by_invitation(client, betrieb):
    new = {"email": "Neu@Demo.example", "name": "Neu"}
    assert client.post("/verwaltung/base/user/add/", new).status_code == 302
    again = client.post("/verwaltung/base/user/add/", new)
    assert again.status_code == 200 and again.context["errors"]
    user = User.objects.get(email="neu@demo.example")
    assert not user.has_usable_password() and not groups_of(user)
    mail = Mail.objects.get(to="neu@demo.example")
    assert "eingerichtet" in mail.text and "eingerichtet" in mail.html
    form = client.get(re.search(r"/konto/passwort-vergessen/\S+", mail.text)[0], follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    verbs = Protokoll.objects.filter(object_id=str(user.pk)).order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [
        ("konto.link_gesendet", betrieb.pk),
        ("verwaltung.angelegt", betrieb.pk),
        ("konto.passwort_geaendert", user.pk),
    ]


@pytest.mark.parametrize("name", sorted(set(GRUPPEN) - {"Betrieb"}))
def test_betrieb_gives_no_rights_beyond_its_own(client, betrieb, name):
    for login in ("neu@demo.example", betrieb.email):
        user = User.objects.filter(email=login).first() or User.objects.create_user(login, is_staff=True)
        client.post(address(user), {"name": "x", "is_active": "on", "groups": [Group.objects.get(name=name).pk]})
        assert name not in groups_of(user)
    refused = change(
        client, user := User.objects.get(email="neu@demo.example"), groups=[Group.objects.get(name=name).pk]
    )
    assert "dürfen Sie nicht vergeben" in str(refused.context["errors"])
    assert not groups_of(user)


def test_betrieb_gives_and_takes_its_own_group_and_leaves_the_others(client, betrieb, person):
    editor, own = person("redaktion"), Group.objects.get(name="Betrieb")
    page = client.get(address(editor)).content.decode()
    assert "Redaktion (nur ein Konto mit allen Rechten" in page and "deren Rechte Sie selbst haben" in page
    assert change(client, editor, groups=[own.pk]).status_code == 302
    assert groups_of(editor) == {"Redaktion", "Betrieb"}
    assert change(client, editor, groups=[]).status_code == 302
    assert groups_of(editor) == {"Redaktion"}
    assert [entry.details for entry in Protokoll.objects.filter(verb="verwaltung.geaendert").order_by("pk")] == [
        {"groups": {"dazu": ["Betrieb"], "weg": []}},
        {"groups": {"dazu": [], "weg": ["Betrieb"]}},
    ]


def test_betrieb_blocks_an_account_and_the_log_says_so(client, betrieb, person):
    editor = person("redaktion")
    assert change(client, editor, is_active=None).status_code == 302
    editor.refresh_from_db()
    assert not editor.is_active and groups_of(editor) == {"Redaktion"}
    entry = Protokoll.objects.get(verb="verwaltung.geaendert")
    assert entry.details == {"felder": ["is_active"], "werte": {"is_active": [True, False]}}
    history = client.get(address(editor, "history")).content.decode()
    assert "aktiv: ja → nein" in history


def test_betrieb_sends_a_link_and_never_learns_a_password(client, betrieb, person):
    editor = person("redaktion")
    old = editor.password
    assert "Link für ein neues Passwort schicken" in client.get(address(editor)).content.decode()
    page = client.get(address(editor, "password"))
    assert page.status_code == 200 and "password1" not in page.content.decode()
    client.post(address(editor, "password"), {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD})
    editor.refresh_from_db()
    assert editor.password == old
    assert Mail.objects.get().to == editor.email
    assert Protokoll.objects.get(verb="konto.link_gesendet").details == {}


def test_no_link_is_offered_for_an_account_that_may_not_be_changed(client, betrieb):
    for account in (betrieb, User.objects.create_superuser("chef@demo.example", PASSWORD)):
        page = client.get(address(account)).content.decode()
        assert address(account, "password") not in page and "wählt die Person selbst" in page
        assert client.get(address(account, "password")).status_code == 403


def test_a_blocked_account_gets_no_link(client, betrieb, person):
    editor = person("redaktion")
    User.objects.filter(pk=editor.pk).update(is_active=False)
    answer = client.post(address(editor, "password"), follow=True)
    assert "Das Konto ist gesperrt" in answer.content.decode() and not Mail.objects.exists()


@pytest.mark.parametrize("login", ["redaktion", "freigabe"])
def test_betrieb_takes_no_account_over_by_its_address(client, betrieb, person, login):
    colleague = person(login)
    change(client, colleague, email="betrieb-zweitkonto@demo.example", name="Neuer Name")
    colleague.refresh_from_db()
    assert colleague.email == f"{login}@demo.example" and colleague.name == "Neuer Name"


def test_betrieb_makes_nobody_act_for_an_office(client, betrieb):
    assert client.get("/verwaltung/jugendaemter/mitgliedschaft/add/").status_code == 403


def test_nobody_makes_superusers_but_superusers(client, betrieb, person):
    chief = User.objects.create_superuser("chef@demo.example", PASSWORD)
    for user in (betrieb, person("redaktion")):
        assert "is_superuser" not in client.get(address(user)).content.decode()
        client.post(address(user), {"name": "x", "is_active": "on", "is_staff": "on", "is_superuser": "on"})
    assert User.objects.filter(is_superuser=True).get() == chief
    assert client.post(address(chief, "password"), {}).status_code == 403
    assert client.post(address(chief), {"name": "weg"}).status_code == 403


def test_a_superuser_gives_any_group_and_sets_a_password(client, chief, person):
    editor = person("redaktion")
    apply_gruppen()
    group = Group.objects.get(name="Koordination")
    assert change(client, editor, groups=[group.pk]).status_code == 302
    assert groups_of(editor) == {"Koordination"}
    new = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(address(editor, "password"), new).status_code == 302
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    last = Protokoll.objects.filter(object_id=str(editor.pk)).first()
    assert last.details == {"felder": ["password"]}
    assert "Passwort: geändert" in client.get(f"/verwaltung/base/protokoll/{last.pk}/change/").content.decode()
