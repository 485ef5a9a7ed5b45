"""The admin speaks German: no text of Django without a translation, no English word on any of its pages."""

import gettext
import re
from pathlib import Path

import django
import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import gettext as translated

from beratung.models import Zustaendigkeit
from projects.models import Auszug, Bescheidentwurf, Budgetposten, Foerderer, Projektphase, StandortPartner
from publications.models import Kapitel
from servicestelle.base import einstellungen, protokoll
from servicestelle.base.models import (
    Auftrag,
    Mail,
    Protokollstand,
    Seitentext,
    Sucheintrag,
    Thema,
    User,
    Vertretung,
    Zuschrift,
)
from servicestelle.pages.gruppen import apply_gruppen
from tests import records
from tests.beratung.cases import receive
from tests.beratung.exchanges import join, make_austausch
from tests.people import make_person
from tests.projects.briefe import make_letters, plant_anhoerung, plant_antrag, plant_bescheid
from tests.projects.calls import OWN, make_call, make_simulation, plant
from tests.projects.money import make_money, plant_abruf

CATALOGUE = Path("servicestelle/locale/de/LC_MESSAGES")
PARTS = ["conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/postgres", "contrib/sessions"]
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?msgstr(?:\[0\])? ((?:".*"\n?)+)', re.M)
WORDS = re.compile(
    r"\b(the|this|that|these|your|you|of|and|with|from|will|been|please|select|users?|password|can|cannot|add|added"
    r"|delete|deleted|change|changed|view|save|object|enabled?|disabled?|yes|home|search|today|by)\b",
    re.I,
)
SPOKEN = ["alt", "title", "placeholder", "aria-label", "aria-description"]
BUTTONS = "input[@type='submit' or @type='button']/@value"


def entries(path):
    """[(original, translation), …] of a catalogue; texts over several lines are joined."""
    join = lambda lines: "".join(re.findall(r'"(.*)"', lines)).replace('\\"', '"').replace("\\n", "\n")  # noqa: E731
    return [(join(one), join(other)) for one, other in ENTRY.findall(path.read_text("utf-8"))]


def test_our_catalogue_is_compiled_as_it_is_written():
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = [(one, other) for one, other in entries(CATALOGUE / "django.po") if one]
    assert len(written) > 20
    assert [one for one, other in written if compiled.gettext(one) != other] == []


@pytest.mark.parametrize("part", PARTS)
def test_everything_django_leaves_in_english_is_translated(part):
    catalogue = Path(django.__file__).parent / part / "locale/de/LC_MESSAGES/django.po"
    assert [one for one, other in entries(catalogue) if one and not other and translated(one) == one] == []


def spoken(response):
    """Every text a person reads or hears on the page."""
    page = lxml.html.fromstring(response.content.decode())
    for element in page.xpath("//script | //style"):
        element.drop_tree()
    texts = [*page.itertext(), *page.xpath(f"//{BUTTONS}")]
    return [text.strip() for text in texts + [text for name in SPOKEN for text in page.xpath(f"//@{name}")]]


def english_on(client, address, **data):
    response = client.post(address, data) if data else client.get(address, follow=True)
    if response.status_code in {403, 404, 405}:
        return []
    assert response.status_code == 200, (address, response.status_code)
    return [(address, text) for text in spoken(response) if WORDS.search(text)]


def fill():
    """One row of every kind, with German content only and with parts that a deletion would take along."""
    apply_gruppen()
    site = records.publish(records.make_standort(titel="Lotsen", leitfragen=["Wie gelingt es?"]))
    thema = Thema.objects.create(name="Übergang", slug="uebergang")
    site.themen.add(thema)
    StandortPartner.objects.create(standort=site, name="Kita Sonne")
    Projektphase.objects.create(standort=site, art="analyse")
    Foerderer.objects.create(kuerzel="stiftung").namen.create(name="Stiftung")
    draft = records.make_grant(site.jugendamt, site.foerderzeitraum, standort=site)
    Budgetposten.objects.create(foerderung=draft, art="personal", amount=1)
    network = records.make_netzwerk()
    network.jugendaemter.add(site.jugendamt)
    network.gremien.create(art="arbeitsgruppe", name="Runde", themen=["Übergang"])
    book = records.make_publikation()
    book.themen.add(thema)
    Kapitel.objects.create(publikation=book, reihenfolge=1, art="standort", standort=site)
    records.make_ausgabe(book, status="geprueft", dokument=records.make_document())
    records.make_meldung().publikationen.add(book)
    Seitentext.objects.create(key="start", titel="Start")
    Sucheintrag.objects.create(object_id="1", kind="x", title="Lotsen", url="/")
    Auftrag.objects.create(kind="x", title="Setzen")
    protokoll.record("verwaltung.angelegt", site, actor=None)
    Mail.objects.create(subject="Betreff", to="a@demo.example", text="Text")
    Zuschrift.objects.create(art="kontakt", text="Frage", email="a@demo.example")
    person = User.objects.create_user("person@demo.example", "ein-langes-passwort")
    person.groups.add(Group.objects.get(name="Redaktion"))
    person.mitgliedschaften.create(jugendamt=site.jugendamt, rolle="bearbeitung", gueltig_von="2020-01-01")
    User.objects.create_user("ohne@demo.example")
    records.make_datei(receive(jugendamt=site.jugendamt))
    Zustaendigkeit.objects.create(person=person, thema=thema)
    join(make_austausch())
    grant = make_money(slug="2033")
    plant_abruf(grant, "1.00")
    fill_documents(grant)
    fill_calls()
    Auszug.objects.create(person=person, art="zeitraeume", format="csv")
    Protokollstand.objects.create(tag="2026-01-01", eintraege=1, hash="0" * 64)
    einstellungen.create_missing()
    chief = make_person("koordination1")
    Vertretung.objects.create(person=person, von="2030-06-03", bis="2030-06-07", eingetragen_von=chief)


def fill_documents(grant):
    make_letters()
    plant_bescheid(grant)
    asked = plant_antrag(grant)
    plant_anhoerung(grant)
    Bescheidentwurf.objects.create(
        foerderung=grant, art="ablehnung", antrag=asked, begruendung="x", vorbereitet_von=make_person("koordination1")
    )


def fill_calls():
    call = make_call()
    plant(call, records.make_jugendamt(OWN))
    make_simulation(call, {OWN: "10.00"})


def pages_of(model):
    """Every kind of page the admin has of `model`, for up to three of its rows."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield from (reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=gibtesnicht", reverse(f"{name}_add"))
    for row in model._default_manager.all()[:3]:
        yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "delete", "history"))
        if model is User:
            yield reverse("admin:auth_user_password_change", args=[row.pk])


@pytest.fixture
def chief(client, db):
    fill()
    client.force_login(User.objects.create_superuser("chef@demo.example", "ein-langes-passwort"))
    return client


def test_no_english_on_any_page(chief):
    found = []
    for model in admin.site._registry:
        assert model._default_manager.exists(), model
        found += [text for address in pages_of(model) for text in english_on(chief, address)]
    for app in ("", "base/", "auth/", "jugendaemter/", "projects/", "beratung/", "publications/"):
        found += english_on(chief, f"/verwaltung/{app}")
    assert found == []


def test_no_english_in_refusals_and_questions(chief):
    found = []
    for model in admin.site._registry:
        address, row = next(pages_of(model)), model._default_manager.first()
        found += english_on(chief, f"{address}add/", _save="1")
        found += english_on(chief, address, action="delete_selected", _selected_action=row.pk)
        found += english_on(chief, f"{address}{row.pk}/change/?_popup=1")
    assert found == []


def test_no_english_when_a_password_is_refused(chief):
    person = User.objects.get(email="person@demo.example")
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    assert english_on(chief, address, password1="kurz", password2="anders") == []
    assert english_on(chief, address, password1="", password2="") == []


def test_control_an_english_word_is_seen(chief):
    Thema.objects.create(name="Please select a topic", slug="englisch")
    assert english_on(chief, "/verwaltung/base/thema/")
