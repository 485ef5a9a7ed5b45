"""The second factor: set up, asked for, never guessed, demanded on every closed path of the office."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, reverse

from servicestelle.base.models import Auftrag, Mail, Protokoll
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, APP = "/konto/anmelden/", "/konto/zweiter-faktor/app/"
required = override_settings(SECOND_FACTOR=True)


def code(secret, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def enter(client, user):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def set_up_app(client):
    """Activate the app in an open session; return its secret."""
    secret = re.search(r'sg-schluessel">([A-Z2-7]+)<', client.get(APP).content.decode())[1]
    assert client.post(APP, {"code": code(secret)})["Location"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.fixture
def with_app(person, django_capture_on_commit_callbacks):
    """`with_app("redaktion")` → (account, secret of its app, codes for the emergency)."""

    def make(name):
        user, client = person(name), Client()
        enter(client, user)
        with django_capture_on_commit_callbacks(execute=True):
            secret = set_up_app(client)
        page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        return user, secret, re.findall(r"<code>(\d{8})</code>", page)

    return make


def test_the_app_is_set_up_once_and_asked_for_at_each_login(client, with_app):
    user, secret, emergency = with_app("redaktion")
    assert len(emergency) == 10
    assert enter(client, user)["Location"] == reverse("mfa_authenticate")
    assert client.get("/buero/").status_code == 302  # the password alone opens nothing
    assert "Der Code stimmt nicht" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code(secret)})["Location"] == "/konto/weiter/"
    assert client.get("/buero/").status_code == 200
    assert Protokoll.objects.filter(verb="konto.faktor_neu", actor=user).count() == 1
    assert "App für Codes" in Mail.objects.get(to=user.email).text


def test_a_code_counts_once_even_while_it_is_valid(with_app):
    user, secret, _ = with_app("redaktion")
    seen, now = [], code(secret)
    for _ in range(2):
        client = Client()
        enter(client, user)
        seen.append(client.post(reverse("mfa_authenticate"), {"code": now}).status_code)
    assert seen == [302, 200]


def test_an_emergency_code_counts_once_and_is_shown_once(client, with_app):
    user, _, emergency = with_app("redaktion")
    enter(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": emergency[0]}).status_code == 302
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(each in page for each in emergency)
    assert "Noch 9 von 10" in client.get(reverse("mfa_index")).content.decode()
    again = Client()
    enter(again, user)
    assert again.post(reverse("mfa_authenticate"), {"code": emergency[0]}).status_code == 200


def test_guessing_codes_is_limited_per_account(client, with_app):
    user, secret, _ = with_app("redaktion")
    enter(client, user)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert "Zu viele Versuche" in answer.content.decode()


def test_secrets_are_not_readable_in_the_database(with_app):
    _, secret, emergency = with_app("redaktion")
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept and emergency[0] not in kept


def every_address(resolver=None, prefix="/"):
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + re.sub(r"<[^>]*>", "1", str(entry.pattern)).lstrip("^")
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from every_address(entry, path)


@required
def test_no_closed_path_opens_for_office_people_without_a_second_factor(client, person):
    """Whatever its view declares. Open are the way to the login, and the calendar by its secret address."""
    Auftrag.objects.create(kind="probe.leer", title="Probe")
    closed = ("/buero/", "/verwaltung/", "/stil/", "/mein/")
    paths = [path for path in every_address() if "(" not in path and path.startswith(closed)]
    assert len(paths) > 100
    enter(client, person("betrieb"))
    open_ones = set()
    for path in paths:
        for method in (client.get, client.post):
            answer = method(path)
            if answer.status_code != 302 or answer["Location"] != "/konto/zweiter-faktor/":
                open_ones.add(path)
    assert open_ones == {"/verwaltung/login/", "/mein/kalender/1.ics"}


@required
def test_office_people_set_one_up_and_go_on(client, person):
    answer = client.post(LOGIN, {"login": person("redaktion").email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_index")
    assert "Richten Sie zuerst einen zweiten Faktor ein" in answer.content.decode()
    set_up_app(client)
    assert client.get("/buero/").status_code == 200


@required
def test_public_pages_show_them_no_more_than_everybody(client, person):
    from tests.records import make_jugendamt

    make_jugendamt("00000001", slug="musterstadt")
    enter(client, person("koordination1"))
    assert client.get("/jugendaemter/musterstadt/").status_code == 404


@required
def test_people_of_a_jugendamt_need_none(client, person):
    enter(client, person("bearbeitung"))
    assert client.get("/mein/").status_code == 200


def test_the_app_can_be_removed_again(client, with_app):
    user, secret, _ = with_app("redaktion")
    enter(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert "entfernen?" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()
    assert Protokoll.objects.filter(verb="konto.faktor_weg", actor=user).count() == 1


@pytest.mark.parametrize("actor, status", [("koordination1", 302), ("betrieb", 302), ("fachberatung", 403)])
def test_a_lost_device_is_reset_recorded_and_told(client, person, with_app, actor, status):
    user, _, _ = with_app("redaktion")
    elsewhere = Client()
    elsewhere.force_login(user)
    client.force_login(person(actor))
    assert client.post(reverse("buero_mensch_faktor", args=[user.pk])).status_code == status
    done = status == 302
    assert Authenticator.objects.filter(user=user).exists() is not done
    assert (elsewhere.get("/buero/").status_code == 302) is done
    assert Protokoll.objects.filter(verb="konto.faktor_zurueckgesetzt", actor=person(actor)).exists() is done
    assert Mail.objects.filter(to=user.email, text__contains="zurückgesetzt").exists() is done


def test_nobody_resets_the_own_one_or_one_that_is_not_there(client, person, with_app):
    user, secret, _ = with_app("koordination1")
    enter(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.post(reverse("buero_mensch_faktor", args=[user.pk])).status_code == 403
    assert client.post(reverse("buero_mensch_faktor", args=[person("redaktion").pk])).status_code == 409


def test_a_change_of_factors_asks_for_the_password_again(client, person):
    client.force_login(person("redaktion"))  # no fresh login
    answer = client.get(APP, follow=True)
    assert "Sind Sie es noch?" in answer.content.decode()
    done = client.post(answer.redirect_chain[-1][0], {"password": PASSWORD, "next": APP})
    assert done["Location"] == APP


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": "x"}', "kein JSON", '"\\u0000"'])
def test_a_broken_passkey_is_refused_kindly(client, person, credential):
    enter(client, person("redaktion"))
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(reverse("mfa_add_webauthn"), {"name": "Handy", "credential": credential})
    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
