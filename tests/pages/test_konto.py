"""Login, password and the doors behind them."""

import re

import pytest
from django.test import override_settings

from servicestelle.base.models import Mail
from servicestelle.pages.gruppen import apply_gruppen
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/konto/anmelden/"


@pytest.fixture
def login(client, person):
    def as_person(name):
        user = person(name)
        apply_gruppen()
        client.force_login(user)
        return user

    return as_person


@pytest.mark.parametrize(("name", "door"), [("redaktion", "/buero/"), ("bearbeitung", "/mein/")])
def test_login_leads_each_person_to_the_own_door(client, person, name, door):
    user = person(name)
    answer = client.post(LOGIN, {"login": user.email.upper(), "password": PASSWORD}, follow=True)
    assert [address for address, _ in answer.redirect_chain] == ["/konto/", door]
    assert answer.status_code == 200


def test_next_is_kept_but_never_leads_away(client, person):
    user = person("redaktion")
    answer = client.post(
        f"{LOGIN}?next=/buero/seiten/", {"login": user.email, "password": PASSWORD, "next": "/buero/seiten/"}
    )
    assert answer["Location"] == "/buero/seiten/"
    client.logout()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": "https://boese.example/"})
    assert answer["Location"] == "/konto/"


def test_wrong_password_and_unknown_account_get_the_same_answer(client, person):
    user = person("redaktion")
    answers = [
        client.post(LOGIN, {"login": email, "password": "falsch-falsch-falsch"})
        for email in (user.email, "niemand@demo.example")
    ]
    texts = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers]
    assert answers[0].status_code == answers[1].status_code == 200
    assert re.sub(r"token.*?>", "", texts[0]) == re.sub(r"token.*?>", "", texts[1])


def test_a_blocked_account_is_told_so(client, person):
    user = person("redaktion")
    user.is_active = False
    user.save()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200


def test_logout_needs_a_post(client, login):
    login("redaktion")
    assert "Möchten Sie sich abmelden?" in client.get("/konto/abmelden/").content.decode()
    assert client.post("/konto/abmelden/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_the_reset_link_comes_by_mail_and_works_once(client, person):
    user = person("bearbeitung")
    answer = client.post("/konto/passwort-vergessen/", {"email": user.email})
    assert answer["Location"] == "/konto/passwort-vergessen/gesendet/"
    mail = Mail.objects.get(to=user.email)
    path = re.search(r"/konto/passwort-vergessen/\S+", mail.text)[0]
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    short = client.post(form, {"password1": "kurz", "password2": "kurz"})
    assert "12 Zeichen" in short.content.decode()
    done = client.post(form, {"password1": "ein neuer langer Satz", "password2": "ein neuer langer Satz"})
    assert done["Location"] == "/konto/passwort-vergessen/fertig/"
    assert client.post(LOGIN, {"login": user.email, "password": "ein neuer langer Satz"}).status_code == 302
    client.logout()
    assert "gilt nicht mehr" in client.get(path, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, person):
    known = client.post("/konto/passwort-vergessen/", {"email": person("bearbeitung").email})
    unknown = client.post("/konto/passwort-vergessen/", {"email": "niemand@demo.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Mail.objects.count() == 1


def test_the_password_can_be_changed(client, login):
    user = login("bearbeitung")
    new = {"oldpassword": PASSWORD, "password1": "noch ein langer Satz", "password2": "noch ein langer Satz"}
    assert client.post("/konto/passwort-aendern/", new)["Location"] == "/konto/"
    user.refresh_from_db()
    assert user.check_password("noch ein langer Satz")


def test_nobody_can_sign_up(client):
    for address in ("/konto/registrieren/", "/accounts/signup/", "/konto/signup/"):
        assert client.get(address).status_code == 404


def test_demo_logins_are_shown_in_the_demo_only(client):
    with override_settings(DEMO=True, DEMO_PASSWORD="zum-zeigen"):
        assert "zum-zeigen" in client.get(LOGIN).content.decode()
    with override_settings(DEMO=False, DEMO_PASSWORD="zum-zeigen"):
        assert "zum-zeigen" not in client.get(LOGIN).content.decode()


def test_self_service_shows_the_own_office_only(client, login, person):
    from tests.records import make_grant, make_jugendamt

    make_grant(make_jugendamt("00000001"), lines=["60000.00", "30000.00"])
    login("nachbaramt")
    assert "90.000,00" not in client.get("/mein/").content.decode()
    person("freigabe")
    login("bearbeitung")
    page = client.get("/mein/").content.decode()
    assert "90.000,00" in page and "30.06.2032" in page and "Fritz Freigabe (Demo)" in page
    assert "Nuri Nachbaramt (Demo)" not in page


def test_self_service_without_an_office_says_what_to_do(client, login):
    login("redaktion")
    assert "Zum Büro" in client.get("/mein/").content.decode()


@pytest.mark.parametrize("target", ["http://[::1", "//[", "http://fremd.example/"])
def test_an_odd_target_after_the_login_is_ignored(client, target):
    for response in (
        client.get("/konto/anmelden/", {"next": target}),
        client.post("/konto/anmelden/", {"next": target}),
    ):
        assert response.status_code == 200
