"""The Steckbrief of a site: ordered once, set from a snapshot, public only with its site."""

import pytest

from projects import tasks
from projects.documents import steckbriefe as documents
from projects.services import order_steckbrief, update_steckbriefe
from servicestelle.base.models import Auftrag, Dokument
from tests.records import make_jugendamt, make_standort, publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


@pytest.fixture
def site():
    return publish(make_standort(slug="hamm", titel="Projekt", text="Text"))


def set_it(site):
    """Order and run the job here, as a worker would; return the Auftrag."""
    auftrag = order_steckbrief(site, actor=None)
    tasks.steckbrief_setzen(auftrag.pk)
    auftrag.refresh_from_db()
    return auftrag


def test_an_open_order_is_not_doubled(site):
    assert order_steckbrief(site, actor=None) == order_steckbrief(site, actor=None)


def test_set_checked_and_public(site, client):
    auftrag = set_it(site)
    dokument = Dokument.objects.get()
    assert (auftrag.status, auftrag.result["url"]) == ("fertig", "/standorte/hamm/steckbrief.pdf")
    assert (dokument.public, dokument.findings, dokument.scope) == (True, [], site.scope)
    response = client.get("/standorte/hamm/steckbrief.pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7")
    assert response.headers["Content-Disposition"] == 'inline; filename="steckbrief-hamm.pdf"'


def test_unchanged_facts_are_not_set_again(site):
    set_it(site)
    assert set_it(site).result["unveraendert"] is True
    site.titel = "Anders"
    site.save()
    set_it(site)
    assert Dokument.objects.count() == 2


def test_only_sites_whose_facts_changed_are_set_anew(site):
    other = publish(make_standort(make_jugendamt("05900002"), site.foerderzeitraum, slug="ahlen"))
    draft = make_standort(make_jugendamt("05900003"), site.foerderzeitraum, slug="entwurf")
    for one in (site, other):
        set_it(one)
    update_steckbriefe([site, other, draft], actor=None)
    assert not Auftrag.objects.open().exists()
    other.jugendamt.name = "Stadt Umbenannt"
    other.jugendamt.save()
    update_steckbriefe([site, other, draft], actor=None)
    assert Auftrag.objects.open().get().key == other.steckbrief_key


def test_an_edit_while_the_job_runs_is_ordered_anew(site, monkeypatch):
    auftrag = order_steckbrief(site, actor=None)
    real = documents.snapshot_steckbrief

    def edited_meanwhile(standort):
        snapshot = real(standort)
        type(site).objects.filter(pk=site.pk).update(titel="Neu")
        return snapshot

    monkeypatch.setattr(documents, "snapshot_steckbrief", edited_meanwhile)
    tasks.steckbrief_setzen(auftrag.pk)
    again = Auftrag.objects.open().get()
    assert again.key == site.steckbrief_key and again.pk != auftrag.pk
    monkeypatch.setattr(documents, "snapshot_steckbrief", real)
    tasks.steckbrief_setzen(again.pk)
    assert Dokument.objects.newest(site.steckbrief_key).snapshot["standort"]["titel"] == "Neu"
    assert not Auftrag.objects.open().exists()


def test_before_there_is_one_a_page_says_so(site, client):
    response = client.get("/standorte/hamm/steckbrief.pdf")
    assert response.status_code == 404
    assert "wird noch gesetzt" in response.content.decode()


def test_a_draft_site_gives_the_same_404_as_none(site, client, person):
    set_it(site)
    type(site).objects.update(status="entwurf")
    assert client.get("/standorte/hamm/steckbrief.pdf").status_code == 404
    assert client.get("/standorte/gibt-es-nicht/steckbrief.pdf").status_code == 404


def test_an_invented_site_is_for_its_own_people_only(client, person):
    site = publish(make_standort(make_jugendamt("00000001"), slug="musterstadt", titel="Erfunden"))
    set_it(site)
    assert Dokument.objects.get().public is False
    assert client.get("/standorte/musterstadt/steckbrief.pdf").status_code == 404
    client.force_login(person("nachbaramt"))
    assert client.get("/standorte/musterstadt/steckbrief.pdf").status_code == 404
    client.force_login(person("bearbeitung"))
    response = client.get("/standorte/musterstadt/steckbrief.pdf")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_deleted_site_ends_the_job_with_a_reason(site):
    auftrag = order_steckbrief(site, actor=None)
    type(site).objects.update(status="archiviert")
    type(site).objects.all().delete()
    tasks.steckbrief_setzen(auftrag.pk)
    auftrag.refresh_from_db()
    assert auftrag.status == "fehlgeschlagen"
    assert "nicht mehr" in auftrag.error
