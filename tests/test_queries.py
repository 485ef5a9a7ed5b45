"""Every list asks the database as often for thirty rows as for one."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beratung import services
from beratung.models import Abwesenheit, Anmeldung, Austauschangebot, Zustaendigkeit
from beratung.notifications.anfragen import token_of
from projects.models import Auszug, Bescheidentwurf, Budgetposten, Projektphase, Standort, StandortPartner, Zustellung
from publications.models import Kapitel
from servicestelle.base import protokoll, search
from servicestelle.base.models import Auftrag, Thema, User, Vertretung
from tests.beratung.cases import receive
from tests.beratung.exchanges import join, make_austausch
from tests.people import make_person
from tests.projects import calls
from tests.projects.briefe import plant_anhoerung, plant_antrag, plant_bescheid
from tests.projects.money import make_money, plant_abruf
from tests.records import (
    make_ausgabe,
    make_cohort,
    make_datei,
    make_document,
    make_grant,
    make_jugendamt,
    make_meldung,
    make_netzwerk,
    make_publikation,
    make_standort,
    publish,
)

pytestmark = pytest.mark.django_db
MANY = 30
MOST = 12  # a public page; office pages may ask for rights and session on top


def fill(first, last):
    """Rows of every kind, each with its own relations: what differs per row would be asked per row."""
    for number in range(first, last):
        office = make_jugendamt(f"0591{number:04}", kreis=f"Kreis {number}")
        cohort = make_cohort(f"zeit-{number}", von_jahr=2030 + number, bis_jahr=2032 + number)
        site = make_standort(office, cohort, slug=f"ort-{number}", titel=f"Ort {number}", leitfragen=["Wie?"])
        site.themen.add(Thema.objects.create(name=f"Thema {number}", slug=f"thema-{number}"))
        StandortPartner.objects.create(standort=site, name="Kita")
        Projektphase.objects.create(standort=site, art="analyse")
        grant = make_grant(office, cohort, standort=site, lines=["10.00", "20.00"])
        Budgetposten.objects.create(foerderung=grant, art="sachkosten", amount=0)
        plant_abruf(grant, "1.00", "2.00")
        _call(number, cohort, office)
        plant_documents(grant, number)
        network = make_netzwerk(f"netz-{number}")
        network.jugendaemter.add(office)
        network.gremien.create(art="arbeitsgruppe", name="AG", alter_von=0, alter_bis=3)
        book = make_publikation(f"heft-{number}", jahr=2020)
        Kapitel.objects.create(publikation=book, reihenfolge=1, art="standort", standort=site)
        document = make_document(f"a/{number}.pdf", key=site.steckbrief_key, public=True)
        make_ausgabe(book, status="geprueft", dokument=document)
        news = make_meldung(f"neu-{number}", datum=date(2026, 1, 1))
        for page in (site, network, book, news):
            search.refresh(publish(page))
        for status in ("fehlgeschlagen", "abgebrochen"):
            Auftrag.objects.create(kind="x", title="x", status=status, finished_at="2026-01-01T00:00Z")
        Auftrag.objects.create(kind="x", title="x")
        protokoll.record("verwaltung.geaendert", site, actor=None)
        for slug, start in (("bald", 7), ("vorbei", -7)):
            exchange = make_austausch(f"{slug}-{number}", starts_in=timedelta(days=start, minutes=number))
            search.refresh(exchange)
        register_people(make_austausch("viele") if number == 0 else Austauschangebot.objects.get(slug="viele"), office)
        asked = receive(jugendamt=office)
        asked.themen.add(*site.themen.all())
        make_datei(asked, number)
        receive(jugendamt=office)  # nobody has taken this one yet
        _triage(number, asked, site)


def _call(number, cohort, office):
    """An open call with what came in, its scores, and a simulation."""
    today = timezone.localdate()
    type(cohort).objects.filter(pk=cohort.pk).update(aufruf_von=today, aufruf_bis=today)
    cohort.refresh_from_db()
    calls.plant_score(calls.plant(cohort, office), make_person("fachberatung"))
    calls.make_simulation(cohort, {office.pk: "10.00"}, name=f"Probe {number}")


def plant_documents(grant, number):
    """What is signed and delivered, what waits, what was asked and heard; and a draft of another grant."""
    signed = plant_bescheid(grant, az=f"GA-2001-{number:04}")
    today = timezone.localdate()
    Zustellung.objects.create(bescheid=signed, weg="post", am=today, bekannt_am=today)
    asked = plant_antrag(grant)
    plant_anhoerung(grant)
    Bescheidentwurf.objects.create(
        foerderung=grant, art="ablehnung", antrag=asked, begruendung="x", vorbereitet_von=make_person("koordination2")
    )
    make_grant(grant.jugendamt, make_cohort(f"entwurf-{number}"), starts_on=date(2040, 1, 1))


def _triage(number, anfrage, site):
    """The request has a person of its own, who is away and has rules: each row of the queue shows all of it."""
    adviser, deputy = make_person("fachberatung"), make_person("koordination2")
    adviser = adviser if number == 0 else User.objects.create_user(f"b{number}@demo.example", name=f"B {number}")
    adviser.groups.add(*deputy.groups.all())
    Zustaendigkeit.objects.create(person=adviser, thema=site.themen.get(), kreis=anfrage.jugendamt.kreis)
    Auszug.objects.create(person=adviser, art="zeitraeume", format="csv")
    today = timezone.localdate()
    Abwesenheit.objects.create(user=adviser, vertretung=deputy, von=today, bis=today)
    services.assign_anfrage(anfrage, to=adviser, actor=deputy)
    _stand_in(adviser, deputy)


def _stand_in(person, chief):
    """For the Zahlstelle: one deputyship to come, one that was ended."""
    coming = timezone.localdate() + timedelta(days=7)
    days = {"von": coming, "bis": coming, "eingetragen_von": chief}
    Vertretung.objects.create(person=person, beendet_am=timezone.now(), beendet_von=chief, **days)
    Vertretung.objects.create(person=person, **days)


def register_people(exchange, office):
    """One more with a place and one more who waits, each of an office of their own."""
    exchange.anmeldungen.filter(status="angemeldet").update(jugendamt=office)
    number = exchange.anmeldungen.count()
    Austauschangebot.objects.filter(pk=exchange.pk).update(plaetze=number // 2 + 1)
    for row in (join(exchange, number), join(exchange, number + 1)):
        Anmeldung.objects.filter(pk=row.pk).update(jugendamt=office)


def count(client, path):
    client.get(path)  # fills what is kept per process
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(queries), "\n".join(query["sql"][:200] for query in queries)


PUBLIC = [
    "/",
    "/standorte/",
    "/standorte/?q=Ort",
    "/foerderung/",
    "/jugendaemter/",
    "/netzwerke/",
    "/publikationen/",
    "/aktuelles/",
    "/aktuelles/feed/",
    "/austausch/",
    "/austausch/feed/",
    "/suche/?q=Ort",
    "/sitemap.xml",
]
DETAILS = [
    "/standorte/ort-0/",
    "/jugendaemter/stadt-05910000/",
    "/netzwerke/netz-0/",
    "/publikationen/heft-0/",
    "/austausch/bald-0/",
]
OFFICE = [
    "/buero/",
    "/buero/auftraege/",
    "/buero/seiten/",
    "/buero/publikationen/",
    "/buero/zuschriften/",
    "/buero/anfragen/",
    "/buero/anfragen/?sort=frist",
    "/buero/fristen/",
    "/buero/fristen/?lage=offen",
    "/buero/jugendaemter/",
    "/buero/statistik/",
    "/buero/abwesenheiten/",
    "/buero/austausch/",
    "/buero/mittelabrufe/",
    "/buero/mittelabrufe/?lage=alle",
    "/buero/foerderzeitraeume/",
    "/buero/interessenbekundungen/",
    "/buero/interessenbekundungen/?lage=alle&q=Stadt",
    "/buero/bescheide/",
    "/buero/bescheide/?lage=antraege",
    "/buero/bescheide/?lage=entwuerfe",
    "/buero/bescheide/?lage=alle",
    "/buero/mittelabrufe/?lage=zahlen",
    "/buero/mittelabrufe/zahlungsliste.csv",
    "/buero/foerderungen/",
    "/buero/foerderzeitraeume/zeit-0/geld/",
    "/buero/geld/",
    "/buero/menschen/",
    "/buero/menschen/vertretungen/",
]


EXCHANGE = ["", "liste/", "anmeldungen.csv"]
LISTS = [
    *((None, path) for path in PUBLIC + DETAILS),
    *(("koordination1", path) for path in OFFICE),
    *(("koordination1", f"/buero/austausch/viele/{step}") for step in EXCHANGE),
    *(("chefin", reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist")) for m in admin.site._registry),
    ("bearbeitung", "/mein/"),
]


@pytest.fixture(scope="module")
def asked_twice(django_db_setup, django_db_blocker):
    """{(who, path): what it asks with one row of every kind, and with many}: filled once for all lists, then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        clients = {name: client_of(name) for name in {who for who, _ in LISTS}}
        fill(0, 1)
        exchange = str(Austauschangebot.objects.get(slug="viele").pk)
        ask = lambda who, path: count(clients[who], path.replace("/viele/", f"/{exchange}/"))  # noqa: E731
        one = {(who, path): ask(who, path) for who, path in LISTS}
        fill(1, MANY)
        found = {(who, path): (one[who, path], ask(who, path)) for who, path in LISTS}
        transaction.set_rollback(True)
    return found


def client_of(name):
    client = Client()
    if name == "chefin":
        client.force_login(User.objects.create_superuser("chefin@demo.example", "ein-langes-passwort"))
    elif name:
        client.force_login(make_person(name))
    return client


@pytest.mark.parametrize(("who", "path"), LISTS)
def test_as_many_queries_for_many_rows_as_for_one(who, path, asked_twice):
    (one, _), (many, asked) = asked_twice[who, path]
    assert one == many, f"{path}: {one} bei 1, {many} bei {MANY}\n{asked}"
    assert who or many <= MOST, f"{path}: {many}\n{asked}"
    print(f"abfragen {path} {many}")


def with_thread(anfrage, first, last):
    """Messages of both sides, each with files."""
    for number in range(first, last):
        message = anfrage.nachrichten.create(vom_buero=bool(number % 2), text="Guten Tag")
        make_datei(message, number)
        make_datei(message, number)


@pytest.mark.parametrize("door", ["buero", "mein", "link"])
def test_a_request_with_many_messages_and_files(client, person, door):
    anfrage = receive(jugendamt=make_jugendamt("00000001"))
    if door != "link":
        client.force_login(person({"buero": "koordination1", "mein": "bearbeitung"}[door]))
    path = {
        "buero": f"/buero/anfragen/{anfrage.nummer}/",
        "mein": f"/mein/anfragen/{anfrage.nummer}/",
        "link": f"/fachberatung/status/{token_of(anfrage)}/",
    }[door]
    with_thread(anfrage, 0, 1)
    one, _ = count(client, path)
    with_thread(anfrage, 1, MANY)
    many, asked = count(client, path)
    assert one == many, asked


def test_own_registrations(client, person):
    member = person("bearbeitung")
    client.force_login(member)
    fill(0, 1)
    Anmeldung.objects.filter(pk=Anmeldung.objects.first().pk).update(konto=member)
    one, _ = count(client, "/mein/")
    fill(1, MANY)
    for exchange in Austauschangebot.objects.exclude(slug="viele"):
        Anmeldung.objects.filter(pk=join_if_coming(exchange)).update(konto=member)
    many, asked = count(client, "/mein/")
    assert one == many, asked


def join_if_coming(exchange):
    return join(exchange).pk if exchange.nimmt_an else None


def with_requests(grant, first, last):
    """A line and a request with two entries each, a document and a request for a change."""
    for number in range(first, last):
        art = "aenderung" if number else "bewilligung"
        plant_bescheid(grant, art=art, nummer=number + 1, az=f"GA-2002-{number:04}")
        plant_antrag(grant, nummer=number + 1)
        Budgetposten.objects.create(foerderung=grant, art="sachkosten", amount=0, bezeichnung=f"Posten {number}")
        plant_abruf(grant, "1.00", "1.00", nummer=number + 1)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("bearbeitung", "/mein/foerderungen/{grant}/"),
        ("bearbeitung", "/mein/foerderungen/{grant}/abrufe/neu/"),
        ("freigabe", "/mein/foerderungen/{grant}/abrufe/1/"),
        ("bearbeitung", "/mein/foerderungen/{grant}/bescheide/"),
        ("freigabe", "/mein/foerderungen/{grant}/aenderung/?art=umschichtung"),
        ("koordination1", "/buero/foerderungen/{grant}/"),
        ("koordination1", "/buero/foerderungen/{grant}/bescheide/"),
        ("koordination1", "/buero/mittelabrufe/{abruf}/"),
        ("zahlstelle", "/buero/foerderungen/{grant}/umbuchung/"),
        ("bearbeitung", "/mein/"),
    ],
)
def test_the_money_of_a_grant(client, person, name, path):
    client.force_login(person(name))
    grant = make_money()
    with_requests(grant, 0, 1)
    path = path.format(grant=grant.pk, abruf=grant.mittelabrufe.get().pk)
    one, _ = count(client, path)
    with_requests(grant, 1, MANY)
    many, asked = count(client, path)
    assert one == many, asked
    print(f"abfragen {path} {many}")


def with_calls(cohort, row, simulation, first, last):
    """A criterion scored by two, a file, and one more candidate in each variant; another call of the own office."""
    people = [make_person("fachberatung"), make_person("koordination2")]
    for number in range(first, last):
        rule = calls.plant_score(row, people[0]).kriterium
        row.bewertungen.create(kriterium=rule, person=people[1], punkte=1)
        office = make_jugendamt(f"0000{number + 100:04}", name=f"Amt {number}")
        simulation.kandidaten.add(office)
        for variante in simulation.varianten.all():
            variante.betraege.create(jugendamt=office, amount=1)
        calls.make_simulation(cohort, {}, name=f"Noch eine {number}")
        make_grant(office, cohort)
        calls.plant(calls.make_call(f"aufruf-{number}"), row.jugendamt, status="entwurf")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("koordination1", "/buero/interessenbekundungen/{row}/"),
        ("koordination1", "/buero/foerderzeitraeume/{cohort}/"),
        ("koordination1", "/buero/foerderzeitraeume/{cohort}/simulation/"),
        ("koordination1", "/buero/simulationen/{simulation}/"),
        ("koordination1", "/buero/simulationen/{simulation}/varianten/{variante}/uebernehmen/"),
        ("bearbeitung", "/mein/"),
        ("bearbeitung", "/foerderung/"),
    ],
)
def test_a_call_and_its_simulation(client, person, name, path):
    cohort, office = calls.make_call("gross"), make_jugendamt("00000001")
    row = calls.plant(cohort, office)
    simulation = calls.make_simulation(cohort, {office.pk: "1.00"})
    with_calls(cohort, row, simulation, 0, 1)
    client.force_login(person(name))
    numbers = {"variante": simulation.varianten.first().pk, "cohort": cohort.pk, "row": row.pk}
    path = path.format(simulation=simulation.pk, **numbers)
    one, _ = count(client, path)
    with_calls(cohort, row, simulation, 1, MANY)
    many, asked = count(client, path)
    assert one == many, asked
    print(f"abfragen {path} {many}")


def test_control_a_list_that_asks_per_row_is_seen():
    fill(0, 3)
    with CaptureQueriesContext(connection) as queries:
        assert [site.jugendamt.name for site in Standort.objects.all()]
    assert len(queries) == 4
