"""The admin's floor: doors, lists, accounts, what is only read, and refusals in words."""

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
        "probe.x", make_meldung(f"m{n}"), actor=User.objects.create_user(f"p{n}@demo.example")
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


def test_an_account_is_made_and_its_password_set(client, chief):
    password = "ein langer deutscher Satz"
    new = {
        "email": "Neu@Demo.example",
        "name": "Neu",
        "usable_password": "true",
        "password1": password,
        "password2": password,
    }
    assert client.post("/verwaltung/base/user/add/", new).status_code == 302
    user = User.objects.get(email="neu@demo.example")
    assert user.check_password(password)
    address = f"/verwaltung/base/user/{user.pk}/password/"
    assert client.get(address).status_code == 200
    other = "noch ein langer Satz"
    assert client.post(address, {"usable_password": "true", "password1": other, "password2": other}).status_code == 302
    user.refresh_from_db()
    assert user.check_password(other)
    assert Protokoll.objects.filter(verb="verwaltung.geaendert", object_id=str(user.pk)).get().details == {
        "felder": ["password"]
    }
    again = client.post("/verwaltung/base/user/add/", new)
    assert again.status_code == 200 and again.context["errors"]


def test_nobody_climbs_through_the_accounts(client, chief, person):
    betrieb = person("betrieb")
    apply_gruppen()
    client.force_login(betrieb)
    own = f"/verwaltung/base/user/{betrieb.pk}/change/"
    assert "is_superuser" not in client.get(own).content.decode()
    client.post(own, {"email": betrieb.email, "name": "", "is_active": "on", "is_staff": "on", "is_superuser": "on"})
    betrieb.refresh_from_db()
    assert not betrieb.is_superuser
    assert (
        client.post(f"/verwaltung/base/user/{chief.pk}/password/", {"password1": "x", "password2": "x"}).status_code
        == 403
    )
    assert client.post(f"/verwaltung/base/user/{chief.pk}/change/", {"email": "weg@demo.example"}).status_code == 403


def test_people_who_acted_stay(client, chief):
    user = User.objects.create_user("tat@demo.example")
    protokoll.record("probe.x", make_meldung(), actor=user)
    page = client.post(f"/verwaltung/base/user/{user.pk}/delete/", {"post": "yes"})
    assert page.status_code == 200 and User.objects.filter(pk=user.pk).exists()
    bulk = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    assert client.post("/verwaltung/base/user/", bulk).status_code == 200
    assert User.objects.filter(pk=user.pk).exists()


def test_groups_say_what_they_may(client, chief):
    apply_gruppen()
    group = Group.objects.get(name="Zahlstelle")
    assert "Can view Förderung" in client.get(f"/verwaltung/auth/group/{group.pk}/change/").content.decode()
