"""Pages of networks: all parts are shown, drafts are not, the number of queries does not grow."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jugendaemter.diagrams import age_bars
from jugendaemter.models import Angebot, Gremium, Programm
from servicestelle.pages.gruppen import apply_gruppen
from tests.records import make_jugendamt, make_netzwerk, publish


def full_network(slug="netz"):
    network = make_netzwerk(slug=slug, ziel="Zusammen wachsen", beteiligte=["Hebammen"])
    network.jugendaemter.add(make_jugendamt())
    Gremium.objects.create(netzwerk=network, art="steuerungsgruppe", name="Steuerung", vorsitz="Landrat")
    Gremium.objects.create(netzwerk=network, art="arbeitsgruppe", name="Kleine", alter_von=0, alter_bis=6)
    Programm.objects.create(netzwerk=network, name="kinderstark", ebene="land")
    Angebot.objects.create(netzwerk=network, name="Frühe Hilfen", text="Früh")
    return publish(network)


def test_a_network_shows_all_its_parts(client, db):
    page = client.get(full_network().get_absolute_url())
    for text in ("Zusammen wachsen", "Hebammen", "Landrat", "Kleine", "0 bis 6 Jahre", "kinderstark", "Frühe Hilfen"):
        assert text in page.content.decode()


def test_a_bare_network_says_what_is_unknown(client, db):
    page = client.get(publish(make_netzwerk()).get_absolute_url())
    assert "nicht bekannt" in page.content.decode()


def test_a_draft_is_for_the_office_only(client, db, person):
    draft = make_netzwerk()
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(person("redaktion"))
    apply_gruppen()
    assert "nicht öffentlich" in client.get(draft.get_absolute_url()).content.decode()


def test_the_list_takes_the_same_queries_for_many(client, db):
    full_network()

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/netzwerke/").status_code == 200
        return len(queries)

    first = count()
    for number in range(30):
        full_network(f"netz-{number}")
    assert count() == first


def test_an_empty_list_says_what_to_do(client, db):
    assert "Noch ist kein Netzwerk eingetragen" in client.get("/netzwerke/").content.decode()


def test_bars_share_one_scale(db):
    bars = age_bars([Gremium(name="a", alter_von=0, alter_bis=9), Gremium(name="b", alter_von=9, alter_bis=18)])
    assert bars["bars"][0].end == bars["bars"][1].start == 500
    assert age_bars([Gremium(name="ohne Alter")]) is None
