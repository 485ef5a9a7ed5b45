"""Login, password and the doors behind them."""

import re

import pytest
from django.test import Client, override_settings

from servicestelle.base.models import Auftrag, Mail, Protokoll
from servicestelle.base.tasks import passwort_link
from servicestelle.pages.gruppen import apply_gruppen
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/konto/anmelden/"
RESET = "/konto/passwort-vergessen/"


def work():
    """What the worker does: send the links that were asked for."""
    for job in Auftrag.objects.filter(kind="base.passwort_link", status="wartend"):
        passwort_link(job.pk)


def plain(answer, typed):
    """The answer without the form's token and what was typed."""
    return re.sub(rb'value="[^"]{40,}"', b"", answer.content).replace(b'value="%s"' % typed.encode(), b"")


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
    assert [address for address, _ in answer.redirect_chain] == ["/konto/weiter/", door]
    assert answer.status_code == 200


def test_next_is_kept_but_never_leads_away(client, person):
    user = person("redaktion")
    answer = client.post(
        f"{LOGIN}?next=/buero/seiten/", {"login": user.email, "password": PASSWORD, "next": "/buero/seiten/"}
    )
    assert answer["Location"] == "/buero/seiten/"
    client.logout()
    answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD, "next": "https://boese.example/"})
    assert answer["Location"] == "/konto/weiter/"


def test_wrong_password_and_unknown_account_get_the_same_answer(client, person):
    known, unknown = person("redaktion").email, "niemandes@demo.example"
    for _ in range(7):  # the last ones during the pause
        answers = [client.post(LOGIN, {"login": each, "password": "falsch-falsch-falsch"}) for each in (known, unknown)]
        assert plain(answers[0], known) == plain(answers[1], unknown)
    assert "Zu viele Versuche" in answers[0].content.decode()


def test_a_pause_holds_for_one_account_and_ends_with_a_new_password(client, person):
    user, other = person("redaktion"), person("koordination1")
    for _ in range(5):
        client.post(LOGIN, {"login": user.email, "password": "falsch"}, HTTP_X_FORWARDED_FOR="192.0.2.7")
    right = {"login": user.email, "password": PASSWORD}
    assert "Zu viele Versuche" in client.post(LOGIN, right, HTTP_X_FORWARDED_FOR="192.0.2.8").content.decode()
    assert client.post(LOGIN, {"login": other.email, "password": PASSWORD}).status_code == 302
    client.logout()
    choose_anew(client, user, "vier Wörter ohne Sinn")
    assert client.post(LOGIN, right | {"password": "vier Wörter ohne Sinn"}).status_code == 302


def choose_anew(client, user, password):
    client.post(RESET, {"email": user.email})
    work()
    path = re.search(r"/konto/passwort-vergessen/\S+", Mail.objects.filter(to=user.email).first().text)[0]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    return client.post(form, {"password1": password, "password2": password})


def test_the_right_password_forgets_the_wrong_ones(client, person):
    user = person("redaktion")
    for _ in range(3):
        for _ in range(4):
            client.post(LOGIN, {"login": user.email, "password": "falsch"})
        assert client.post(LOGIN, {"login": user.email, "password": PASSWORD}).status_code == 302
        client.logout()


DU = re.compile(r"\b(du|dir|dich|dein\w*|gib)\b", re.IGNORECASE)


def test_passwords_that_differ_are_refused_in_our_words(client, login):
    login("bearbeitung")
    new = {"oldpassword": PASSWORD, "password1": "noch ein langer Satz", "password2": "ein anderer langer Satz"}
    errors = client.post("/konto/passwort-aendern/", new).context["form"].errors["password2"]
    assert errors == ["Die beiden Passwörter sind nicht gleich. Geben Sie dasselbe Passwort zweimal ein."]


@pytest.mark.parametrize("key", ["email_password_mismatch", "incorrect_password", "invalid_password_reset"])
def test_refusals_of_the_login_say_sie(key):
    from allauth.account.adapter import get_adapter

    assert not DU.search(str(get_adapter().error_messages[key]))


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
    answer = client.post(RESET, {"email": user.email.upper()})
    assert answer["Location"] == "/konto/passwort-vergessen/gesendet/"
    work()
    mail = Mail.objects.get(to=user.email)
    path = re.search(r"/konto/passwort-vergessen/\S+", mail.text)[0]
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    short = client.post(form, {"password1": "kurz", "password2": "kurz"})
    assert "15 Zeichen" in short.content.decode()
    done = client.post(form, {"password1": "ein neuer langer Satz", "password2": "ein neuer langer Satz"})
    assert done["Location"] == "/konto/passwort-vergessen/fertig/"
    assert client.post(LOGIN, {"login": user.email, "password": "ein neuer langer Satz"}).status_code == 302
    client.logout()
    assert "gilt nicht mehr" in client.get(path, follow=True).content.decode()


def test_known_and_unknown_addresses_cause_the_same_answer_and_the_same_work(client, person, django_assert_num_queries):
    addresses = [person("bearbeitung").email, "niemand@demo.example", "bearbeitung@demo2.example"]
    answers = []
    for email in addresses:
        with django_assert_num_queries(2):
            answers.append(client.post(RESET, {"email": email}))
    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    work()
    assert [mail.to for mail in Mail.objects.all()] == [addresses[0]]
    assert [job.params for job in Auftrag.objects.filter(kind="base.passwort_link")] == [{}] * 3


def test_nobody_gets_a_flood_of_links(client, person):
    for _ in range(8):
        assert client.post(RESET, {"email": person("bearbeitung").email}).status_code == 302
    assert Auftrag.objects.filter(kind="base.passwort_link").count() == 5


def test_a_new_password_is_recorded_and_told(client, person):
    user = person("bearbeitung")
    choose_anew(client, user, "vier Wörter ohne Sinn")
    assert "neu gewählt" in Mail.objects.get(subject="Änderung an Ihrem Konto", to=user.email).text
    assert Protokoll.objects.get(verb="konto.passwort_geaendert").actor == user


def change(client, old, new):
    return client.post("/konto/passwort-aendern/", {"oldpassword": old, "password1": new, "password2": new})


def test_a_changed_password_ends_all_other_sessions(client, login):
    user = login("bearbeitung")
    elsewhere = Client()
    elsewhere.force_login(user)
    assert change(client, PASSWORD, "noch ein langer Satz")["Location"] == "/konto/"
    user.refresh_from_db()
    assert user.check_password("noch ein langer Satz")
    assert client.get("/mein/").status_code == 200
    assert elsewhere.get("/mein/")["Location"].startswith(LOGIN)
    assert Protokoll.objects.get(verb="konto.passwort_geaendert").actor == user
    assert Mail.objects.get(to=user.email).subject == "Änderung an Ihrem Konto"


def test_guessing_the_old_password_in_an_open_session_is_limited(client, login):
    user = login("bearbeitung")
    for _ in range(5):
        assert "bisherige Passwort stimmt nicht" in change(client, "falsch", "noch ein langer Satz").content.decode()
    assert "Zu viele Versuche" in change(client, PASSWORD, "noch ein langer Satz").content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


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
