"""Simulations: what a variant breaks and by how much, saving side by side, and drafts of grants from one."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from projects import services
from projects.choices import NoMoney
from projects.models import Buchung, Budgetposten, Foerderung, Simulation, Variante, Variantenbetrag
from projects.reports.aufrufe import rahmen_of, stand_of
from projects.services.entwuerfe import split
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.einmal import new_number
from tests.database import sql
from tests.people import EVERYBODY, make_person
from tests.projects.calls import NEIGHBOUR, OWN, draft, make_call, make_simulation, plant
from tests.records import make_grant, make_jugendamt, make_standort

pytestmark = pytest.mark.django_db
LIMITS = {"hoechstbetrag": Decimal("100000.00"), "gesamtbetrag": Decimal("180000.00"), "plaetze": 2}
MANAGERS = {"koordination1", "koordination2"}
THIRD = "00000003"


def call(**rules):
    return make_call(**LIMITS | {"toleranz_prozent": Decimal("20.00"), "dauer_monate": 24} | rules)


def stand(sums, cohort=None):
    cohort = cohort or call()
    simulation = make_simulation(cohort, sums)
    return stand_of(simulation.varianten.first(), cohort)


def words(response):
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def plain(sentences):
    return [sentence.replace("\u00a0", " ") for sentence in sentences]


# What a variant comes to


def test_a_variant_that_fits():
    found = stand({OWN: "100000.00", NEIGHBOUR: "80000.00"})
    assert (found.summe, found.rest, found.zahl) == (Decimal("180000.00"), 0, 2)
    assert (found.verstoesse, found.hinweise) == ([], [])


def test_what_it_breaks_and_by_how_much():
    found = stand({OWN: "100000.01", NEIGHBOUR: "90000.00", THIRD: "1.00"})
    assert plain(found.verstoesse) == [
        f"Stadt {OWN}: 100.000,01 € sind 0,01 € über dem Höchstbetrag je Standort (100.000,00 €).",
        "Zusammen 190.001,01 € sind 10.001,01 € mehr, als im Förderzeitraum noch frei ist (180.000,00 €).",
    ]
    assert found.hinweise == ["3 Jugendämter, frei sind 2 der geplanten Plätze: 1 mehr."]
    assert found.rest == Decimal("-10001.01")


def test_what_is_awarded_already_is_no_longer_free():
    cohort = call()
    make_grant(make_jugendamt(THIRD), cohort, lines=["50000.00"])
    make_grant(make_jugendamt("00000004"), cohort, amount=Decimal(9))  # a draft binds nothing
    frame = rahmen_of(cohort)
    assert (frame.frei, frame.plaetze) == (Decimal("130000.00"), 1)
    assert stand({OWN: "90000.00", NEIGHBOUR: "40000.00"}, cohort).verstoesse == []


def test_who_was_not_selected_is_named():
    cohort = call()
    row = plant(cohort, make_jugendamt(NEIGHBOUR))
    services.turn_down_interessenbekundung(row, reason="Andere passten besser.", actor=make_person("koordination1"))
    found = stand({OWN: "90000.00", NEIGHBOUR: "40000.00"}, cohort)
    assert found.hinweise == [
        f"Stadt {NEIGHBOUR}: Die Interessenbekundung ist nicht ausgewählt, und das steht im Brief."
    ]


def test_without_limits_nothing_is_broken():
    cohort = call(hoechstbetrag=None, gesamtbetrag=None, plaetze=None)
    found = stand({OWN: "999999999.00"}, cohort)
    assert (found.verstoesse, found.hinweise, found.rest) == ([], [], None)


@pytest.mark.parametrize(
    ("amount", "percent", "personal", "rest"),
    [
        ("100.00", "80", "80.00", "20.00"),
        ("0.01", "50", "0.00", "0.01"),
        ("99.99", "33.33", "33.33", "66.66"),
        ("90000.00", "100", "90000.00", "0.00"),
        ("90000.00", "0", "0.00", "90000.00"),
    ],
)
def test_the_split_keeps_every_cent(amount, percent, personal, rest):
    lines = split(Decimal(amount), Variante(personal_prozent=Decimal(percent)))
    assert sum(lines.values()) == Decimal(amount) and 0 not in lines.values()
    assert (lines.get("personal", 0), lines.get("sachkosten", 0)) == (Decimal(personal), Decimal(rest))


# Drafts


def test_drafts_of_a_variant_have_lines_months_and_tolerance_and_bind_nothing():
    cohort = call()
    site = make_standort(make_jugendamt(OWN), cohort)
    simulation = make_simulation(cohort, {OWN: "90000.00", NEIGHBOUR: "50000.01"})
    grants = services.draft_foerderungen(simulation.varianten.first(), actor=make_person("koordination1"))
    rows = Foerderung.objects.order_by("jugendamt").values_list("jugendamt", "status", "amount", "months", "standort")
    assert list(rows) == [
        (OWN, "entwurf", Decimal("90000.00"), 24, site.pk),
        (NEIGHBOUR, "entwurf", Decimal("50000.01"), 24, None),
    ]
    lines = Budgetposten.objects.filter(foerderung=grants[1]).order_by("art")
    assert [(line.art, line.amount, line.toleranz_prozent) for line in lines] == [
        ("personal", Decimal("40000.01"), Decimal("20.00")),
        ("sachkosten", Decimal("10000.00"), Decimal("20.00")),
    ]
    assert rahmen_of(cohort).frei == Decimal("180000.00") and not Buchung.objects.exists()


def test_a_simulation_is_taken_over_once_and_stays(refused):
    simulation = make_simulation(call(), {OWN: "10.00"})
    first, second = simulation.varianten.all()
    person = make_person("koordination1")
    services.draft_foerderungen(first, actor=person)
    for act in (
        lambda: services.draft_foerderungen(first, actor=person),
        lambda: services.draft_foerderungen(second, actor=person),
        lambda: services.discard_simulation(simulation, actor=person),
        lambda: services.add_variante(simulation, actor=person),
        lambda: services.save_simulation(simulation, version=1, varianten={}, actor=person),
    ):
        with pytest.raises(NotNow, match="schon Entwürfe"):
            act()
    taken = Variante.objects.get(pk=first.pk)
    with refused("projects_variante_uebernommen_once"):
        Variante.objects.filter(pk=second.pk).update(
            uebernommen_am=taken.uebernommen_am, uebernommen_von=taken.uebernommen_von
        )
    with refused("projects_variantenbetrag_fest"):
        Variantenbetrag.objects.filter(variante=first).update(amount=1)
    with refused("projects_variantenbetrag_fest"):
        simulation.delete()
    assert Foerderung.objects.count() == 1


def test_no_drafts_of_what_breaks_a_rule_of_nothing_or_of_who_has_one():
    cohort, person = call(), make_person("koordination1")
    too_much = make_simulation(cohort, {OWN: "100000.01"}, name="zu viel")
    with pytest.raises(NoMoney, match="über dem Höchstbetrag"):
        services.draft_foerderungen(too_much.varianten.first(), actor=person)
    with pytest.raises(NotNow, match="keinen Betrag"):
        services.draft_foerderungen(make_simulation(cohort, {}, name="leer").varianten.first(), actor=person)
    make_grant(make_jugendamt(OWN), cohort)
    again = make_simulation(cohort, {OWN: "1.00"}, name="noch einmal")
    with pytest.raises(NotNow, match=f"schon eine Förderung oder einen Entwurf für: Stadt {OWN}"):
        services.draft_foerderungen(again.varianten.first(), actor=person)
    assert Foerderung.objects.count() == 1


@pytest.mark.parametrize("name", [name for name in EVERYBODY[1:] if name not in MANAGERS])
def test_nobody_else_simulates(name):
    cohort, person = call(), make_person(name)
    simulation = make_simulation(cohort, {OWN: "10.00"})
    for act in (
        lambda: services.create_simulation(cohort, name="x", kandidaten=[], betraege={}, actor=person),
        lambda: services.save_simulation(simulation, version=1, varianten={}, actor=person),
        lambda: services.add_variante(simulation, actor=person),
        lambda: services.discard_simulation(simulation, actor=person),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed, match="legt die Koordination an"):
        services.draft_foerderungen(simulation.varianten.first(), actor=person)


@pytest.mark.parametrize(
    ("table", "fields", "constraint"),
    [
        ("projects_variantenbetrag", "amount = 0", "projects_variantenbetrag_amount"),
        ("projects_variante", "personal_prozent = 101", "projects_variante_prozent"),
        ("projects_variante", "uebernommen_am = now()", "projects_variante_uebernommen"),
    ],
)
def test_each_rule_alone(refused, table, fields, constraint):
    make_simulation(call(), {OWN: "10.00"})
    with refused(constraint):
        sql(f"UPDATE {table} SET {fields} WHERE id = (SELECT min(id) FROM {table})")


def test_names_and_offices_once(refused):
    simulation = make_simulation(call(), {OWN: "10.00"})
    with refused("projects_simulation_once"):
        Simulation.objects.create(foerderzeitraum=simulation.foerderzeitraum, name=simulation.name)
    with refused("projects_variantenbetrag_once"):
        Variantenbetrag.objects.create(variante=simulation.varianten.first(), jugendamt_id=OWN, amount=1)


# The pages


@pytest.fixture
def chief(client):
    client.force_login(make_person("koordination1"))
    return client


def grid(simulation, **changes):
    """What stands in the form, with `changes` by place: `a_OWN="1,00"` is Musterstadt in the first variant."""
    form = {"version": simulation.version, "nummer": new_number("varianten")}
    for letter, variante in zip("abcdef", simulation.varianten.all(), strict=False):
        form |= {f"name_{variante.pk}": variante.name, f"prozent_{variante.pk}": "80,00"}
        for office in simulation.kandidaten.all():
            form[f"betrag_{variante.pk}_{office.pk}"] = changes.pop(f"{letter}_{office.pk}", "")
    return form | changes


def test_candidates_are_those_who_sent_one_and_get_the_sum_they_named(chief):
    cohort = call()
    plant(cohort, make_jugendamt(NEIGHBOUR), betrag=Decimal("95000.00"))
    make_jugendamt(THIRD)
    draft(cohort)
    path = reverse("buero_simulation_neu", args=[cohort.pk])
    page = chief.get(path)
    assert page.context["form"].initial["kandidaten"] == [make_jugendamt(NEIGHBOUR)]
    form = {"name": "Zwei", "nummer": new_number("simulation"), "kandidaten": [NEIGHBOUR], "weitere": [THIRD]}
    answers = [chief.post(path, form) for _ in range(2)]
    simulation = Simulation.objects.get()
    assert {answer["Location"] for answer in answers} == {simulation.get_absolute_url()}
    sums = simulation.varianten.first().betraege.values_list("jugendamt", "amount")
    assert dict(sums) == {NEIGHBOUR: Decimal("95000.00"), THIRD: Decimal("100000.00")}
    again = chief.post(path, form | {"nummer": new_number("simulation")})
    assert again.status_code == 409 and "gibt es hier schon" in words(again)
    nobody = chief.post(path, {"name": "Leer", "nummer": new_number("simulation")})
    assert nobody.status_code == 422 and "mindestens ein Jugendamt" in words(nobody)


def test_type_save_and_see(chief):
    simulation = make_simulation(call(), {OWN: "90000.00", NEIGHBOUR: "90000.00"})
    path = simulation.get_absolute_url()
    assert "hält alle Grenzen ein" in words(chief.get(path))
    form = grid(simulation, **{f"a_{OWN}": "110.000,00", f"b_{OWN}": "1,50"})
    assert {chief.post(path, form).status_code for _ in range(2)} == {302}
    page = words(chief.get(path))
    assert "sind 10.000,00 € über dem Höchstbetrag" in page and "178.500" not in page and "179.998,50 €" in page
    wrong = chief.post(path, grid(Simulation.objects.get(), **{f"a_{OWN}": "1,000.00"}))
    assert wrong.status_code == 422 and 'value="1,000.00"' in wrong.content.decode()


def test_two_who_calculate_see_both_versions(chief):
    simulation = make_simulation(call(), {OWN: "1.00"})
    path, mine = simulation.get_absolute_url(), grid(simulation, **{f"a_{OWN}": "3,00"})
    chief.post(path, grid(simulation, **{f"a_{OWN}": "2,00"}))
    answer = chief.post(path, mine)
    page = words(answer)
    assert answer.status_code == 409 and "Beide Fassungen" in page and "2,00 €" in page and "3,00 €" in page
    fresh = re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]
    assert chief.post(path, mine | {"version": fresh}).status_code == 302
    assert simulation.varianten.first().betraege.get().amount == 3


def test_more_variants_drafts_and_the_way_back(chief):
    simulation = make_simulation(call(), {OWN: "10.00"})
    step = {"nummer": new_number("schritt")}
    for _ in range(2):
        assert chief.post(reverse("buero_simulation_variante", args=[simulation.pk]), step).status_code == 302
    assert simulation.varianten.count() == 3
    path = reverse("buero_simulation_uebernehmen", args=[simulation.pk, simulation.varianten.first().pk])
    assert "Personalkosten (0,5 VZÄ) 8,00 €, Sachkosten 2,00 €" in words(chief.get(path))
    step = {"nummer": new_number("schritt")}
    assert {chief.post(path, step)["Location"] for _ in range(2)} == {simulation.get_absolute_url()}
    page = words(chief.get(simulation.get_absolute_url()))
    assert "Übernommen: Variante A" in page and "Speichern und rechnen" not in page
    discard = chief.post(
        reverse("buero_simulation_verwerfen", args=[simulation.pk]),
        {"nummer": new_number("schritt")},
    )
    assert discard.status_code == 409 and "bleibt als Beleg" in words(discard)


def test_discarding_asks_first_and_counts_once(chief):
    simulation = make_simulation(call(), {OWN: "10.00"})
    path = reverse("buero_simulation_verwerfen", args=[simulation.pk])
    assert "Simulation verwerfen?" in words(chief.get(path))
    step = {"nummer": new_number("schritt")}
    target = simulation.foerderzeitraum.get_office_url()
    assert {chief.post(path, step)["Location"] for _ in range(2)} == {target}
    assert not Simulation.objects.exists()
    assert chief.get(path).status_code == 404


def test_six_variants_are_the_most(chief):
    simulation, person = make_simulation(call(), {}), make_person("koordination1")
    for _ in range(4):
        services.add_variante(simulation, actor=person)
    with pytest.raises(NotNow, match="6 Varianten"):
        services.add_variante(simulation, actor=person)
    assert [row.name for row in simulation.varianten.all()][-1] == "Variante F"


def test_those_who_only_read_see_no_button(client):
    simulation = make_simulation(call(), {OWN: "10.00"})
    client.force_login(make_person("revision"))
    page = words(client.get(simulation.get_absolute_url()))
    assert "Was herauskommt" in page
    assert not any(word in page for word in ("Speichern", "verwerfen", "Entwürfe anlegen", "Noch eine"))
    assert client.post(simulation.get_absolute_url(), grid(simulation)).status_code == 403
