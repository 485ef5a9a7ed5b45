"""Rows of two offices full of words that only some may read, and where each address finds them."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from types import SimpleNamespace

from django.urls import URLPattern, get_resolver
from django.utils import timezone

from beratung.models import Abwesenheit, Anfrage, Anmeldung, Ansicht, Rueckmeldung
from beratung.notifications import austausch as austausch_notifications
from beratung.notifications.anfragen import token_of
from jugendaemter.models import Einladung, Jugendamt
from projects.models import Auszug, Bescheidentwurf, Foerderzeitraum
from servicestelle.base import ablage, kalenderlinks, tagesmail
from servicestelle.base.dateien.checking import Checked
from servicestelle.base.dateien.services import keep_files
from servicestelle.base.models import Auftrag, Frist, Kalenderlink, Tagesmailwunsch, User, Vertretung
from tests.beratung.exchanges import make_austausch
from tests.people import EVERYBODY, OFFICE, make_person
from tests.projects import calls
from tests.projects.briefe import plant_anhoerung, plant_antrag, plant_bescheid
from tests.projects.money import plant_abruf
from tests.records import make_cohort, make_document, make_grant, make_standort

OFFICES = {"A": "00000001", "B": "00000002"}
AMOUNTS = {"A": "11111.00", "B": "12222.00"}
COORDINATORS = {"koordination1", "koordination2"}
ADVISERS = COORDINATORS | {"fachberatung"}
NOBODY = {"A": set(), "B": set()}
AT_HOME = {"A": {"bearbeitung", "freigabe"}, "B": {"nachbaramt"}}  # who works in the Jugendamt
RELEASING = {"A": {"freigabe"}, "B": set()}  # invitations are for those who release
REGISTERED = {"A": {"bearbeitung"}, "B": {"nachbaramt"}}  # whose account takes part in the exchange
ORDERS = {"A": {"bearbeitung"}, "B": {"nachbaramt"}}  # whose file of figures it is
KEEPS_VIEWS = {"A": {"fachberatung"}, "B": {"koordination1"}}  # whose filter of the queue it is
# kind of word: who in the office may read it, and which other people by the side it belongs to
READERS = {
    "anfrage": (ADVISERS, AT_HOME),
    "notiz": (ADVISERS, NOBODY),
    "anhang": (ADVISERS, AT_HOME),
    "mensch": (ADVISERS | {"revision", "betrieb"}, AT_HOME),
    "einladung": (COORDINATORS, RELEASING),
    "entwurf": (ADVISERS | {"redaktion", "zahlstelle", "revision"}, AT_HOME),
    "geld": (COORDINATORS | {"zahlstelle", "revision"}, AT_HOME),
    "abruf": (COORDINATORS | {"zahlstelle", "revision"}, AT_HOME),
    "abrufentwurf": (set(), AT_HOME),
    "bekundung": (ADVISERS | {"revision"}, AT_HOME),
    "bekundungsentwurf": (set(), AT_HOME),
    "bewertung": (ADVISERS | {"revision"}, NOBODY),
    "antrag": (COORDINATORS | {"revision"}, AT_HOME),
    "antragsentwurf": (set(), AT_HOME),
    "anhoerung": (COORDINATORS | {"revision"}, AT_HOME),
    "vorbereitet": (COORDINATORS | {"revision"}, NOBODY),
    "auszug": (set(), ORDERS),
    "datei": (ADVISERS | {"redaktion", "revision", "betrieb"}, AT_HOME),
    "auftrag": (COORDINATORS | {"redaktion", "betrieb"}, AT_HOME),
    "austausch": (ADVISERS, REGISTERED),
    "anmeldung": (ADVISERS, REGISTERED),
    "ansicht": (set(), KEEPS_VIEWS),
    "abwesend": (ADVISERS | {"betrieb"}, NOBODY),
    "vertritt": (COORDINATORS | {"betrieb", "revision"}, NOBODY),
}


def word(kind, side):
    """The word of this kind and office; money shows as its amount."""
    return AMOUNTS[side][:2] + "." + AMOUNTS[side][2:5] + ",00" if kind == "geld" else f"Kanarie{kind}{side}"


def forbidden_words(person, place):
    """The words `person` (None: nobody) must not meet at `place`: whoever holds a secret link reads what it shows."""
    for kind, (readers, others) in READERS.items():
        for side in OFFICES:
            by_link = side == place.side and kind in place.shows
            if person not in readers | others[side] and not by_link:
                yield word(kind, side)


def plant(side):
    """Write the rows of one office past the services, so that no mail tells of them; return them by name."""
    office = Jugendamt.objects.get(ags=OFFICES[side])
    mensch = User.objects.create_user(f"kanariemensch{side.lower()}@example.org", name=word("mensch", side))
    zugang = mensch.mitgliedschaften.create(jugendamt=office, rolle="bearbeitung", gueltig_von=date(2020, 1, 1))
    rows = _plant_case(office, side) | _plant_exchange(side) | _plant_office(side) | _plant_links(mensch, side)
    invited = word("einladung", side)
    rows |= {
        "office": office,
        "mensch": mensch,
        "zugang": zugang,
        "einladung": Einladung.objects.create(
            email=f"{invited.lower()}@example.org",
            name=invited,
            jugendamt=office,
            rolle="bearbeitung",
            secret_hash=side * 64,
            expires_at=timezone.now() + timedelta(days=5),
        ),
        "standort": make_standort(
            office, make_cohort(f"kanarie-{side.lower()}"), slug=f"kanarie-{side.lower()}", titel=word("entwurf", side)
        ),
        "foerderung": make_grant(
            office,
            Foerderzeitraum.objects.get(slug="musterzeitraum"),
            lines=[AMOUNTS[side]],
            status="bestandskraeftig",  # before, its programme lets nobody ask for money
        ),
        "dokument": make_document(f"kanarie/{side}.pdf", title=word("datei", side), scope=office.scope),
        "auftrag": Auftrag.objects.create(kind="probe.leer", title=word("auftrag", side), scope=office.scope),
    }
    grant = rows["foerderung"]
    rows |= _plant_money(grant, side) | _plant_calls(office, side) | _plant_documents(grant, side)
    return SimpleNamespace(**rows)


def _plant_money(grant, side):
    """A request for payment that the office has, and a draft that it has not."""
    [*_, actor] = sorted(AT_HOME[side])
    fields = {"actor": make_person(actor), "zweck": word("abruf", side), "rueckfrage": word("abruf", side)}
    number = {"A": 1, "B": 3}[side]  # a number of A names nothing of B
    abruf = plant_abruf(grant, "1000.00", nummer=number, **fields)
    draft = plant_abruf(grant, nummer=number + 1, status="entwurf", zweck=word("abrufentwurf", side))
    auszug = _plant_auszug(grant, side)
    return {"abruf": abruf, "abrufentwurf": draft, "buchung": abruf.buchungen.get(), "auszug": auszug}


def _plant_auszug(grant, side):
    """A file of figures that one person of the Jugendamt ordered."""
    [keeper] = ORDERS[side]
    content = word("auszug", side).encode()
    key = f"auszuege/{side.lower()}.csv"
    ablage.store(key, content)
    return Auszug.objects.create(
        person=make_person(keeper),
        art="foerderung",
        objekt=str(grant.pk),
        format="csv",
        filename="zahlen.csv",
        object_key=key,
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )


def _plant_calls(office, side):
    """An Interessenbekundung that the office has, with what reviewers think of it, and a draft; each with a file."""
    said, small = word("bekundung", side), side.lower()
    sent = calls.plant(calls.make_call(f"kanarie-aufruf-{small}"), office, status="entwurf", vorhaben=said)
    draft = calls.plant(
        calls.make_call(f"kanarie-entwurf-{small}"), office, status="entwurf", vorhaben=word("bekundungsentwurf", side)
    )
    rows = {"bekundung": sent, "bekundungsentwurf": draft}
    for name, row in list(rows.items()):
        hidden = word(name, side)
        files = [Checked(f"{hidden}.txt", "text/plain", hidden.encode())]
        [rows[f"{name}sdatei"]] = keep_files(row, files, actor=None)
    person = make_person("freigabe")
    type(sent).objects.filter(pk=sent.pk).update(
        status="eingereicht", eingereicht_von=person, eingereicht_am=timezone.now()
    )
    sent.refresh_from_db()
    calls.plant_score(sent, make_person("fachberatung"), notiz=word("bewertung", side))
    return rows


def _plant_documents(grant, side):
    """A signed document with its file, one that waits for its signature, a hearing, a request and its draft."""
    number = {"A": 1, "B": 4}[side]  # a number of A names nothing of B
    said = word("antrag", side)
    bescheid = plant_bescheid(grant, nummer=number, az=f"GA-2001-000{number}", code=f"kanarie-{side}-" + "x" * 20)
    content = f"Bescheid {AMOUNTS[side]}".encode()
    dokument = make_document(
        f"dokumente/bescheid-{side.lower()}.pdf",
        key=bescheid.dokument_key,
        title="Bescheid",
        scope=f"foerderung:{grant.pk}",
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )
    ablage.store(dokument.object_key, content)
    hearing = plant_anhoerung(grant, text=word("anhoerung", side))
    antrag = plant_antrag(grant, nummer=number, begruendung=said)
    draft = plant_antrag(grant, nummer=number + 1, status="entwurf", begruendung=word("antragsentwurf", side))
    prepared = Bescheidentwurf.objects.create(
        foerderung=grant,
        art="ablehnung",
        antrag=antrag,
        begruendung=word("vorbereitet", side),
        vorbereitet_von=make_person("koordination1"),
    )
    return {
        "bescheid": bescheid,
        "code": bescheid.code,
        "anhoerung": hearing,
        "antrag": antrag,
        "antragsentwurf": draft,
        "bescheidentwurf": prepared,
    }


def _plant_case(office, side):
    """A request with all that hangs on it. B has withdrawn its secret link."""
    said, note = word("anfrage", side), word("notiz", side)
    anfrage = Anfrage.objects.create(
        jugendamt=office,
        nummer=f"FB-2001-000{'AB'.index(side) + 1}",
        status="in_beratung",
        confirmed_at=timezone.now(),
        name=said,
        funktion=said,
        telefon=said,
        email=f"{said.lower()}@example.org",
        wunschtermine=said,
        frage=said,
    )
    rows = {"anfrage": anfrage, "token": token_of(anfrage)}
    if side == "B":
        Anfrage.objects.filter(pk=anfrage.pk).update(zugang=None)
    anfrage.nachrichten.create(vom_buero=True, text=said)
    anfrage.notizen.create(text=note)
    anfrage.kontakte.create(
        am=timezone.localdate(),
        format="video",
        beratung_minuten=5,
        vereinbarungen=said,
        ergebnis=note,
        weiteres_vorgehen=note,
    )
    rows["termin"] = anfrage.termine.create(
        status="vereinbart",
        vom_buero=True,
        beginn=timezone.now() + timedelta(days=9),
        ort=said,
        video_url=f"https://video.example.org/{said}",
        decided_at=timezone.now(),
    )
    rows["empfehlung"] = anfrage.empfehlungen.create(text=said)
    Rueckmeldung.objects.create(anfrage=anfrage, nutzen="sehr", satz=said)
    hidden = word("anhang", side)
    [rows["anhang"]] = keep_files(anfrage, [Checked(f"{hidden}.txt", "text/plain", hidden.encode())], actor=None)
    for seite, text in {"jugendamt": said, "buero": note}.items():
        key = {"object_type": "beratung.anfrage", "object_id": str(anfrage.pk), "art": f"probe.{seite}", "seite": seite}
        today = timezone.localdate()
        rows[f"frist_{seite}"] = Frist.objects.create(
            **key, titel=text, url="/", due_on=today, due_first=today, scope=office.scope
        )
    return rows


def _plant_exchange(side):
    """An exchange with the registration of one account, its secret link (replaced for B) and its certificate.

    That of A is published: everybody reads its title, but only who has a place the link to the video.
    """
    hidden = word("austausch", side)
    austausch = make_austausch(
        f"kanarie-austausch-{side.lower()}",
        published=side == "A",
        titel=hidden if side == "B" else "Austausch für alle",
        videolink=f"https://video.example.org/{hidden}",
    )
    name = word("anmeldung", side)
    anmeldung = Anmeldung.objects.create(
        angebot=austausch,
        status="angemeldet",
        name=name,
        email=f"{name.lower()}@example.org",
        konto=make_person(*REGISTERED[side]),
        confirmed_at=timezone.now(),
        teilgenommen=True,
    )
    rows = {"austausch": austausch, "anmeldung": anmeldung, "platz": austausch_notifications.token_of(anmeldung)}
    if side == "B":
        Anmeldung.objects.filter(pk=anmeldung.pk).update(zugang=uuid.uuid4())
    content = name.encode()
    rows["bescheinigung"] = make_document(
        f"dokumente/{name.lower()}.pdf",
        key=anmeldung.bescheinigung_key,
        title="Teilnahmebescheinigung",
        scope=f"anmeldung:{anmeldung.pk}",
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )
    ablage.store(rows["bescheinigung"].object_key, content)
    return rows


def _plant_office(side):
    """What belongs to people of the office: a filter of the queue, that somebody is away, that somebody stands in."""
    [keeper] = KEEPS_VIEWS[side]
    today, away, deputy = timezone.localdate(), word("abwesend", side), word("vertritt", side)
    absent, deputy = (
        User.objects.create_user(f"{name.lower()}@example.org", name=name, is_staff=True) for name in (away, deputy)
    )
    return {
        "vertretung": Vertretung.objects.create(
            person=deputy, von=today, bis=today, eingetragen_von=make_person("koordination1")
        ),
        "ansicht": Ansicht.objects.create(user=make_person(keeper), name=word("ansicht", side), angeheftet=True),
        "abwesenheit": Abwesenheit.objects.create(user=absent, von=today, bis=today, vertretung=make_person(keeper)),
    }


def _plant_links(person, side):
    """The secret addresses of the person's feed and of the end of her daily mail. B has replaced both."""
    feed, ending = f"geheim-{side}", tagesmail.token_of(person)
    kept = f"anders-{side}" if side == "B" else feed
    Kalenderlink.objects.create(user=person, secret_hash=kalenderlinks.hash_secret(kept))
    if side == "B":
        Tagesmailwunsch.objects.filter(user=person).update(kennung=uuid.uuid4())
    return {"kalender": feed, "abbestellen": ending}


MISSING_NUMBER, MISSING_SLUG = "FB-2000-0001", "gibt-es-nicht"
IN_OFFICE = {side: people | set(OFFICE) for side, people in AT_HOME.items()}
HOLDERS = {"A": set(EVERYBODY), "B": set()}  # whoever holds the secret link, whoever it is; that of B is void
EVERYWHERE = {side: set(EVERYBODY) for side in "AB"}
PUBLISHED = {"A": set(EVERYBODY), "B": ADVISERS}


@dataclass(frozen=True)
class Owned:
    """How an address names its rows: `find` gives the parts of a planted one, `missing` those of none.

    For all but `home` (by side) the row answers as one that is missing. `shows`: kinds of words a secret link tells.
    """

    find: callable
    missing: list
    home: dict = field(default_factory=lambda: IN_OFFICE)
    shows: tuple = ()


def _of_case(start, key, missing, **more):
    """The address of a request, and those of what hangs on it."""
    parts = {
        "": None,
        "dateien/<int:pk>/": "anhang",
        "termine/<int:pk>": "termin",
        "empfehlungen/<int:pk>/": "empfehlung",
    }
    for rest, name in parts.items():
        yield start + rest, _named(key, name, missing=missing, **more)


def _named(key, part=None, *, missing, **more):
    """An address that names a row, and perhaps a part of it by its number."""
    if part is None:
        return Owned(lambda rows: [key(rows)], [missing], **more)
    return Owned(lambda rows: [key(rows), getattr(rows, part).pk], [missing, 0], **more)


def _by_pk(name, **more):
    return _named(lambda rows: getattr(rows, name).pk, missing=0, **more)


def _by_link(name, *shows):
    return _named(lambda rows: getattr(rows, name), missing="x", home=HOLDERS, shows=shows)


# start of the route: whose row it names; the longest start counts
OWNED = {
    **dict(_of_case("mein/anfragen/<slug:nummer>/", lambda rows: rows.anfrage.nummer, MISSING_NUMBER)),
    **dict(_of_case("buero/anfragen/<slug:nummer>/", lambda rows: rows.anfrage.nummer, MISSING_NUMBER)),
    **dict(
        _of_case(
            "fachberatung/status/<str:token>/",
            lambda rows: rows.token,
            "x",
            home=HOLDERS,
            shows=("anfrage", "anhang"),
        )
    ),
    "buero/anfragen/ansichten/<int:pk>/": _by_pk("ansicht", home=KEEPS_VIEWS),
    "buero/abwesenheiten/<int:pk>/": _by_pk("abwesenheit"),
    "austausch/<slug:slug>": _named(lambda rows: rows.austausch.slug, missing=MISSING_SLUG, home=PUBLISHED),
    "austausch/anmeldung/<str:token>/": _by_link("platz", "anmeldung", "austausch"),
    "mein/austausch/<int:pk>/": _by_pk("anmeldung", home=REGISTERED),
    "buero/austausch/<int:pk>/": _by_pk("austausch"),
    "buero/austausch/<int:pk>/anmeldungen/<int:nummer>/": _named(
        lambda rows: rows.austausch.pk, "anmeldung", missing=0
    ),
    "abbestellen/<str:token>/": _by_link("abbestellen"),
    "mein/kalender/<str:token>.ics": _by_link("kalender", "anfrage"),
    "standorte/<slug:slug>/": _named(lambda rows: rows.standort.slug, missing=MISSING_SLUG),
    "jugendaemter/<slug:slug>/": _named(lambda rows: rows.office.slug, missing=MISSING_SLUG),
    "mein/kolleginnen/<str:ags>/": _named(lambda rows: rows.office.ags, missing="00000009"),
    "mein/kolleginnen/<int:pk>/": _by_pk("zugang"),
    "mein/kolleginnen/einladung/<int:pk>/": _by_pk("einladung"),
    "buero/menschen/<int:pk>/": _by_pk("mensch"),
    "buero/menschen/zugang/<int:pk>/": _by_pk("zugang"),
    "buero/menschen/einladung/<int:pk>/": _by_pk("einladung"),
    "buero/menschen/vertretungen/<int:pk>/": _by_pk("vertretung"),
    "buero/auftraege/<int:pk>/": _by_pk("auftrag"),
    "buero/fristen/<int:pk>/": _by_pk("frist_buero"),
    "buero/foerderungen/<int:pk>/": _by_pk("foerderung"),
    "buero/foerderzeitraeume/<slug:slug>/geld/": _named(
        lambda rows: rows.standort.foerderzeitraum.slug, missing=MISSING_SLUG
    ),
    "auszuege/<int:pk>/": _by_pk("auszug", home=ORDERS),
    "verwaltung/projects/auszug/": _by_pk("auszug"),
    "buero/mittelabrufe/<int:pk>/": _by_pk("abruf"),
    "mein/foerderungen/<int:pk>/": _by_pk("foerderung", home=AT_HOME),
    "mein/foerderungen/<int:pk>/abrufe/<int:nummer>/": Owned(
        lambda rows: [rows.foerderung.pk, rows.abrufentwurf.nummer], [0, 0], home=AT_HOME
    ),
    "mein/interessenbekundung/neu/": Owned(
        lambda rows: ["demo-aufruf", rows.office.ags], ["gibt-es-nicht", "00000009"], home=AT_HOME
    ),
    "mein/interessenbekundung/<int:pk>/": _by_pk("bekundungsentwurf", home=AT_HOME),
    "mein/interessenbekundung/<int:pk>/dateien/": _named(
        lambda rows: rows.bekundungsentwurf.pk, "bekundungsentwurfsdatei", missing=0, home=AT_HOME
    ),
    "buero/interessenbekundungen/<int:pk>/": _by_pk("bekundung"),
    "buero/interessenbekundungen/<int:pk>/dateien/": _named(
        lambda rows: rows.bekundung.pk, "bekundungsdatei", missing=0
    ),
    "mein/foerderungen/<int:pk>/bescheide/<int:nummer>/": Owned(
        lambda rows: [rows.foerderung.pk, rows.bescheid.nummer], [0, 0], home=AT_HOME
    ),
    "mein/foerderungen/<int:pk>/aenderungen/<int:nummer>/": Owned(
        lambda rows: [rows.foerderung.pk, rows.antragsentwurf.nummer], [0, 0], home=AT_HOME
    ),
    "mein/foerderungen/<int:pk>/anhoerungen/<int:nummer>/": Owned(
        lambda rows: [rows.foerderung.pk, rows.anhoerung.pk], [0, 0], home=AT_HOME
    ),
    "buero/bescheide/<int:pk>/": _by_pk("bescheid"),
    "buero/zeichnung/<int:pk>/": _by_pk("bescheidentwurf"),
    "buero/aenderungen/<int:pk>/": _by_pk("antrag"),
    "buero/anhoerungen/<int:pk>/": _by_pk("anhoerung"),
    "pruefen/<str:code>/": Owned(lambda rows: [rows.code], ["gibt-es-nicht"], home=EVERYWHERE, shows=("geld",)),
    "buero/jugendaemter/<slug:slug>/": _named(lambda rows: rows.office.slug, missing=MISSING_SLUG),
    "buero/seiten/<slug:art>/<int:pk>/": Owned(lambda rows: ["standort", rows.standort.pk], ["standort", 0]),
    "verwaltung/base/dokument/": _by_pk("dokument"),
    "verwaltung/base/dokument/<int:pk>/datei/": _by_pk("bescheinigung"),
    "verwaltung/base/datei/": _by_pk("anhang"),
    "verwaltung/base/frist/": _by_pk("frist_buero"),
    "verwaltung/base/auftrag/": _by_pk("auftrag"),
    "verwaltung/base/user/": _by_pk("mensch"),
    "verwaltung/base/vertretung/": _by_pk("vertretung"),
    "verwaltung/beratung/anfrage/": _by_pk("anfrage"),
    "verwaltung/beratung/anmeldung/": _by_pk("anmeldung"),
    "verwaltung/beratung/austauschangebot/": _by_pk("austausch"),
    "verwaltung/jugendaemter/jugendamt/": _named(lambda rows: rows.office.pk, missing="00000009"),
    "verwaltung/jugendaemter/mitgliedschaft/": _by_pk("zugang"),
    "verwaltung/projects/standort/": _by_pk("standort"),
    "verwaltung/projects/foerderung/": _by_pk("foerderung"),
    "verwaltung/projects/mittelabruf/": _by_pk("abruf"),
    "verwaltung/projects/buchung/": _by_pk("buchung"),
    "verwaltung/projects/interessenbekundung/": _by_pk("bekundung"),
    "verwaltung/projects/bescheid/": _by_pk("bescheid"),
    "verwaltung/projects/bescheidentwurf/": _by_pk("bescheidentwurf"),
    "verwaltung/projects/aenderungsantrag/": _by_pk("antrag"),
    "verwaltung/projects/anhoerung/": _by_pk("anhoerung"),
}
# rows that belong to no Jugendamt: there is nothing foreign
WITHOUT_OWNER = (
    "aktuelles/",
    "barrierefreiheit/",
    "bestaetigen/",
    "buero/foerderzeitraeume/",
    "buero/publikationen/",
    "buero/simulationen/",
    "buero/zuschriften/",
    "demo/post/",
    "konto/",
    "leichte-sprache/",
    "netzwerke/",
    "publikationen/",
    "verwaltung/",
)
# routes written as regular expressions
BY_PATTERN = {
    "account_reset_password_from_key": "/konto/passwort-vergessen/x-y/",
    "app_list": "/verwaltung/base/",
    None: "/verwaltung/gibt-es-nicht",
}
FILLINGS = {"int": 0, "slug": MISSING_SLUG, "str": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "0"}


@dataclass(frozen=True)
class Place:
    """One address with one state of its object.

    `side` is A, B, `fehlt`, AB or BA (the part of one row under the address of the other), or empty where nothing
    belongs to anybody. For `strangers` it answers as what is missing. `shows`: kinds of words that come with the link.
    """

    name: str
    path: str
    side: str = ""
    strangers: frozenset = frozenset()
    shows: tuple = ()


def places(rows):
    """Every address of the portal with every state of its object, and the names of those nobody has declared."""
    found, undeclared = [], []
    for route, name in routes():
        ours = list(_places(route, name, rows))
        found += ours
        if not ours:
            undeclared.append(route)
    return found, undeclared


def routes(resolver=None, before=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(entry, URLPattern):
            yield route, entry.name
        else:
            yield from routes(entry, route)


def _places(route, name, rows):
    called = name or route
    if "(?P" in route:
        if name in BY_PATTERN:
            yield Place(called, BY_PATTERN[name])
    elif "<" not in route:
        yield Place(called, f"/{route}")
    elif (start := max((start for start in OWNED if route.startswith(start)), key=len, default=None)) is not None:
        yield from _states(route, called, rows, OWNED[start])
    elif route.startswith(WITHOUT_OWNER):
        yield Place(called, _fill(route, []))


def _states(route, name, rows, owned):
    found = {side: owned.find(row) for side, row in rows.items()}
    strangers = {side: frozenset(EVERYBODY) - owned.home[side] for side in found}
    for side, other in ("AB", "BA"):
        crossed = [found[side][0], *found[other][1:]]
        if crossed not in found.values():
            found[side + other], strangers[side + other] = crossed, frozenset(EVERYBODY)
    found["fehlt"], strangers["fehlt"] = owned.missing, frozenset().union(*strangers.values())
    for side, args in found.items():
        yield Place(name, _fill(route, args), side, strangers[side], owned.shows)


def _fill(route, args):
    """The route with `args` in place of its first parameters and values that name nothing in place of the others."""
    rest, path = list(args), ""
    for part in route.split("<"):
        head, mark, tail = part.partition(">")
        if not mark:
            path += part
            continue
        kind = head.split(":")[0] if ":" in head else "str"
        path += str(rest.pop(0) if rest else FILLINGS[kind]) + tail
    return f"/{path}"
