"""Editions: set from a frozen snapshot, checked, published, withdrawn; who may, and when."""

import pytest

from jugendaemter.models import Jugendamt
from projects.models import Standort
from publications import services, tasks
from publications.models import Ausgabe, Kapitel
from servicestelle.base import jobs
from servicestelle.base.choices import NotAllowed, NotNow
from servicestelle.base.models import Auftrag, Protokoll
from servicestelle.pages.gruppen import apply_gruppen
from tests.records import make_publikation

from .editions import make_brochure, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]


@pytest.fixture
def editor(person):
    apply_gruppen()
    return person("redaktion")


def verbs():
    return list(
        Protokoll.objects.filter(object_type="publications.ausgabe").order_by("pk").values_list("verb", flat=True)
    )


def test_set_check_publish_withdraw(editor):
    ausgabe = services.order_edition(make_brochure(), actor=editor)
    assert (ausgabe.nummer, ausgabe.status) == (1, "wird_gesetzt")
    assert run(ausgabe).status == "geprueft"
    assert (ausgabe.dokument.public, ausgabe.dokument.findings) == (False, [])
    services.publish_edition(ausgabe, actor=editor)
    ausgabe.refresh_from_db()
    ausgabe.dokument.refresh_from_db()
    assert (ausgabe.status, ausgabe.dokument.public) == ("veroeffentlicht", True)
    services.withdraw_edition(ausgabe, actor=editor)
    ausgabe.dokument.refresh_from_db()
    assert ausgabe.dokument.public is False
    assert verbs() == [f"ausgabe.{v}" for v in ("wird_gesetzt", "geprueft", "veroeffentlicht", "zurueckgezogen")]


def test_what_the_check_finds_keeps_it_from_the_public(editor):
    ausgabe = run(services.order_edition(make_brochure(text="#### Zu tief\n\n## Zu spät"), actor=editor))
    assert ausgabe.status == "beanstandet"
    assert "Abschnitt „Vorwort“" in ausgabe.dokument.findings[0]
    with pytest.raises(NotNow, match="„Beanstandet“"):
        services.publish_edition(ausgabe, actor=editor)
    Kapitel.objects.filter(reihenfolge=1).update(text="### Gut\n\nText")
    again = run(services.order_edition(ausgabe.publikation, actor=editor))
    assert (again.pk, again.status) == (ausgabe.pk, "geprueft")


def test_setting_reads_only_the_snapshot(editor):
    ausgabe = services.order_edition(make_brochure(), actor=editor)
    Standort.objects.update(titel="Später geändert")
    run(ausgabe)
    assert ausgabe.snapshot["kapitel"][2]["titel"] == "Projekt"
    assert ausgabe.dokument.snapshot == ausgabe.snapshot


def test_a_later_edition_says_what_changed(editor):
    first = run(services.order_edition(make_brochure(), actor=editor))
    services.publish_edition(first, actor=editor)
    Standort.objects.update(text="Neuer Text")
    Kapitel.objects.filter(reihenfolge=1).update(titel="Geleitwort")
    second = services.order_edition(first.publikation, actor=editor)
    assert second.nummer == 2
    office = Jugendamt.objects.get()
    assert second.aenderungen.splitlines() == [
        "- Neu: Geleitwort",
        f"- Geändert: {office}: Projekt",
        "- Entfallen: Vorwort",
    ]


def test_sites_that_are_not_public_stay_out(editor):
    publikation = make_brochure()
    Standort.objects.update(status="entwurf")
    ausgabe = services.order_edition(publikation, actor=editor)
    assert [chapter["titel"] for chapter in ausgabe.snapshot["kapitel"]] == ["Vorwort", "Überblick"]
    assert ausgabe.snapshot["kapitel"][1]["zeilen"] == []


def test_no_second_job_while_one_runs(editor):
    ausgabe = services.order_edition(make_brochure(), actor=editor)
    with pytest.raises(NotNow, match="wird gerade gesetzt"):
        services.order_edition(ausgabe.publikation, actor=editor)


def test_nothing_to_set_without_chapters(editor):
    with pytest.raises(NotNow, match="hat keine Kapitel"):
        services.order_edition(make_publikation(), actor=editor)


@pytest.mark.parametrize("name", ["fachberatung", "zahlstelle", "revision", "betrieb", "bearbeitung"])
def test_only_editors_and_coordinators_may(name, editor, person):
    ausgabe = run(services.order_edition(make_brochure(), actor=editor))
    for service in (services.publish_edition, services.withdraw_edition):
        with pytest.raises(NotAllowed):
            service(ausgabe, actor=person(name))
    with pytest.raises(NotAllowed):
        services.order_edition(ausgabe.publikation, actor=person(name))


def test_a_cancelled_job_is_carried_over_and_the_edition_can_be_set_again(editor):
    ausgabe = services.order_edition(make_brochure(), actor=editor)
    jobs.cancel_job(ausgabe.auftrag, actor=None)
    assert services.settle_editions() == 1
    ausgabe.refresh_from_db()
    assert ausgabe.status == "abgebrochen"
    again = run(services.order_edition(ausgabe.publikation, actor=editor))
    assert (again.nummer, again.status) == (1, "geprueft")


def test_a_job_tried_anew_takes_its_edition_along(editor):
    ausgabe = services.order_edition(make_brochure(), actor=editor)
    jobs.cancel_job(ausgabe.auftrag, actor=None)
    services.settle_editions()
    jobs.retry_job(ausgabe.auftrag, actor=None)
    assert run(ausgabe).status == "geprueft"


def test_an_overtaken_job_does_nothing(editor):
    ausgabe = services.order_edition(make_brochure(), actor=editor)
    old = ausgabe.auftrag
    jobs.cancel_job(old, actor=None)
    services.order_edition(ausgabe.publikation, actor=editor)
    jobs_before = Auftrag.objects.open().count()
    Auftrag.objects.filter(pk=old.pk).update(status="wartend", finished_at=None, key="alt")
    tasks.ausgabe_setzen(old.pk)
    old.refresh_from_db()
    assert (old.status, Auftrag.objects.open().count()) == ("fehlgeschlagen", jobs_before)
    assert "neu in Auftrag gegeben" in old.error


def test_the_first_edition_of_start_data_publishes_itself_once():
    publikation = make_brochure()
    ausgabe = run(services.ensure_first_edition(publikation))
    assert (ausgabe.status, ausgabe.dokument.public) == ("veroeffentlicht", True)
    assert services.ensure_first_edition(publikation) is None
    assert Protokoll.objects.filter(verb="ausgabe.veroeffentlicht", actor=None).count() == 1


def test_a_first_edition_with_findings_waits_for_people():
    ausgabe = run(services.ensure_first_edition(make_brochure(text="#### Zu tief\n\n## Zu spät")))
    assert ausgabe.status == "beanstandet"
    assert Ausgabe.objects.published().count() == 0
