"""The queue: filters that people keep, its order, and what stays after searching, paging and assigning."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from beratung import services
from beratung.filters import pinned_with_counts
from beratung.models import Ansicht
from beratung.services.ansichten import AT_MOST, PINNED_AT_MOST
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.einmal import new_number
from servicestelle.base.fristen import move_frist, open_fristen_of
from servicestelle.base.models import Thema
from tests.beratung.cases import ask, put, receive
from tests.database import run_together
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
LIST, OWN = "/buero/anfragen/", "/buero/anfragen/ansichten/"


def keep(user, name="Neu", *, angeheftet=False, **abfrage):
    return services.save_ansicht(name, abfrage=abfrage, angeheftet=angeheftet, actor=user)


def save(client, name, query="lage=neu", **data):
    data = {"name": name, "abfrage": query, "nummer": new_number("ansicht")} | data
    return client.post(OWN, data)


@pytest.fixture
def adviser(client, person):
    client.force_login(person("fachberatung"))
    return person("fachberatung")


def numbers(response):
    return re.findall(r">(FB-\d+-\d+)</a>", response.content.decode())


def test_saved_pinned_and_deleted(client, adviser):
    receive()
    assert save(client, "Neu", angeheftet="on").status_code == 302
    row = Ansicht.objects.get()
    assert (row.user, row.abfrage, row.angeheftet, row.url) == (adviser, {"lage": "neu"}, True, f"{LIST}?lage=neu")
    assert f'href="{row.url}"' in client.get(LIST).content.decode()
    assert f'href="{row.url}"' in client.get("/buero/").content.decode()
    client.post(reverse("buero_ansicht_anheften", args=[row.pk]), {"stand": "ab"})
    assert f'href="{row.url}"' not in client.get("/buero/").content.decode().partition("sg-desk")[2]
    assert not pinned_with_counts(adviser)
    client.post(reverse("buero_ansicht_loeschen", args=[row.pk]))
    assert not Ansicht.objects.exists()


def test_the_own_filters_are_always_one_click_away(client, adviser):
    assert f'href="{OWN}"' in client.get(LIST).content.decode()
    assert f'href="{OWN}"' in client.get(f"{LIST}?lage=alle").content.decode()


def test_only_known_keys_and_values_are_kept(client, adviser):
    query = "lage=alle&thema=gibt-es-nicht&zustaendig=0&sort=passwort&q=%00Netz%0a&is_staff=1&user=1&seite=3&csrf=x"
    save(client, "Alles", query)
    assert Ansicht.objects.get().abfrage == {"lage": "alle", "q": "Netz"}


def test_a_stored_query_can_do_no_more_than_an_address(client, adviser):
    """Also when somebody wrote it past the form."""
    Ansicht.objects.create(
        user=adviser, name="Fremd", angeheftet=True, abfrage={"zustaendig__password": "x", "lage": "quatsch", "q": "a"}
    )
    for address in ("/buero/", LIST, OWN):
        assert client.get(address).status_code == 200
    [(_, count)] = pinned_with_counts(adviser)
    assert count == 0


def test_a_pinned_filter_counts_what_its_list_shows_and_is_seen_by_its_person_only(adviser, person):
    keep(adviser, "Alle", angeheftet=True, lage="alle")
    receive()
    ask(email="noch-nicht@example.org")  # nobody confirmed it
    [(_, count)] = pinned_with_counts(adviser)
    assert count == 1
    assert pinned_with_counts(person("koordination1")) == []


def test_the_same_form_twice_is_one_filter_and_a_name_is_used_once(client, adviser):
    number = new_number("ansicht")
    for _ in range(2):
        assert save(client, "Neu", nummer=number).status_code == 302
    assert Ansicht.objects.count() == 1
    again = save(client, "Neu", "lage=ruhend")
    assert again.status_code == 409 and "haben Sie schon" in again.content.decode()
    assert 'value="Neu"' in again.content.decode() and "Ruhende" in again.content.decode()


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "\x00"])
def test_a_name_is_needed(client, adviser, name):
    assert save(client, name).status_code == 422
    assert not Ansicht.objects.exists()


def test_limits_are_said(adviser):
    for number in range(AT_MOST):
        keep(adviser, f"Nr. {number}", angeheftet=number < PINNED_AT_MOST)
    with pytest.raises(NotNow, match=f"schon {AT_MOST} Ansichten"):
        keep(adviser, "Noch eine")
    with pytest.raises(NotNow, match=f"passen {PINNED_AT_MOST} Ansichten"):
        services.pin_ansicht(Ansicht.objects.filter(angeheftet=False).first(), pinned=True, actor=adviser)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_do_not_pass_the_limit(person):
    user = person("fachberatung")
    run_together([lambda n=n: keep(user, f"Nr. {n}", angeheftet=True) for n in range(20)])
    assert Ansicht.objects.filter(angeheftet=True).count() == PINNED_AT_MOST


def test_the_database_keeps_names_apart(adviser, person, refused):
    keep(adviser)
    keep(person("koordination1"))  # another person's may be called the same
    with refused("beratung_ansicht_once"):
        Ansicht.objects.create(user=adviser, name="Neu")
    with refused("beratung_ansicht_named"):
        Ansicht.objects.create(user=adviser, name="")


def test_nobody_reaches_the_filters_of_another(client, person):
    row = keep(person("koordination1"), "Geheimname")
    client.force_login(person("fachberatung"))
    for name in ("buero_ansicht_anheften", "buero_ansicht_loeschen"):
        assert client.post(reverse(name, args=[row.pk]), {"stand": "an"}).status_code == 404
        assert client.post(reverse(name, args=[0])).status_code == 404
    assert "Geheimname" not in client.get(OWN).content.decode() + client.get(LIST).content.decode()
    with pytest.raises(NotAllowed):
        keep(person("redaktion"))
    person("koordination1").groups.clear()
    assert not Ansicht.objects.visible_to(person("koordination1")._meta.model.objects.get(pk=row.user_id)).exists()


# Order


def test_every_order(client, adviser, person, time_machine):
    rows = []
    for day, ags in (("2026-11-02", "05900003"), ("2026-11-03", "05900001"), ("2026-11-04", "05900002")):
        time_machine.move_to(f"{day}T10:00+01:00")
        rows.append(receive(jugendamt=make_jugendamt(ags)))
    one, two, three = (row.nummer for row in rows)
    frist = open_fristen_of([rows[2]])[str(rows[2].pk)]
    services.note_contact(rows[0], actor=adviser)  # now it waits for an appointment, weeks away
    move_frist(frist, to=frist.due_on - timedelta(days=3), grund="irrtum", actor=adviser)
    put(rows[1], "zugewiesen")
    assert numbers(client.get(LIST)) == numbers(client.get(LIST, {"sort": "quatsch"})) == [three, two, one]
    assert numbers(client.get(LIST, {"sort": "alt"})) == [one, two, three]
    assert numbers(client.get(LIST, {"sort": "jugendamt"})) == [two, three, one]
    assert numbers(client.get(LIST, {"sort": "frist"})) == [three, two, one]
    for unknown in ("-pk", "zustaendig__password", "?", "frist; DROP TABLE base_user"):
        assert numbers(client.get(LIST, {"sort": unknown})) == [three, two, one]


# What stays


def test_pages_and_assigning_keep_the_filter(client, person):
    client.force_login(person("koordination1"))
    Thema.objects.create(name="Eltern", slug="eltern")
    office = make_jugendamt("05900007", name="Stadt Suchstadt")
    rows = [receive(jugendamt=office) for _ in range(27)]
    page = client.get(LIST, {"q": "Suchstadt", "sort": "alt", "lage": "neu"})
    assert "?q=Suchstadt&amp;sort=alt&amp;lage=neu&amp;seite=2" in page.content.decode()
    second = client.get(LIST, {"q": "Suchstadt", "sort": "alt", "lage": "neu", "seite": "2"})
    assert numbers(second) == [row.nummer for row in rows[25:]]
    kept = re.search(r'name="abfrage" value="([^"]*)"', second.content.decode())[1].replace("&amp;", "&")
    data = {"anfrage": [rows[26].nummer], "zustaendig": person("fachberatung").pk, "abfrage": kept}
    back = client.post(reverse("buero_anfragen_zuweisen"), data)
    assert back["Location"] == f"{LIST}?lage=neu&q=Suchstadt&sort=alt&seite=2"


@pytest.mark.parametrize("query", ["//boese.example", "next=//boese.example", "\x00", "lage=%0d%0aX: y", "&" * 3000])
def test_the_way_back_stays_on_the_list(client, person, query):
    client.force_login(person("koordination1"))
    response = client.post(reverse("buero_anfragen_zuweisen"), {"abfrage": query})
    assert response.status_code == 302 and response["Location"].startswith(LIST)
    assert "boese" not in response["Location"] and "\n" not in response["Location"]
