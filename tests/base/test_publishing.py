"""The life of a public page: every way of the table, every refusal, audit log and search."""

import pytest
from django.apps import apps

from servicestelle.base.choices import SEITENWEGE, NotAllowed, NotNow, Seitenstatus
from servicestelle.base.models import Protokoll, Seite, Sucheintrag
from servicestelle.base.publishing import move_page, steps_of
from servicestelle.pages.gruppen import apply_gruppen
from tests.records import make_meldung, make_netzwerk, make_publikation, make_standort

pytestmark = pytest.mark.django_db
ALL = [(old, new) for old in Seitenstatus for new in Seitenstatus]


@pytest.fixture
def editor(person):
    user = person("redaktion")
    apply_gruppen()
    return user


def put(page, status):
    from tests.records import publish

    publish(page)
    type(page).objects.filter(pk=page.pk).update(status=status)
    page.refresh_from_db()
    return page


@pytest.mark.parametrize(("old", "new"), ALL)
def test_only_the_ways_of_the_table_are_open(old, new, editor):
    page = put(make_meldung(), old)
    if new in SEITENWEGE[old]:
        assert move_page(page, to=new, actor=editor).status == new
        assert Protokoll.objects.filter(verb=f"seite.{new}", object_id=str(page.pk), actor=editor).count() == 1
    else:
        with pytest.raises(NotNow, match=f"„{old.label}“"):
            move_page(page, to=new, actor=editor)
        assert not Protokoll.objects.filter(object_id=str(page.pk)).exists()


@pytest.mark.parametrize("name", ["zahlstelle", "revision", "fachberatung", "betrieb", "bearbeitung", "nachbaramt"])
def test_others_may_not_publish(name, person):
    user = person(name)
    apply_gruppen()
    page = put(make_meldung(), Seitenstatus.IN_PRUEFUNG)
    with pytest.raises(NotAllowed):
        move_page(page, to=Seitenstatus.VEROEFFENTLICHT, actor=user)
    assert steps_of(user, page) == []
    page.refresh_from_db()
    assert page.status == Seitenstatus.IN_PRUEFUNG


def test_a_page_that_moved_on_is_not_moved_by_an_old_form(editor):
    page = put(make_meldung(), Seitenstatus.ARCHIVIERT)
    with pytest.raises(NotNow, match="inzwischen"):
        move_page(page, to=Seitenstatus.ENTWURF, expected=Seitenstatus.IN_PRUEFUNG, actor=editor)


def test_the_search_knows_published_pages_only(editor):
    page = put(make_meldung(titel="Werkstatt"), Seitenstatus.IN_PRUEFUNG)
    move_page(page, to=Seitenstatus.VEROEFFENTLICHT, actor=editor)
    assert Sucheintrag.objects.filter(title="Werkstatt").count() == 1
    move_page(page, to=Seitenstatus.ARCHIVIERT, actor=editor)
    assert not Sucheintrag.objects.filter(title="Werkstatt").exists()


MAKE = [make_meldung, make_publikation, make_netzwerk, make_standort]


@pytest.mark.parametrize("make", MAKE, ids=lambda make: make.__name__)
def test_the_database_keeps_what_is_public(make, refused, accepted):
    page = put(make(), Seitenstatus.VEROEFFENTLICHT)
    rows = type(page).objects.filter(pk=page.pk)
    with refused("base_seite_published_stays"):
        rows.delete()
    rows.update(status=Seitenstatus.ARCHIVIERT)
    with accepted():
        rows.delete()


def test_every_kind_of_page_is_kept():
    kinds = [model for model in apps.get_models() if issubclass(model, Seite)]
    assert sorted(model.__name__ for model in kinds) == [
        "Austauschangebot",
        "Meldung",
        "Netzwerk",
        "Publikation",
        "Standort",
    ]
    assert all("published_stays" in {trigger.name for trigger in model._meta.triggers} for model in kinds)
