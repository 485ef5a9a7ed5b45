"""Cohorts in the office: pages, a new one from an earlier one, programme rules."""

import re
from decimal import Decimal

import pytest

from projects import services
from projects.models import Foerderer, Foerderzeitraum
from projects.services.foerderzeitraeume import TAKEN_OVER
from servicestelle.base.choices import NotAllowed
from servicestelle.base.einmal import new_number
from tests.people import EVERYBODY, make_person
from tests.projects.calls import make_call
from tests.records import make_cohort

pytestmark = pytest.mark.django_db
OWN = {"name", "slug", "von_jahr", "bis_jahr", "aufruf_von", "aufruf_bis", "id"}
NEW = {"name": "2033 bis 2035", "slug": "2033-2035", "von_jahr": "2033", "bis_jahr": "2035"}
RULES = {
    "plaetze": 4,
    "hoechstbetrag": Decimal("90000.00"),
    "gesamtbetrag": Decimal("300000.00"),
    "dauer_monate": 24,
    "rechtsform": "bescheid",
    "bestandskraft_noetig": True,
    "verwendung_wochen": 8,
    "toleranz_prozent": Decimal("20.00"),
    "nachweis_monate": 6,
    "bagatelle": Decimal("500.00"),
    "zinsregel": "Keine.",
    "finanzierungsart": "anteil",
    "eigene_freigabe": False,
    "nachlauf_wochen": 12,
    "aufbewahrung_jahre": 10,
}


def make_full(**fields):
    cohort = make_call("2030", fiktiv=False, foerderer=Foerderer.objects.create(kuerzel="stiftung"), **RULES | fields)
    cohort.kriterien.create(name="Bedarf", reihenfolge=2, hoechstpunkte=3, erklaerung="Was fehlt?")
    return cohort


def typed(**fields):
    return NEW | {"nummer": new_number("foerderzeitraum")} | fields


def words(response):
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_field_is_taken_over_or_the_new_ones_own():
    assert {field.name for field in Foerderzeitraum._meta.fields} == OWN | set(TAKEN_OVER)


def test_a_new_cohort_takes_over_sums_rules_and_criteria_but_no_call(client):
    old = make_full()
    client.force_login(make_person("koordination1"))
    answer = client.get("/buero/foerderzeitraeume/neu/")
    page, action = words(answer), re.search(r'action="(/buero/foerder[^"]+)"', answer.content.decode())[1]
    assert "Übernommen aus „Kohorte 2030“" in page and "90.000,00 €" in page and "1 Kriterium" in page
    form, answers = typed(), []
    for _ in range(3):
        answers.append(client.post(action, form))
    new = Foerderzeitraum.objects.get(slug="2033-2035")
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, new.get_office_url())}
    assert [getattr(new, name) for name in TAKEN_OVER] == [getattr(old, name) for name in TAKEN_OVER]
    assert (new.aufruf_von, new.aufruf_bis) == (None, None)
    assert list(new.kriterien.values_list("name", "reihenfolge", "hoechstpunkte", "erklaerung")) == [
        ("Bedarf", 2, 3, "Was fehlt?")
    ]


def test_another_than_the_last_one_may_be_taken(client):
    chosen, last = make_full(), make_cohort("2031", von_jahr=2031, bis_jahr=2032)
    client.force_login(make_person("koordination2"))
    assert "„Kohorte 2031“" in words(client.get("/buero/foerderzeitraeume/neu/"))
    assert "„Kohorte 2030“" in words(client.get(f"/buero/foerderzeitraeume/neu/?aus={chosen.pk}"))
    for odd in ("x", "-1", "0", "9" * 30, "%00", str(last.pk + 99)):
        assert client.get(f"/buero/foerderzeitraeume/neu/?aus={odd}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"bis_jahr": "2032"}, "Das Endjahr liegt vor dem Anfangsjahr."),
        ({"aufruf_von": "01.02.2033"}, "oder keinen von beiden"),
        ({"aufruf_von": "01.02.2033", "aufruf_bis": "31.01.2033"}, "Der letzte Tag liegt vor dem ersten."),
        ({"aufruf_von": "gestern", "aufruf_bis": "31.01.2033"}, "Aufruf ab:"),
        ({"von_jahr": "99999"}, "von Jahr:"),
    ],
)
def test_what_is_wrong_is_said_and_kept(client, fields, said):
    make_full()
    client.force_login(make_person("koordination1"))
    answer = client.post("/buero/foerderzeitraeume/neu/", typed(**fields))
    assert answer.status_code == 422 and said in words(answer)
    assert all(value in answer.content.decode() for value in fields.values())
    assert Foerderzeitraum.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("name", "Kohorte 2030"), ("slug", "2030")])
def test_a_name_that_is_taken_is_refused_and_kept(client, field, value):
    make_full()
    client.force_login(make_person("koordination1"))
    answer = client.post("/buero/foerderzeitraeume/neu/", typed(**{field: value}))
    assert answer.status_code == 409 and f"„{value}“ hat schon ein anderer" in words(answer)
    assert f'value="{value}"' in answer.content.decode()


def test_only_the_koordination_adds():
    old = make_full()
    for name in EVERYBODY[1:]:
        if name not in {"koordination1", "koordination2"}:
            with pytest.raises(NotAllowed):
                services.copy_foerderzeitraum(old, name="x", slug="x", von_jahr=1, bis_jahr=1, actor=make_person(name))


def test_the_page_shows_scope_rules_and_call(client):
    cohort = make_full()
    client.force_login(make_person("revision"))
    page = words(client.get(cohort.get_office_url()))
    for said in (
        "300.000,00 €",
        "24 Monate",
        "Anteilfinanzierung",
        "nein – eine zweite Person reicht ein",
        "noch 12 Wochen",
        "10 Jahre",
        "0 bis 3 Punkte",
        "offen",
    ):
        assert said in page
    assert "Fördersummen ausprobieren" not in page and "/verwaltung/projects/foerderzeitraum/" not in page


def test_the_rules_are_edited_in_the_admin_with_their_criteria(client):
    cohort = make_full()
    client.force_login(make_person("koordination1"))
    page = client.get(f"/verwaltung/projects/foerderzeitraum/{cohort.pk}/change/").content.decode()
    for name in ("eigene_freigabe", "nachlauf_wochen", "aufbewahrung_jahre", "aufruf_bis", "kriterien-0-hoechstpunkte"):
        assert f'name="{name}"' in page


@pytest.mark.parametrize(
    ("field", "value"), [("nachlauf_wochen", 105), ("aufbewahrung_jahre", 0), ("aufbewahrung_jahre", 31)]
)
def test_limits_of_the_new_rules(refused, field, value):
    with refused("projects_foerderzeitraum_fristen"):
        Foerderzeitraum.objects.filter(pk=make_cohort().pk).update(**{field: value})


def test_an_open_call_shows_on_the_public_page_an_invented_one_only_to_its_offices(client):
    make_call("demo", closes=3)
    assert "Zurzeit läuft kein Aufruf" in words(client.get("/foerderung/"))
    for name, sees in {"bearbeitung": True, "nachbaramt": True, "koordination1": False, "revision": False}.items():
        client.force_login(make_person(name))
        assert ("ein erfundener Aufruf ist offen" in words(client.get("/foerderung/"))) == sees, name
    client.logout()
    real = make_call("echt", fiktiv=False, closes=3)
    page = words(client.get("/foerderung/"))
    assert f"{real.aufruf_bis:%d.%m.%Y}" in page and "erfunden" not in page.replace("mit erfundenen", "")
    Foerderzeitraum.objects.filter(pk=real.pk).update(aufruf_bis=real.aufruf_von)
    assert "Zurzeit läuft kein Aufruf" in words(client.get("/foerderung/"))
