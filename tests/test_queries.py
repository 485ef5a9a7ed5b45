"""Every list asks the database as often for thirty rows as for one."""

from datetime import date

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Budgetposten, Projektphase, Standort, StandortPartner
from publications.models import Kapitel
from servicestelle.base import protokoll, search
from servicestelle.base.models import Auftrag, Thema
from tests.records import (
    make_ausgabe,
    make_cohort,
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
        protokoll.record("probe", site, actor=None)


def count(client, path):
    client.get(path)  # fills what is kept per process
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(queries), "\n".join(query["sql"][:200] for query in queries)


def same_for_one_and_many(client, path, most=None):
    fill(0, 1)
    one, _ = count(client, path)
    fill(1, MANY)
    many, asked = count(client, path)
    assert one == many, f"{path}: {one} bei 1, {many} bei {MANY}\n{asked}"
    assert most is None or many <= most, f"{path}: {many}\n{asked}"
    print(f"abfragen {path} {many}")


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
    "/suche/?q=Ort",
    "/sitemap.xml",
]
DETAILS = ["/standorte/ort-0/", "/jugendaemter/stadt-05910000/", "/netzwerke/netz-0/", "/publikationen/heft-0/"]
OFFICE = ["/buero/", "/buero/auftraege/", "/buero/seiten/", "/buero/publikationen/", "/buero/zuschriften/"]


@pytest.mark.parametrize("path", PUBLIC + DETAILS)
def test_public_pages(client, path):
    same_for_one_and_many(client, path, MOST)


@pytest.mark.parametrize("path", OFFICE)
def test_office_pages(client, person, path):
    client.force_login(person("koordination1"))
    same_for_one_and_many(client, path)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_admin_lists(client, person, model):
    user = person("koordination1")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    same_for_one_and_many(client, reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))


def test_own_page_of_a_jugendamt(client, person):
    client.force_login(person("bearbeitung"))
    same_for_one_and_many(client, "/mein/")


def test_control_a_list_that_asks_per_row_is_seen():
    fill(0, 3)
    with CaptureQueriesContext(connection) as queries:
        assert [site.jugendamt.name for site in Standort.objects.all()]
    assert len(queries) == 4
