"""Who has access: invited by mail, in with the first password, out with the next request."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jugendaemter.models import Einladung, Jugendamt, Mitgliedschaft
from jugendaemter.services import forget_invitations
from servicestelle.base.einmal import new_number
from servicestelle.base.models import Mail, Protokoll, User
from tests.people import PASSWORD
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
NEW = "neu@demo.example"
OWN, OTHER = "00000001", "00000002"
GOOD = {"name": "Nele Neu", "password1": "vier Wörter ohne Sinn", "password2": "vier Wörter ohne Sinn"}


@pytest.fixture
def login(client, person):
    def as_person(name):
        user = person(name)
        client.force_login(user)
        return user

    return as_person


def invite(client, ags=OWN, **fields):
    data = {"email": NEW, "name": "Nele", "rolle": "bearbeitung", "gueltig_bis": "", "nummer": new_number("einladung")}
    return client.post(reverse("kollegin_einladen", args=[ags]), data | fields)


def link(email=NEW):
    return re.search(
        r"/konto/einladung/\S+", Mail.objects.filter(to=email, subject__startswith="Einladung").first().text
    )[0]


def test_an_invited_colleague_chooses_a_password_and_is_in(client, login):
    login("freigabe")
    assert invite(client, email=NEW.upper())["Location"] == "/mein/kolleginnen/"
    assert NEW in client.get("/mein/kolleginnen/").content.decode()
    assert not User.objects.filter(email=NEW).exists()  # nobody is put in without consent
    path, visitor = link(), Client()
    assert path.split("/")[3] not in Einladung.objects.get().secret_hash
    assert "Ihr Zugang für" in visitor.get(path).content.decode()
    assert not User.objects.filter(email=NEW).exists()
    assert visitor.post(path, GOOD)["Location"] == reverse("account_login")
    answer = visitor.post(reverse("account_login"), {"login": NEW, "password": GOOD["password1"]}, follow=True)
    assert answer.redirect_chain[-1][0] == "/mein/"
    assert Jugendamt.objects.get(pk=OWN).name in answer.content.decode()
    for _ in range(2):  # once is once
        assert visitor.post(path, GOOD | {"name": "Jemand Anderes"}).status_code == 410
    assert visitor.get(path).status_code == 410
    assert [entry.verb for entry in Protokoll.objects.order_by("pk")] == [
        "einladung.verschickt",
        "einladung.angenommen",
    ]


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"password1": "kurz", "password2": "kurz"}, "15 Zeichen"),
        ({"password2": "etwas ganz anderes"}, "nicht gleich"),
        ({"name": ""}, "erforderlich"),
        ({"name": "Waldemar Ofenrohr", "password1": "WaldemarOfenrohr", "password2": "WaldemarOfenrohr"}, "Passwort"),
        ({"name": "mit\x00Null"}, "Nullzeichen"),
    ],
)
def test_a_refused_first_password_keeps_the_link(client, login, fields, words):
    login("freigabe")
    invite(client)
    answer = Client().post(link(), GOOD | fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_links_expire_and_can_be_withdrawn_and_replaced(client, login):
    login("freigabe")
    invite(client)
    old = link()
    invite(client)  # again: the first link ends
    assert Client().get(old).status_code == 410
    assert Client().get(link()).status_code == 200
    open_one = Einladung.objects.open().get()
    client.post(reverse("kollegin_einladung_zurueckziehen", args=[open_one.pk]))
    assert Client().get(link()).status_code == 410
    invite(client)
    Einladung.objects.pending().update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(link(), GOOD).status_code == 410
    assert Client().get(reverse("einladung", args=["gibt-es-nicht"])).status_code == 410


def test_inviting_tells_nobody_whether_an_address_has_an_account(client, login, person):
    login("freigabe")
    answers = [invite(client, email=email, name="") for email in (person("redaktion").email, NEW)]
    assert {answer.status_code for answer in answers} == {302}
    pages = [re.sub(r'value="[^"]{40,}"', "", client.get("/mein/kolleginnen/").content.decode())]
    assert "Robin Redaktion" not in pages[0]
    assert Mail.objects.count() == 2 and len({len(mail.text) for mail in Mail.objects.all()}) <= 2


def test_an_existing_account_gets_one_more_office_and_keeps_its_password(client, login, person):
    login("freigabe")
    neighbour = person("nachbaramt")
    invite(client, email=neighbour.email, rolle="freigabe", gueltig_bis="31.12.2999")
    answer = Client().post(link(neighbour.email))
    assert answer["Location"] == reverse("account_login")
    neighbour.refresh_from_db()
    assert neighbour.check_password(PASSWORD)
    assert set(neighbour.mitgliedschaften.values_list("jugendamt_id", "rolle")) == {
        (OTHER, "bearbeitung"),
        (OWN, "freigabe"),
    }


def test_the_same_page_sent_twice_is_one_invitation(client, login):
    login("freigabe")
    number = new_number("einladung")
    for _ in range(2):
        assert invite(client, nummer=number).status_code == 302
    assert Einladung.objects.count() == Mail.objects.count() == 1
    assert "anderen Angaben" in invite(client, nummer=number, email="x@demo.example").content.decode()


@pytest.mark.parametrize(
    "name, ags", [("bearbeitung", OWN), ("nachbaramt", OWN), ("freigabe", OTHER), ("koordination1", OWN)]
)
def test_only_freigabe_of_the_office_invites_in_self_service(client, login, person, name, ags):
    make_jugendamt(OTHER)
    person("freigabe")
    login(name)
    assert client.get(reverse("kollegin_einladen", args=[ags])).status_code == 404
    assert invite(client, ags).status_code == 404
    assert not Einladung.objects.exists()


def test_an_ended_access_is_over_with_the_next_request(client, login, person):
    login("freigabe")
    colleague, elsewhere = person("bearbeitung"), Client()
    elsewhere.force_login(colleague)
    assert "Ihre Kolleg:innen im Portal" in elsewhere.get("/mein/").content.decode()
    path = reverse("kollegin_beenden", args=[colleague.mitgliedschaften.get().pk])
    assert colleague.name in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/mein/kolleginnen/"
    assert "noch zu keinem Jugendamt" in elsewhere.get("/mein/").content.decode()
    assert elsewhere.get("/jugendaemter/musterstadt/").status_code == 404
    assert "ist beendet" in Mail.objects.get(to=colleague.email).subject
    assert Protokoll.objects.get(verb="mitgliedschaft.beendet").scope == f"ags:{OWN}"
    assert client.post(path).status_code == 404


def test_an_access_of_today_leaves_no_day_behind(client, login, person):
    login("freigabe")
    colleague = person("bearbeitung")
    Mitgliedschaft.objects.filter(user=colleague).update(gueltig_von=timezone.localdate())
    client.post(reverse("kollegin_beenden", args=[colleague.mitgliedschaften.get().pk]))
    assert not colleague.mitgliedschaften.exists()


def test_the_last_freigabe_stays_unless_the_koordination_knows_what_it_does(client, login, person):
    last = login("freigabe").mitgliedschaften.get()
    path = reverse("kollegin_beenden", args=[last.pk])
    assert "letzte Person mit Freigabe" in client.get(path).content.decode()
    answer = client.post(path)
    assert answer.status_code == 409 and "Laden Sie zuerst" in answer.content.decode()
    assert Mitgliedschaft.objects.valid().filter(pk=last.pk).exists()
    login("koordination1")
    path = reverse("buero_zugang_beenden", args=[last.pk])
    assert "letzte Person mit Freigabe" in client.get(path).content.decode()
    person("bearbeitung")
    assert client.post(path)["Location"] == "/buero/menschen/"
    page = client.get("/buero/menschen/").content.decode()
    assert "Hier hat niemand die Freigabe" in page and f"?amt={OWN}" in page


def test_others_end_no_access(client, login, person):
    row = person("freigabe").mitgliedschaften.get()
    login("bearbeitung")
    assert client.post(reverse("kollegin_beenden", args=[row.pk])).status_code == 403
    login("nachbaramt")
    assert client.post(reverse("kollegin_beenden", args=[row.pk])).status_code == 404
    assert Mitgliedschaft.objects.valid().filter(pk=row.pk).exists()


def test_the_koordination_invites_into_any_office(client, login):
    make_jugendamt(OTHER)
    login("koordination1")
    data = {"jugendamt": OTHER, "email": NEW, "rolle": "freigabe", "nummer": new_number("einladung")}
    assert client.post(reverse("buero_einladen"), data)["Location"] == "/buero/menschen/"
    Client().post(link(), GOOD)
    assert User.objects.get(email=NEW).mitgliedschaften.get().jugendamt_id == OTHER


@pytest.mark.parametrize(
    "actor, other, status",
    [
        ("koordination1", "bearbeitung", 302),
        ("koordination1", "betrieb", 403),
        ("betrieb", "koordination1", 302),
        ("betrieb", "betrieb", 403),
        ("redaktion", "bearbeitung", 403),
    ],
)
def test_a_closed_account_is_out_at_once(client, login, person, actor, other, status):
    user, elsewhere = person(other), Client()
    elsewhere.force_login(user)
    login(actor)
    answer = client.post(reverse("buero_mensch_sperren", args=[user.pk]), {"stand": "sperren"})
    assert answer.status_code == status
    user.refresh_from_db()
    assert user.is_active is (status != 302)
    assert (elsewhere.get("/mein/").status_code == 302) is (status == 302)


def test_superusers_are_closed_by_superusers_only(client, login, person):
    user = person("koordination2")
    user.is_superuser = True
    user.save()
    login("betrieb")
    assert client.post(reverse("buero_mensch_sperren", args=[user.pk]), {"stand": "sperren"}).status_code == 403


@pytest.mark.parametrize(
    "stand, q, shown",
    [
        ("", "", True),
        ("aktiv", "Britt", True),
        ("gesperrt", "", False),
        ("x", "", True),
        ("", "AMT", True),
        ("", "nirgends\x00", False),
    ],
)
def test_people_are_found_by_name_address_office(client, login, person, stand, q, shown):
    office = person("bearbeitung").mitgliedschaften.get().jugendamt
    login("koordination1")
    page = client.get("/buero/menschen/", {"stand": stand, "q": q.replace("AMT", office.name)}).content.decode()
    assert ("Britt Bearbeitung" in page) is shown


@pytest.mark.parametrize(("name", "invites"), [("koordination1", True), ("betrieb", False)])
def test_only_who_invites_gets_the_way_to_it(client, login, name, invites):
    login("bearbeitung")  # in whose office nobody can release: the page says so
    login(name)
    page = client.get("/buero/menschen/").content.decode()
    assert "nichts verbindlich absenden" in page
    assert page.count(f'href="{reverse("buero_einladen")}') == (2 if invites else 0)


def test_more_people_cause_no_more_queries(client, login, django_assert_max_num_queries, person):
    office = login("freigabe").mitgliedschaften.get().jugendamt
    for number in range(30):
        user = User.objects.create_user(f"k{number}@demo.example")
        user.mitgliedschaften.create(jugendamt=office, rolle="bearbeitung", gueltig_von="2020-01-01")
    with django_assert_max_num_queries(9):
        assert client.get("/mein/kolleginnen/").status_code == 200
    login("koordination1")
    with django_assert_max_num_queries(14):
        assert client.get("/buero/menschen/").status_code == 200


def test_old_invitations_are_forgotten(client, login):
    login("freigabe")
    invite(client)
    assert forget_invitations() == 0
    Einladung.objects.update(expires_at=timezone.now() - timedelta(days=61))
    assert forget_invitations() == 1
