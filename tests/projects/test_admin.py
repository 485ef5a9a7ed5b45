"""Sites and grants in the admin: amounts with a comma, refusals of the database in words, input kept."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from projects.models import Budgetposten, Foerderer, Foerderung, Foerderzeitraum, Projektphase, Standort
from servicestelle.base.models import Auftrag, Protokoll, Sucheintrag, Thema, User
from tests.changelists import assert_list_is_steady, form_data
from tests.projects.money import plant_status
from tests.records import make_cohort, make_grant, make_jugendamt, make_standort, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chief(client):
    user = User.objects.create_superuser("chef@demo.example", "ein-langes-passwort")
    client.force_login(user)
    return user


def office(number):
    return make_jugendamt(f"059{number:05d}")


MAKE = {
    "foerderer": lambda n: Foerderer.objects.create(kuerzel=f"f{n}").namen.create(name="x"),
    "foerderzeitraum": lambda n: make_cohort(f"c{n}"),
    "standort": lambda n: make_standort(office(n), Foerderzeitraum.objects.first() or make_cohort()),
    "foerderung": lambda n: make_grant(office(n), Foerderzeitraum.objects.first() or make_cohort()),
}


@pytest.mark.parametrize("name", MAKE)
def test_lists_are_steady(name, client):
    assert assert_list_is_steady(client, f"/verwaltung/projects/{name}/", MAKE[name]) <= 12


def change(client, obj, **changes):
    address = f"/verwaltung/projects/{obj._meta.model_name}/{obj.pk}/change/"
    return client.post(address, form_data(client.get(address), **changes))


def errors_of(response):
    assert response.status_code == 200, "the form should have been refused"
    return " ".join(map(str, response.context["errors"]))


def test_amounts_are_written_with_a_comma(client):
    cohort = make_cohort()
    assert change(client, cohort, hoechstbetrag="100.000,00").status_code == 302
    cohort.refresh_from_db()
    assert cohort.hoechstbetrag == Decimal("100000.00")
    refused = change(client, cohort, hoechstbetrag="100,000.00")
    assert "12.345,67" in errors_of(refused)
    assert 'value="100,000.00"' in refused.content.decode()


def test_what_the_database_refuses_at_the_commit_is_said_and_kept(client):
    grant = make_grant()
    site = make_standort(grant.jugendamt, grant.foerderzeitraum)
    site.phasen.create(art="analyse", beginn=grant.starts_on)
    Foerderung.objects.filter(pk=grant.pk).update(standort=site)
    refused = change(client, grant, starts_on="01.02.2030")
    assert "Eine Phase des Standorts liegt außerhalb der Förderung vom 01.02.2030" in errors_of(refused)
    assert 'value="01.02.2030"' in refused.content.decode() and not Protokoll.objects.exists()


def make_plan(grant):
    return [grant.budgetposten.create(art="personal", amount=Decimal(amount)) for amount in ("60.00", "40.00")]


def test_lines_of_a_draft_are_changed_and_noted(client):
    grant = make_grant()
    first, second = make_plan(grant)
    moved = change(client, grant, **{"budgetposten-0-amount": "61,00", "budgetposten-1-amount": "39,00"})
    assert moved.status_code == 302
    assert Protokoll.objects.get().details == {
        "budgetposten": {
            "geaendert": ["amount"],
            "werte": {str(first.pk): {"amount": ["60.00", "61.00"]}, str(second.pk): {"amount": ["40.00", "39.00"]}},
        }
    }


def test_nobody_shifts_the_plan_of_an_awarded_grant_alone(client):
    """It takes a request or a change, a second signature and a document."""
    grant = make_grant()
    make_plan(grant)
    address = f"/verwaltung/projects/foerderung/{grant.pk}/change/"
    typed = form_data(client.get(address))
    typed |= {"budgetposten-0-amount": "70,00", "budgetposten-1-amount": "30,00"}
    plant_status(grant, "bewilligt", bewilligt_am=timezone.now())
    assert client.post(address, typed).status_code == 403
    assert sorted(grant.budgetposten.values_list("amount", flat=True)) == [Decimal(40), Decimal(60)]
    page = client.get(address).content.decode()
    assert 'name="budgetposten-0-amount"' not in page and "60,00" in page


def warnings_of(client, obj, **changes):
    """Save, and return what the next page warns of."""
    assert change(client, obj, **changes).status_code == 302
    page = client.get("/verwaltung/projects/foerderung/")
    return [str(message) for message in page.context["messages"] if message.level_tag == "warning"]


def test_a_draft_that_cannot_be_awarded_is_saved_with_a_warning(client):
    cohort = make_cohort(hoechstbetrag=Decimal("100000.00"), gesamtbetrag=Decimal("110000.00"))
    make_grant(office(1), cohort, lines=["50000.00"])
    draft = make_grant(office(2), cohort, amount=Decimal("90.00"))
    ceiling, total, lines = warnings_of(client, draft, amount="120.000,00")
    assert "Der Höchstbetrag je Standort ist 100.000,00\u00a0€, diese Fördersumme 120.000,00\u00a0€." in ceiling
    assert "noch 60.000,00\u00a0€ frei" in total
    assert "ergeben zusammen 0,00\u00a0€, die Fördersumme ist 120.000,00\u00a0€" in lines
    assert all("bewilligen lässt er sich so nicht" in text for text in (ceiling, total, lines))
    draft.refresh_from_db()
    assert draft.amount == Decimal("120000.00")
    Budgetposten.objects.create(foerderung=draft, art="personal", amount=Decimal("60000.00"))
    assert warnings_of(client, draft, amount="60.000,00") == []


def test_an_awarded_grant_is_fixed(client):
    grant = make_grant(lines=["100.00"])
    page = client.get(f"/verwaltung/projects/foerderung/{grant.pk}/change/")
    assert set(page.context["adminform"].form.fields) == set()  # a longer time or another sum comes by a document
    assert "Sichern" not in page.content.decode()
    assert client.post(f"/verwaltung/projects/foerderung/{grant.pk}/delete/", {"post": "yes"}).status_code == 403


def test_what_waits_for_its_signature_is_only_read(client):
    grant = make_grant()
    Foerderung.objects.filter(pk=grant.pk).update(status="zur_zeichnung")
    assert client.post(f"/verwaltung/projects/foerderung/{grant.pk}/change/", {"amount": "5,00"}).status_code == 403


def test_a_grant_that_overlaps_is_refused_in_words(client):
    cohort, town = make_cohort(), make_jugendamt()
    make_grant(town, cohort)
    other = make_grant(town, cohort, starts_on=date(2035, 1, 1))
    assert "schon eine Förderung" in errors_of(change(client, other, starts_on="01.01.2031"))
    assert Foerderung.objects.filter(starts_on=date(2035, 1, 1)).exists()


def test_bulk_delete_is_all_or_nothing(client):
    draft, awarded = make_grant(office(1)), make_grant(office(2), make_cohort("b"), lines=["100.00"])
    chosen = {"action": "delete_selected", "_selected_action": [draft.pk, awarded.pk], "post": "yes"}
    answer = client.post("/verwaltung/projects/foerderung/", chosen, follow=True)
    assert answer.status_code in {200, 403}
    assert Foerderung.objects.count() == 2
    assert not Protokoll.objects.filter(verb="verwaltung.geloescht").exists()


def test_phases_out_of_order_are_refused_in_words(client):
    site = make_standort()
    Projektphase.objects.create(standort=site, art="analyse", beginn=date(2030, 6, 1))
    Projektphase.objects.create(standort=site, art="umsetzung", beginn=date(2031, 1, 1))
    refused = change(client, site, **{"phasen-1-beginn": "01.01.2030"})
    assert "Die Phasen beginnen in ihrer Reihenfolge" in errors_of(refused)
    assert 'value="01.01.2030"' in refused.content.decode()


def test_a_published_site_is_found_by_its_new_text_and_gets_a_steckbrief(client):
    site = publish(make_standort(titel="Alt"))
    thema = Thema.objects.create(name="Übergang", slug="uebergang")
    assert change(client, site, titel="Raketenstart", themen=[str(thema.pk)]).status_code == 302
    entry = Sucheintrag.objects.get(kind="standort", object_id=str(site.pk))
    assert "Raketenstart" in entry.title and "Übergang" in entry.body
    assert Auftrag.objects.get().key == site.steckbrief_key


def test_a_phase_alone_orders_a_steckbrief_and_no_change_orders_none(client):
    site = publish(make_standort())
    Projektphase.objects.create(standort=site, art="analyse")
    assert change(client, site).status_code == 302
    assert not Auftrag.objects.exists() and not Protokoll.objects.exists()
    assert change(client, site, **{"phasen-0-ergebnisse": "Viel gelernt"}).status_code == 302
    assert Auftrag.objects.count() == 1


def test_sites_follow_a_renamed_and_a_removed_topic(client):
    site = publish(make_standort())
    thema = Thema.objects.create(name="Übergang", slug="uebergang")
    site.themen.add(thema)
    address = f"/verwaltung/base/thema/{thema.pk}"
    client.post(f"{address}/change/", {"name": "Schulstart", "slug": "uebergang"})
    assert Auftrag.objects.get().key == site.steckbrief_key
    assert "Schulstart" in Sucheintrag.objects.get(kind="standort").body
    Auftrag.objects.all().delete()
    client.post(f"{address}/delete/", {"post": "yes"})
    assert Auftrag.objects.get().key == site.steckbrief_key
    assert "Schulstart" not in Sucheintrag.objects.get(kind="standort").body


def test_a_message_names_the_grant_once(client):
    grant = make_grant()
    make_plan(grant)
    answer = change(client, grant)
    messages = [str(message) for message in client.get(answer["Location"]).context["messages"]]
    assert len(messages) == 1 and messages[0].count("Förderung") == 1, messages


def test_questions_are_written_one_per_line(client):
    site = make_standort()
    assert change(client, site, leitfragen="Was brauchen Kinder?\r\n\r\nWer hilft?").status_code == 302
    site.refresh_from_db()
    assert site.leitfragen == ["Was brauchen Kinder?", "Wer hilft?"]


def test_a_site_in_use_is_not_deleted(client):
    site = make_standort()
    make_grant(site.jugendamt, site.foerderzeitraum, standort=site)
    client.post(f"/verwaltung/projects/standort/{site.pk}/delete/", {"post": "yes"})
    assert Standort.objects.filter(pk=site.pk).exists()


def test_a_form_somebody_overtook_shows_both_versions_and_saves_the_second_time(client):
    site = make_standort(titel="Alt", text="Alter Text")
    address = f"/verwaltung/projects/standort/{site.pk}/change/"
    opened = client.get(address)
    mine = form_data(opened, titel="Meiner", _stand=opened.context["stand"])
    change(client, site, titel="Ihrer")
    Projektphase.objects.create(standort=site, art="analyse")
    refused = client.post(address, mine)
    assert "Dort steht jetzt „Ihrer“" in errors_of(refused)
    assert "Projektphasen" in errors_of(refused) and "Alter Text“" not in errors_of(refused)
    assert 'value="Meiner"' in refused.content.decode()
    assert client.post(address, mine | {"_stand": refused.context["stand"]}).status_code == 302
    site.refresh_from_db()
    assert site.titel == "Meiner"


@pytest.mark.parametrize("stand", ["", "{", "[1]", '{"titel": 7}', "\0"])
def test_a_strange_state_breaks_nothing(client, stand):
    site = make_standort(titel="Alt")
    assert change(client, site, titel="Neu", _stand=stand).status_code in {200, 302}
