"""The admin's floor: doors, lists, what is only read, and refusals in words."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from servicestelle.base import protokoll
from servicestelle.base.models import Protokoll, Seitentext, Sucheintrag, Thema, User
from servicestelle.pages.gruppen import apply_gruppen
from tests.changelists import assert_list_is_steady, assert_odd_input_is_no_error
from tests.records import make_document, make_meldung

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
READ_ONLY = [
    "base.Protokoll",
    "base.Auftrag",
    "base.Dokument",
    "base.Sucheintrag",
    "publications.Ausgabe",
    "auth.Group",
]


@pytest.fixture
def chief(client):
    user = User.objects.create_superuser("chef@demo.example", "ein-langes-passwort")
    client.force_login(user)
    return user


def test_doors(client, person):
    user, outsider = person("redaktion"), person("bearbeitung")
    apply_gruppen()
    hops = client.get("/verwaltung/", follow=True).redirect_chain
    assert hops[-1][0] == "/konto/anmelden/?next=/verwaltung/"
    assert client.get("/verwaltung/login/")["Location"].startswith("/konto/anmelden/?next=/verwaltung/")
    client.force_login(outsider)
    for address in ("/verwaltung/", "/verwaltung/login/", "/verwaltung/base/thema/", "/verwaltung/autocomplete/"):
        assert client.get(address).status_code == 403
    client.force_login(user)
    assert client.get("/verwaltung/").status_code == 200
    assert client.get("/verwaltung/login/?next=https://boese.example/")["Location"] == "/verwaltung/"
    assert client.get("/verwaltung/base/user/").status_code == 403


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_list_breaks_on_odd_input(model, client, chief):
    assert_odd_input_is_no_error(client, reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_keys_that_are_none_are_not_found(model, client, chief):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    for key in ("x", "%00", "9" * 30, "_5F"):
        for page in ("change", "history", "delete"):
            address = reverse(f"{name}_{page}", args=["KEY"]).replace("KEY", key)
            assert client.get(address).status_code in {302, 403, 404}, address
    address = reverse(f"{name}_changelist")
    answer = client.post(address, {"action": "delete_selected", "_selected_action": ["x\0", "9" * 30], "post": "yes"})
    assert answer.status_code in {200, 302, 403}


@pytest.mark.parametrize("label", READ_ONLY)
def test_some_records_are_only_read(label, client, chief):
    from django.apps import apps

    model = apps.get_model(label)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_add")).status_code == 403
    assert client.get(reverse(f"{name}_changelist")).status_code == 200


def test_no_form_holds_a_status():
    for model, options in admin.site._registry.items():
        names = {field.name for field in model._meta.fields if field.name == "status" and field.editable}
        assert not names or options.__class__.__name__ == "AuftragAdmin", model


MAKE = {
    "thema": lambda n: Thema.objects.create(name=f"Thema {n}", slug=f"thema-{n}"),
    "seitentext": lambda n: Seitentext.objects.create(key=f"text-{n}"),
    "user": lambda n: User.objects.create_user(f"person{n}@demo.example"),
    "protokoll": lambda n: protokoll.record(
        "verwaltung.angelegt", make_meldung(f"m{n}"), actor=User.objects.create_user(f"p{n}@demo.example")
    ),
    "dokument": lambda n: make_document(f"d/{n}.pdf"),
    "sucheintrag": lambda n: Sucheintrag.objects.create(object_id=str(n), kind="x", title="x", url="/"),
}


@pytest.mark.parametrize("name", MAKE)
def test_lists_are_steady(name, client, chief):
    assert assert_list_is_steady(client, f"/verwaltung/base/{name}/", MAKE[name]) <= 12


def test_every_write_is_recorded_without_its_content(client, chief):
    client.post("/verwaltung/base/thema/add/", {"name": "Frühe Hilfen", "slug": "fruehe-hilfen"})
    thema = Thema.objects.get()
    client.post(f"/verwaltung/base/thema/{thema.pk}/change/", {"name": "Frühe Hilfe", "slug": "fruehe-hilfen"})
    client.post(f"/verwaltung/base/thema/{thema.pk}/change/", {"name": "Frühe Hilfe", "slug": "fruehe-hilfen"})
    history = client.get(f"/verwaltung/base/thema/{thema.pk}/history/").content.decode()
    assert "In der Verwaltung geändert" in history
    client.post(f"/verwaltung/base/thema/{thema.pk}/delete/", {"post": "yes"})
    rows = Protokoll.objects.order_by("pk").values_list("verb", "details", "actor")
    assert list(rows) == [
        ("verwaltung.angelegt", {}, chief.pk),
        ("verwaltung.geaendert", {"felder": ["name"]}, chief.pk),
        ("verwaltung.geloescht", {}, chief.pk),
    ]


def test_a_document_is_downloaded_by_those_who_may_see_it(client, person):
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("probe/verwaltung.pdf", ContentFile(b"%PDF-1.7"))
    document = make_document(name)
    allowed, other = person("revision"), person("zahlstelle")
    apply_gruppen()
    address = f"/verwaltung/base/dokument/{document.pk}/datei/"
    client.force_login(allowed)
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1.7"
    client.force_login(other)
    assert client.get(address).status_code == 403
    default_storage.delete(name)


def test_people_who_acted_stay(client, chief):
    user = User.objects.create_user("tat@demo.example")
    protokoll.record("verwaltung.angelegt", make_meldung(), actor=user)
    page = client.post(f"/verwaltung/base/user/{user.pk}/delete/", {"post": "yes"})
    assert page.status_code == 200 and User.objects.filter(pk=user.pk).exists()
    bulk = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    assert client.post("/verwaltung/base/user/", bulk).status_code == 200
    assert User.objects.filter(pk=user.pk).exists()


def test_single_rights_are_named_in_german(client, chief):
    person = User.objects.create_user("person@demo.example")
    rights = client.get(f"/verwaltung/base/user/{person.pk}/change/").context["adminform"].form["user_permissions"]
    names = [text for _, text in rights.field.choices]
    assert "Förderung ändern" in names and "Thema löschen" in names
    assert not [name for name in names if name.startswith("Can") or "|" in name]


NOTED = [
    "q=Muster%00stadt",
    "q=" + "x" * 1_000_000,
    "boese__feld=1",
    "status__exact%00=1",
    "e=1&p=3",
    "id__in=" + "1," * 3000,
]


@pytest.mark.parametrize("query", NOTED, ids=lambda query: query[:20])
def test_what_a_list_cannot_answer_is_left_out_with_a_note(query, client, chief):
    Thema.objects.create(name="Übergang", slug="uebergang")
    page = client.get(f"/verwaltung/base/thema/?{query}", follow=True)
    assert page.status_code == 200 and len(page.content) < 100_000
    assert {message.level_tag for message in page.context["messages"]} == {"warning"}
    assert "Themen" in page.content.decode()


def test_a_search_with_an_unreadable_sign_still_searches(client, chief):
    Thema.objects.create(name="Übergang", slug="uebergang")
    Thema.objects.create(name="Inklusion", slug="inklusion")
    page = client.get("/verwaltung/base/thema/?q=Inklu%00sion", follow=True)
    assert [topic.name for topic in page.context["cl"].result_list] == ["Inklusion"]


def test_groups_say_what_they_may(client, chief):
    apply_gruppen()
    group = Group.objects.get(name="Zahlstelle")
    assert "Förderung: ansehen" in client.get(f"/verwaltung/auth/group/{group.pk}/change/").content.decode()


@pytest.mark.parametrize(("login", "follows"), [("koordination1", True), ("betrieb", True), ("revision", False)])
def test_an_entry_of_the_log_links_to_accounts_only_for_those_who_may_open_them(client, person, login, follows):
    actor = person("redaktion")
    entry = protokoll.record("verwaltung.angelegt", make_meldung("neu"), actor=actor)
    client.force_login(person(login))
    page = client.get(f"/verwaltung/base/protokoll/{entry.pk}/change/").content.decode()
    assert str(actor) in page
    assert (f"/verwaltung/base/user/{actor.pk}/change/" in page) is follows
    assert client.get(f"/verwaltung/base/user/{actor.pk}/change/").status_code == (200 if follows else 403)
