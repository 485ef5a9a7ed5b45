"""The public list of sites: filters that combine, counts that are true, notes instead of errors."""

import pytest
from django.urls import reverse

from projects.filters import StandortFilter
from projects.models import Standort
from servicestelle.base import search
from servicestelle.base.models import Thema
from tests.records import make_cohort, make_jugendamt, make_standort, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def sites():
    """Four public sites, one draft, one of an invented office."""
    old, new = make_cohort("2019"), make_cohort("2021")
    topics = {name: Thema.objects.create(name=name, slug=name.lower()) for name in ("Armut", "Schule")}
    town = make_jugendamt("05900001", kreis="Kreis Nord", art="kreisangehoerige_stadt")
    kreis = make_jugendamt("05900002", kreis="Kreis Nord", art="kreis")
    city = make_jugendamt("05900003", kreis="Südstadt")
    rows = [
        (town, old, ["Armut"], "Erste Frage"),
        (town, new, ["Armut", "Schule"], "Zweite Frage"),
        (kreis, old, ["Schule"], "Kinderschutz"),
        (city, new, [], "Vierte"),
    ]
    for office, cohort, names, title in rows:
        site = make_standort(office, cohort, titel=title)
        site.themen.set(topics[name] for name in names)
        search.refresh(publish(site))
    make_standort(kreis, new, titel="Entwurf")
    publish(make_standort(make_jugendamt("00000009"), old, titel="Erfunden"))


def found(client, query=""):
    page = client.get(f"/standorte/{query}")
    assert page.status_code == 200
    return {row["titel"] for row in page.context["page"].object_list}, page.content.decode()


def test_only_published_sites_of_real_offices(client, sites):
    assert found(client)[0] == {"Erste Frage", "Zweite Frage", "Kinderschutz", "Vierte"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?foerderzeitraum=2019", {"Erste Frage", "Kinderschutz"}),
        ("?thema=schule", {"Zweite Frage", "Kinderschutz"}),
        ("?thema=schule&foerderzeitraum=2021", {"Zweite Frage"}),
        ("?art=kreis", {"Kinderschutz"}),
        ("?kreis=Kreis+Nord&thema=armut", {"Erste Frage", "Zweite Frage"}),
        ("?q=frage", {"Erste Frage", "Zweite Frage"}),
        ("?q=frage&foerderzeitraum=2021", {"Zweite Frage"}),
        ("?q=schutz", {"Kinderschutz"}),
        ("?foerderzeitraum=2019&kreis=S%C3%BCdstadt", set()),
    ],
)
def test_filters_combine(client, sites, query, titles):
    assert found(client, query)[0] == titles


@pytest.mark.parametrize("query", ["", "thema=schule", "foerderzeitraum=2021", "kreis=Kreis Nord&art=kreis", "q=frage"])
def test_each_count_is_what_choosing_it_would_show(sites, query):
    from django.http import QueryDict

    shown = StandortFilter(QueryDict(query), Standort.objects.public())
    for name, options in shown.overview.options.items():
        for value, _, count in options:
            chosen = QueryDict(query, mutable=True)
            chosen[name] = value
            assert StandortFilter(chosen, Standort.objects.public()).qs.count() == count, (name, value)


def test_a_known_value_stays_known_where_the_word_leaves_nothing(client, sites):
    """The facet was said to be unknown as soon as no site with it was left."""
    titles, page = found(client, "?q=gibt-es-nicht&thema=armut")
    assert titles == set()
    assert "kennen wir nicht" not in page
    assert "Thema „Armut“" in page
    assert "Schule (0)" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?thema=gibt-es-nicht", "kennen wir nicht"),
        ("?thema=armut&thema=schule", "mehrfach angegeben"),
        ("?seite=99", "gibt es nicht"),
        ("?seite=abc", "kennen wir nicht"),
        ("?seite=-1", "kennen wir nicht"),
        ("?q=" + "x" * 5000, "sehr lang"),
        ("?thema=%00", "kennen wir nicht"),
    ],
)
def test_odd_input_gets_a_note(client, sites, query, words):
    _, page = found(client, query)
    assert words in page


def test_the_map_is_the_list_as_picture(client, sites):
    page = client.get("/standorte/?ansicht=karte&thema=armut")
    counts = {
        circle["url"]: circle["count"] for circle in map(vars_of, page.context["karte"].circles) if circle["count"]
    }
    assert counts in ({}, {"/jugendaemter/stadt-05900001/": 2})  # offices without a place on the map are not drawn
    assert "2 Standorte" in page.content.decode()


def vars_of(circle):
    return {name: getattr(circle, name) for name in ("url", "count")}


def test_the_number_of_queries_does_not_grow(client, sites, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/standorte/")
    cohort = make_cohort("2030")
    for number in range(30):
        publish(make_standort(make_jugendamt(f"059100{number:02}"), cohort, titel=f"Nr. {number}"))
    with django_assert_num_queries(2):
        client.get("/standorte/")


def test_anonymous_pages_set_no_cookie(client, sites):
    response = client.get("/standorte/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_draft_is_seen_by_the_office_only(client, sites, person):
    from servicestelle.pages.gruppen import apply_gruppen

    apply_gruppen()
    draft = Standort.objects.get(titel="Entwurf")
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(person("redaktion"))
    page = client.get(draft.get_absolute_url())
    assert "nicht öffentlich" in page.content.decode()


def test_funding_advertises_no_call_that_is_not_open(client, sites):
    page = client.get(reverse("foerderung")).content.decode()
    assert "Zurzeit läuft kein Aufruf" in page
