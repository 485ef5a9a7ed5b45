"""Who gets what: every address × person × method. An address that is not declared here fails the test."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from jugendaemter.models import Netzwerk
from projects.models import Standort
from publications.models import Meldung, Publikation
from servicestelle.base.models import Auftrag, Dokument, Mail, Protokoll, Zuschrift
from servicestelle.pages.gruppen import GRUPPEN, rights_of
from servicestelle.pages.startdaten.demo import PEOPLE
from tests.people import EVERYBODY, MEMBERS, OFFICE
from tests.records import make_ausgabe, make_document, make_meldung

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

LOGIN, FORBIDDEN, MISSING = 302, 403, 404
JOBS = {"koordination1", "koordination2", "redaktion", "betrieb"}  # see and steer jobs
READERS = {"fachberatung", "revision", "zahlstelle"}  # see sites, change none
EDITORS = {"koordination1", "koordination2", "redaktion"}
COMPOSERS = {*EDITORS, "fachberatung", "revision"}  # see editions in the making


def public(args=(), status=200, **exceptions):
    """Everybody gets the page."""
    return args, {name: exceptions.get(name or "anonym", status) for name in EVERYBODY}


def closed(args=(), allowed=(), status=200, office=FORBIDDEN, **exceptions):
    """Nobody but `allowed`: anonymous people log in, members get 403, the rest of the office `office`."""
    table = {None: LOGIN} | dict.fromkeys(MEMBERS, FORBIDDEN) | dict.fromkeys(OFFICE, office)
    return args, table | dict.fromkeys(allowed, status) | exceptions


def slug_of(model, **filters):
    return lambda: [model.objects.filter(status="veroeffentlicht", **filters).first().slug]


def real_site():
    return [Standort.objects.public().first().slug]


def invented_site():
    return ["musterstadt"]


def newest_job():
    return [Auftrag.objects.first().pk]


def real_site_page():
    return ["standort", Standort.objects.public().first().pk]


def newest_publication():
    return [Publikation.objects.filter(kapitel__isnull=False).first().pk]


# name: (arguments, status per person) for GET; several rows of one name as a list
PAGES = {
    "start": public(),
    "standorte": public(),
    "standort": [
        public(real_site),
        public(lambda: ["gibt-es-nicht"], MISSING),
        public(invented_site, anonym=MISSING, nachbaramt=MISSING, betrieb=MISSING),
    ],
    "steckbrief": [
        public(invented_site, MISSING),  # none is set in a fresh portal; a friendly 404
        public(lambda: ["gibt-es-nicht"], MISSING),
    ],
    "foerderung": public(),
    "jugendaemter": public(),
    "jugendamt": [
        public(lambda: ["stadt-hamm"]),
        public(lambda: ["musterstadt"], anonym=MISSING, nachbaramt=MISSING),
        public(lambda: ["gibt-es-nicht"], MISSING),
    ],
    "netzwerke": public(),
    "netzwerk": public(slug_of(Netzwerk)),
    "fachberatung": public(),
    "publikationen": public(),
    "publikation": public(slug_of(Publikation)),
    "aktuelles": public(),
    "aktuelles_feed": public(),
    "meldung": public(slug_of(Meldung)),
    "suche": public(),
    "kontakt": public(),
    "impressum": public(),
    "datenschutz": public(),
    "barriere_melden": public(),
    "zuschrift_geschrieben": public(),
    "bestaetigen": public(lambda: ["x"], MISSING),
    "demo_post": public(),
    "demo_brief": public(lambda: ["00000000-0000-0000-0000-000000000000"], MISSING),
    "barrierefreiheit": public(),
    "leichte_sprache": public(),
    "leichter_text": public(lambda: ["gibt-es-nicht"], MISSING),
    "gebaerdensprache": public(),
    "metriken": public((), FORBIDDEN, betrieb=200),  # for the operator's key only
    "publikation_pdf": public(lambda: ["gibt-es-nicht"], MISSING),
    "publikation_lesen": public(lambda: ["gibt-es-nicht"], MISSING),
    "ausgabe": public(lambda: ["gibt-es-nicht", 1], MISSING),
    "ausgabe_pdf": public(lambda: ["gibt-es-nicht", 1], MISSING),
    "lebt": public(),
    "bereit": public(),
    "robots": public(),
    "sitemap": public(),
    "security": public(),
    "konto": closed((), EVERYBODY[1:], 302),
    "account_login": public((), 302, anonym=200),
    "account_logout": public((), 200, anonym=302),
    "account_inactive": public(),
    "account_reset_password": public(),
    "account_reset_password_done": public(),
    "account_reset_password_from_key_done": public(),
    "account_reset_password_from_key": public(lambda: ["x", "y-z"]),
    "account_change_password": closed((), EVERYBODY[1:]),
    "account_set_password": closed((), EVERYBODY[1:], 302),
    "mein": closed((), EVERYBODY[1:]),
    "stil": closed((), OFFICE),
    "buero": closed((), OFFICE),
    "buero_auftraege": closed((), OFFICE),
    "buero_auftrag": [closed(newest_job, JOBS, office=MISSING), closed(lambda: [0], office=MISSING)],
    "buero_auftrag_stand": closed(newest_job, JOBS, office=MISSING),
    "buero_auftrag_neu": closed(newest_job, OFFICE, 405),
    "buero_auftrag_abbrechen": closed(newest_job, OFFICE, 405),
    "buero_seiten": closed((), OFFICE),
    "buero_seite": [
        closed(real_site_page, {*EDITORS, *READERS}, office=MISSING),
        closed(lambda: ["egal", 1], office=MISSING),
        closed(lambda: ["standort", 0], office=MISSING),
    ],
    "buero_seite_stand": closed(real_site_page, OFFICE, 405),
    "buero_publikationen": closed((), COMPOSERS),
    "buero_publikation": closed(newest_publication, COMPOSERS),
    "buero_publikation_vorschau": closed(newest_publication, COMPOSERS),
    "buero_publikation_setzen": closed(newest_publication, OFFICE, 405),
    "buero_ausgabe_pdf": closed(lambda: [*newest_publication(), 99], COMPOSERS, 404),
    "buero_ausgabe_veroeffentlichen": closed(lambda: [*newest_publication(), 99], OFFICE, 405),
    "buero_ausgabe_zurueckziehen": closed(lambda: [*newest_publication(), 99], OFFICE, 405),
    "buero_zuschriften": closed((), {*EDITORS, "fachberatung"}),
    "buero_zuschrift": closed(lambda: [0], office=MISSING),
    "buero_zuschrift_stand": closed(lambda: [0], OFFICE, 405),
    "admin:index": closed((), OFFICE),
    "admin:login": public((), 302, **dict.fromkeys(MEMBERS, FORBIDDEN)),
    "admin:logout": closed((), OFFICE, 302),
    "admin:password_change": closed((), OFFICE, 302),
    "admin:password_change_done": closed((), OFFICE),
    "admin:auth_user_password_change": closed(lambda: [0], (), betrieb=MISSING),
    "admin:autocomplete": closed((), (), office=FORBIDDEN),
    "admin:jsi18n": closed((), OFFICE),
    "admin:base_dokument_datei": closed(lambda: [0], (), office=MISSING, zahlstelle=FORBIDDEN),
    "admin:app_list": closed(lambda: ["base"], OFFICE, zahlstelle=MISSING),
}
NOT_OURS = {"admin:view_on_site": "answers 404 without a model", None: "the admin's catch-all"}
ADMIN = re.compile(r"^admin:(?P<model>[a-z]+_[a-z]+)_(?P<action>changelist|add|change|delete|history)$")
WRITES_NOTHING = {"protokoll", "auftrag", "dokument", "sucheintrag", "group", "ausgabe"}  # read-only in the admin
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
FORMS = {"account_login", "account_reset_password", "barriere_melden", "kontakt", "account_reset_password_from_key"}


def addresses(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else None), entry.callback
        else:
            yield from addresses(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


def rows():
    for name, declared in PAGES.items():
        for number, row in enumerate(declared if isinstance(declared, list) else [declared]):
            yield pytest.param(name, *row, id=f"{name}-{number}")


def address(name, args):
    return reverse(name, args=args() if callable(args) else args)


@pytest.fixture
def job(content, db):
    return Auftrag.objects.create(kind="probe.leer", title="Probe", status="wartend")


@pytest.fixture
def client_of(person):
    def get(name):
        client = Client(raise_request_exception=False)
        if name:
            client.force_login(person(name))
        return client

    return get


def test_every_address_is_declared():
    declared = {*PAGES, *NOT_OURS}
    unknown = {name for name, _ in addresses() if name not in declared and not ADMIN.match(name or "")}
    assert unknown == set()


def test_every_declared_address_exists():
    known = {name for name, _ in addresses()}
    assert sorted(set(PAGES) - known) == []


def test_public_views_are_the_listed_ones():
    """`@public` and this table agree: nothing is open that is not declared open."""
    said = {name for name, view in addresses() if not getattr(view, "login_required", True)}
    listed = {name for name, row in PAGES.items() if (row[0] if isinstance(row, list) else row)[1][None] != LOGIN} | {
        "admin:login",
        "account_logout",
    }
    assert said == listed


@pytest.mark.parametrize("name, args, table", rows())
def test_get(name, args, table, client_of, job):
    path = address(name, args)
    got = {person: client_of(person).get(path).status_code for person in table}
    assert got == table, path


@pytest.mark.parametrize("name, args, table", rows())
def test_other_methods_never_open_what_get_refuses(name, args, table, client_of, job):
    path = address(name, args)
    for person in (None, "redaktion", "zahlstelle", "bearbeitung", "nachbaramt"):
        client, status, before = client_of(person), table[person], state()
        for method in METHODS:
            response = getattr(client, method)(path)
            assert response.status_code < 500, (person, method, path)
            if status in {LOGIN, FORBIDDEN, MISSING} and not (name == "account_logout" or (status == 302 and person)):
                refusals = {LOGIN, FORBIDDEN, MISSING, 405, 422} | ({200} if method == "options" else set())
                assert response.status_code in refusals, (person, method, path)
                assert state() == before, (person, method, path)


def state():
    """What a refused request must not change."""
    tables = [Protokoll, Auftrag, Standort, Dokument, Mail, Meldung]
    return [(model.__name__, model.objects.count()) for model in tables] + [
        list(Standort.objects.order_by("pk").values_list("pk", "status")),
        list(Auftrag.objects.order_by("pk").values_list("pk", "status")),
    ]


def closed_pages():
    for name, declared in PAGES.items():
        args, table = declared[0] if isinstance(declared, list) else declared
        if table[None] == LOGIN and name not in {"admin:login", "account_logout"}:
            yield pytest.param(name, args, id=name)


@pytest.mark.parametrize("name, args", closed_pages())
def test_anonymous_people_are_sent_to_the_login_and_back(name, args, job, client):
    path = address(name, args)
    response = client.get(path)
    while "/verwaltung/login/" in response["Location"]:
        response = client.get(response["Location"])
    assert response["Location"] == f"{reverse('account_login')}?next={path}"


# Writing in the office


ACTIONS = {
    "buero_auftrag_neu": (newest_job, {}, JOBS, MISSING),
    "buero_auftrag_abbrechen": (newest_job, {}, JOBS, MISSING),
    "buero_seite_stand": (real_site_page, {"von": "veroeffentlicht", "nach": "archiviert"}, EDITORS, MISSING),
}
READS_BUT_MAY_NOT = {"buero_seite_stand": READERS}


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("person_name", EVERYBODY)
def test_post(name, person_name, client_of, job):
    args, data, allowed, otherwise = ACTIONS[name]
    if name == "buero_auftrag_neu":
        Auftrag.objects.update(status="abgebrochen", finished_at="2026-01-01T00:00Z")
    path, before = address(name, args), state()
    status = client_of(person_name).post(path, data).status_code
    if person_name in allowed:
        assert status == 302
        assert state() != before
        return
    expected = FORBIDDEN if person_name in READS_BUT_MAY_NOT.get(name, ()) or person_name in MEMBERS else otherwise
    assert status == (LOGIN if person_name is None else expected)
    assert state() == before


def test_posts_without_the_form_token_are_refused(person, job):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("koordination1"))
    for name, (args, data, _, _) in ACTIONS.items():
        assert client.post(address(name, args), data).status_code == FORBIDDEN
    for name in FORMS - {"account_reset_password_from_key"}:
        assert Client(enforce_csrf_checks=True).post(address(name, ())).status_code == FORBIDDEN


# The admin: derived from the groups' rights and the lists that are read-only


def admin_rows():
    for model in admin.site._registry:
        for action in ("changelist", "add", "change", "delete", "history"):
            yield model, action


def may(login, model, action):
    letters = {"changelist": ("view", "change"), "change": ("view", "change"), "history": ("view", "change")}
    group = PEOPLE[login][1]
    rights = {right for app, right in rights_of(GRUPPEN[group]) if app == model._meta.app_label}
    wanted = letters.get(action, (action,))
    return any(f"{letter}_{model._meta.model_name}" in rights for letter in wanted)


def one_of(model):
    makers = {
        "Dokument": make_document,
        "Ausgabe": make_ausgabe,
        "Meldung": make_meldung,
        "Mail": lambda: Mail.objects.create(to="a@example.org", subject="Betreff", text="Text", html="<p>Text</p>"),
        "Zuschrift": lambda: Zuschrift.objects.create(
            art="frage",
            email="a@example.org",
            text="Text",
            secret_hash="0",
            status="eingegangen",
            confirmed_at=timezone.now(),
        ),
    }
    maker = makers.get(model.__name__)
    return model.objects.first() or (maker() if maker else None)


@pytest.mark.parametrize("model, action", admin_rows(), ids=lambda value: getattr(value, "__name__", value))
def test_admin(model, action, client_of, job, person):
    obj = one_of(model)
    if action in {"change", "delete", "history"} and obj is None:
        pytest.fail(f"kein {model.__name__} zum Ansehen")
    args = [obj.pk] if action in {"change", "delete", "history"} else []
    path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)
    writes = action in {"add", "delete"}
    for name in [None, *OFFICE[1:], "bearbeitung"]:  # koordination2 stands for both
        status = client_of(name).get(path).status_code
        if name is None:
            assert status == LOGIN
        elif name in MEMBERS or not may(name, model, action) or (writes and model._meta.model_name in WRITES_NOTHING):
            assert status == FORBIDDEN, (name, path)
        else:
            assert status == 200, (name, path)


def test_read_only_lists_write_nothing_for_a_superuser_too(client, person):
    user = person("koordination1")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    Protokoll.objects.create(verb="x", object_type="x", object_id="1")
    for model in admin.site._registry:
        if model._meta.model_name in WRITES_NOTHING:
            base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            assert client.get(reverse(f"{base}_add")).status_code == FORBIDDEN
            obj = one_of(model) or pytest.skip("leer")
            assert client.post(reverse(f"{base}_delete", args=[obj.pk]), {"post": "yes"}).status_code == FORBIDDEN
            assert client.post(reverse(f"{base}_change", args=[obj.pk]), {}).status_code == FORBIDDEN


def test_only_the_groups_of_the_table_give_rights(content):
    for name, apps in GRUPPEN.items():
        rights = Permission.objects.filter(group__name=name).values_list("content_type__app_label", "codename")
        assert set(rights) == rights_of(apps), name


LEAST = {  # nobody may do this, whatever the table says tomorrow
    "Zahlstelle": r"(add|change|delete)_",
    "Revision": r"(add|change|delete)_",
    "Fachberatung": r"(add|change|delete)_(standort|foerderung|publikation|meldung|user|mitgliedschaft)$",
    "Redaktion": r"(add|change|delete)_(foerderung|budgetposten|user|mitgliedschaft|foerderzeitraum)$",
    "Koordination": r"(add|change|delete)_(user|group|protokoll|dokument)$",
    "Betrieb": r"(add|change|delete)_(standort|foerderung|budgetposten|publikation|meldung|protokoll|group)$",
}


@pytest.mark.parametrize("group", GRUPPEN)
def test_least_rights(group):
    assert [right for _, right in rights_of(GRUPPEN[group]) if re.match(LEAST[group], right)] == []


def test_nobody_rises_above_the_own_rights(client_of, person):
    """Betrieb manages accounts, and yet makes nobody a superuser, neither another nor itself."""
    client, betrieb = client_of("betrieb"), person("betrieb")
    path = reverse("admin:base_user_change", args=[betrieb.pk])
    client.post(path, {"email": betrieb.email, "name": "x", "is_active": "on", "is_staff": "on", "is_superuser": "on"})
    betrieb.refresh_from_db()
    assert not betrieb.is_superuser


# Public pages carry nothing personal


def public_pages():
    for name, declared in PAGES.items():
        args, table = declared[0] if isinstance(declared, list) else declared
        if table[None] == 200:
            yield pytest.param(name, args, id=name)


@pytest.mark.parametrize("name, args", public_pages())
def test_anonymous_pages_set_no_cookie_and_vary_by_none(name, args, client, job):
    response = client.get(address(name, args))
    if name in FORMS:
        assert set(response.cookies) <= {"csrftoken"}
        return
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("name, args", public_pages())
def test_anonymous_pages_ask_for_no_session_and_no_account(name, args, client, job):
    if name == "account_reset_password_from_key":
        return  # its address names the account
    with connection.execute_wrapper(refuse_tables("django_session", "base_user")):
        assert client.get(address(name, args)).status_code == 200


def refuse_tables(*tables):
    def wrapper(execute, statement, params, many, context):
        assert not any(f'"{table}"' in statement for table in tables), statement
        return execute(statement, params, many, context)

    return wrapper


@pytest.mark.parametrize("name, args", public_pages())
def test_every_answer_carries_the_strict_headers(name, args, client, job):
    response = client.get(address(name, args))
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


CANARY = ["Musterstadt", "musterstadt", "Musterland", "erfunden"]


@pytest.mark.parametrize("name, args", public_pages())
def test_invented_offices_appear_on_no_public_page(name, args, client, job, settings):
    settings.DEMO = False  # the demo's banner names them on purpose
    text = client.get(address(name, args)).content.decode(errors="replace")
    assert [word for word in CANARY if word in text] == []


@pytest.mark.parametrize(
    "query", ["q=Musterstadt", "q=Musterviertel", "q=Familienlotsen", "foerderzeitraum=musterzeitraum"]
)
@pytest.mark.parametrize("name", ["suche", "standorte", "jugendaemter"])
def test_invented_offices_are_not_found(name, query, client):
    text = client.get(f"{reverse(name)}?{query}").content.decode()
    for link in ("/standorte/musterstadt/", "/jugendaemter/musterstadt/"):
        assert link not in text


def test_login_leads_only_to_our_own_addresses(client, person):
    from django.conf import settings

    person("redaktion")
    data = {"login": "redaktion@demo.example", "password": settings.DEMO_PASSWORD}
    for target in ("https://boese.example/", "//boese.example/", "javascript:alert(1)", "/\\boese.example"):
        response = Client().post(reverse("account_login"), data | {"next": target})
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/"), (target, response["Location"])
        assert "boese" not in Client().get(reverse("admin:login") + f"?next={target}")["Location"].split("?")[0]
