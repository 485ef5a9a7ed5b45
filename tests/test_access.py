"""Who gets what: every address × person × method. An address that is not declared here fails the test."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from beratung.models import Anfrage, Anmeldung, Austauschangebot, Zustaendigkeit
from beratung.notifications.anfragen import token_of
from jugendaemter.models import Jugendamt, Netzwerk
from projects.models import (
    Aenderungsantrag,
    Anhoerung,
    Auszug,
    Bescheid,
    Bescheidentwurf,
    Erklaerung,
    Foerderung,
    Foerderzeitraum,
    Interessenbekundung,
    Mittelabruf,
    Simulation,
    Standort,
    Zustellung,
)
from publications.models import Meldung, Publikation
from servicestelle.base import ablage
from servicestelle.base.dateien.checking import Checked
from servicestelle.base.dateien.services import keep_files
from servicestelle.base.einmal import new_number
from servicestelle.base.models import (
    Auftrag,
    Datei,
    Dokument,
    Frist,
    Mail,
    Protokoll,
    Protokollstand,
    User,
    Vertretung,
    Zuschrift,
)
from servicestelle.pages.gruppen import GRUPPEN, rights_of
from servicestelle.pages.startdaten.demo import PEOPLE
from tests.beratung.cases import receive
from tests.people import EVERYBODY, MEMBERS, OFFICE, make_person
from tests.projects.briefe import plant_anhoerung
from tests.records import make_ausgabe, make_datei, make_document, make_meldung

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]

LOGIN, FORBIDDEN, MISSING = 302, 403, 404
JOBS = {"koordination1", "koordination2", "redaktion", "betrieb"}  # see and steer jobs
READERS = {"fachberatung", "revision", "zahlstelle"}  # see sites, change none
EDITORS = {"koordination1", "koordination2", "redaktion"}
MANAGERS = ["koordination1", "koordination2"]  # manage everybody's access
OVERSEERS = [*MANAGERS, "betrieb"]  # see and close accounts
SEES_ACCESS = ["bearbeitung", "fachberatung", "revision", "betrieb"]  # see who has access, and may not end it
MANAGERS_200 = dict.fromkeys([*MANAGERS, "freigabe"], 200)
ASKING = {"bearbeitung", "freigabe"}  # the Jugendamt of the demo's request
ADVISERS = {"koordination1", "koordination2", "fachberatung"}  # look after requests
OWN_EXCHANGE = dict.fromkeys([*OFFICE, *MEMBERS], MISSING) | {"bearbeitung": 200}  # the demo's registration
SEES_MONEY = {"koordination1", "koordination2", "zahlstelle", "revision"}
DECIDES = {*MANAGERS, "revision"}  # see what is prepared and asked for
OWN_FILE = dict.fromkeys(MEMBERS, MISSING) | {"bearbeitung": 200}
PAYS = {"koordination1", "koordination2", "zahlstelle"}
SEES_CALLS = {*ADVISERS, "revision"}
SEES_COHORTS = {*SEES_CALLS, "zahlstelle"}
SEES_SIMULATIONS = {*MANAGERS, "revision"}
NOBODY_HOME = dict.fromkeys([*OFFICE, *MEMBERS], MISSING)
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


def access_of_bearbeitung():
    return [User.objects.get(email="bearbeitung@demo.example").mitgliedschaften.get().pk]


def coming_deputyship():
    """The demo's one: who stands in for the Zahlstelle soon."""
    return [Vertretung.objects.coming().get().pk]


def request_of_demo():
    """The demo's first request: nobody is in charge yet."""
    return Anfrage.objects.filter(jugendamt="00000001").earliest("pk")


def invented_request():
    return [request_of_demo().nummer]


def invented_termin():
    """An agreed appointment of the demo's request, with its number."""
    anfrage = request_of_demo()
    fields = {"status": "vereinbart", "decided_at": timezone.now(), "ort": "Rathaus", "vom_buero": True}
    termin = anfrage.termine.filter(status="vereinbart").first() or anfrage.termine.create(
        beginn=timezone.now() + timedelta(days=9), **fields
    )
    return [anfrage.nummer, termin.pk]


def file_of_request():
    """A released file of the invented request, kept as an upload would be."""
    anfrage = request_of_demo()
    checked = Checked("a.txt", "text/plain", b"Guten Tag")
    return [anfrage.nummer, (Datei.objects.of(anfrage).first() or keep_files(anfrage, [checked], actor=None)[0]).pk]


def file_by_link():
    _, pk = file_of_request()
    return [token_of(request_of_demo()), pk]


def foreign_file():
    """A file that is there, under the number of a request it does not belong to."""
    other = receive(jugendamt=Jugendamt.objects.get(pk="00000002"))
    return [*invented_request(), keep_files(other, [Checked("b.txt", "text/plain", b"Fremd")], actor=None)[0].pk]


def document_of(scope):
    """A set document of this scope, with its file."""

    def make():
        dokument = make_document("dokumente/probe.pdf", scope=scope)
        ablage.store(dokument.object_key, b"%PDF-1.7")
        return [dokument.pk]

    return make


def invented_deadline():
    """The office's own of the demo's first request: to answer it."""
    own = {"object_type": "beratung.anfrage", "object_id": str(request_of_demo().pk)}
    return [Frist.objects.open().for_office().get(**own).pk]


def coming_exchange():
    return [Austauschangebot.objects.coming().first().pk]


def coming_exchange_slug():
    return [Austauschangebot.objects.coming().first().slug]


def past_registration():
    """The demo's: Britt Bearbeitung took part."""
    return [Anmeldung.objects.get(teilgenommen=True).pk]


def exchange_and_registration():
    row = Anmeldung.objects.get(angebot=coming_exchange()[0])
    return [row.angebot_id, row.pk]


def invented_grant():
    return [Foerderung.objects.get(jugendamt="00000001").pk]


def invented_abruf(status):
    """The demo's request for payment in `status`, as the office names it."""
    return lambda: [Mittelabruf.objects.get(status=status).pk]


def own_abruf(status):
    """The same, as the Jugendamt names it."""
    return lambda: [*invented_grant(), Mittelabruf.objects.get(status=status).nummer]


def own_draft():
    """The demo's draft of an Interessenbekundung, of Musterstadt."""
    return [Interessenbekundung.objects.get(jugendamt="00000001").pk]


def submitted_bekundung():
    """The demo's submitted one, of Kreis Musterland."""
    return [Interessenbekundung.objects.get(jugendamt="00000002").pk]


def file_of_draft():
    row = Interessenbekundung.objects.get(pk=own_draft()[0])
    checked = Checked("karte.txt", "text/plain", b"Karte")
    return [row.pk, (Datei.objects.of(row).first() or keep_files(row, [checked], actor=None)[0]).pk]


def demo_call():
    return [Foerderzeitraum.objects.get(slug="demo-aufruf").pk]


def demo_simulation():
    return [Simulation.objects.get().pk]


def demo_variant():
    row = Simulation.objects.get()
    return [row.pk, row.varianten.first().pk]


def award_of_demo():
    """The award of the demo's grant, as the Jugendamt names it."""
    return [*invented_grant(), 1]


def award_in_office():
    return [Bescheid.objects.get().pk]


def code_of_award():
    return [Bescheid.objects.get().code]


def waiting_award():
    """What one person prepared for Kreis Musterland."""
    return [Bescheidentwurf.objects.get().pk]


def waiting_grant():
    return [Foerderung.objects.get(jugendamt="00000002").pk]


def draft_grant():
    """The same, as it was before somebody prepared it."""
    pk = waiting_grant()[0]
    Bescheidentwurf.objects.filter(foerderung=pk).delete()
    Foerderung.objects.filter(pk=pk).update(status="entwurf")
    return [pk]


def asked_change():
    return [Aenderungsantrag.objects.get().pk]


def own_change():
    return [*invented_grant(), 1]


def hearing():
    return [(Anhoerung.objects.first() or plant_anhoerung(Foerderung.objects.get(jugendamt="00000001"))).pk]


def own_hearing():
    return [*invented_grant(), *hearing()]


def ordered_by(login, *, made=True):
    """A file of figures of the demo's grant that this person ordered, written or not."""

    def make():
        person = make_person(login)
        row = Auszug.objects.create(person=person, art="foerderung", objekt=str(invented_grant()[0]), format="csv")
        if made:
            ablage.store("auszuege/probe.csv", b"a;b")
            kept = {"object_key": "auszuege/probe.csv", "filename": "probe.csv", "sha256": "0" * 64, "size": 3}
            Auszug.objects.filter(pk=row.pk).update(**kept)
        return [row.pk]

    return make


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
    "anfrage": public(),
    "anfrage_abgeschickt": public(),
    "anfrage_status": public(lambda: ["x"], MISSING),
    "anfrage_status_bestaetigen": public(lambda: ["x"], 405),
    "anfrage_status_nachricht": public(lambda: ["x"], 405),
    "anfrage_status_datei": [public(lambda: ["x", 1], MISSING), public(file_by_link)],
    "anfrage_status_zurueckziehen": public(lambda: ["x"], MISSING),
    "anfrage_status_sperren": public(lambda: ["x"], MISSING),
    "anfrage_status_termine": public(lambda: ["x"], 405),
    "anfrage_status_termine_ablehnen": public(lambda: ["x"], 405),
    "anfrage_status_termin_zusagen": public(lambda: ["x", 0], 405),
    "anfrage_status_termin_absagen": public(lambda: ["x", 0], 405),
    "anfrage_status_termin_ics": public(lambda: ["x", 0], MISSING),
    "anfrage_status_empfehlung": public(lambda: ["x", 0], 405),
    "anfrage_status_nutzen": public(lambda: ["x"], 405),
    "anfrage_status_folgeanfrage": public(lambda: ["x"], MISSING),
    "austausch": public(),
    "austausch_feed": public(),
    "austausch_abgeschickt": public(),
    "austauschangebot": [public(coming_exchange_slug), public(lambda: ["gibt-es-nicht"], MISSING)],
    "austauschangebot_kalender": public(coming_exchange_slug),
    "austauschangebot_anmelden": public(coming_exchange_slug),
    "anmeldung": public(lambda: ["x"], MISSING),
    "anmeldung_bestaetigen": public(lambda: ["x"], 405),
    "anmeldung_absagen": public(lambda: ["x"], MISSING),
    "anmeldung_kalender": public(lambda: ["x"], MISSING),
    "anmeldung_bescheinigung": public(lambda: ["x"], MISSING),
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
    "abbestellen": public(lambda: ["x"], MISSING),
    "mein_kalender": public(lambda: ["x"], MISSING),
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
    "favicon": public((), 307),
    "robots": public(),
    "sitemap": public(),
    "security": public(),
    "konto": closed((), EVERYBODY[1:]),
    "konto_kalender": closed((), EVERYBODY[1:], 405),
    "konto_kalender_abschalten": closed((), EVERYBODY[1:], 405),
    "konto_tagesmail": closed((), EVERYBODY[1:], 405),
    "konto_weiter": closed((), EVERYBODY[1:], 302),
    "konto_geraete_abmelden": closed((), EVERYBODY[1:], 405),
    "account_reauthenticate": closed((), EVERYBODY[1:]),
    "mfa_authenticate": public((), 302),
    "mfa_reauthenticate": closed((), EVERYBODY[1:], 302),  # nobody here has a factor: by password then
    "mfa_reauthenticate_webauthn": closed((), EVERYBODY[1:], 302),
    "mfa_index": closed((), EVERYBODY[1:]),
    "mfa_list_webauthn": closed((), EVERYBODY[1:], 302),
    "mfa_activate_totp": closed((), EVERYBODY[1:], 302),  # asks for the password again first
    "mfa_add_webauthn": closed((), EVERYBODY[1:], 302),
    "mfa_generate_recovery_codes": closed((), EVERYBODY[1:], 302),
    "mfa_remove_webauthn": closed(lambda: [0], EVERYBODY[1:], 302),
    "mfa_deactivate_totp": closed((), EVERYBODY[1:], MISSING, office=MISSING),
    "mfa_view_recovery_codes": closed((), EVERYBODY[1:], MISSING, office=MISSING),
    "einladung": public(lambda: ["gibt-es-nicht"], 410),
    "kolleginnen": closed((), EVERYBODY[1:]),
    "kollegin_einladen": closed(
        lambda: ["00000001"], ["freigabe"], office=MISSING, bearbeitung=MISSING, nachbaramt=MISSING
    ),
    "kollegin_beenden": closed(
        access_of_bearbeitung, SEES_ACCESS, FORBIDDEN, office=MISSING, nachbaramt=MISSING, **MANAGERS_200
    ),
    "kollegin_einladung_zurueckziehen": closed(lambda: [0], EVERYBODY[1:], 405),
    "buero_menschen": closed((), OVERSEERS),
    "buero_einladen": closed((), MANAGERS),
    "buero_mensch": closed(lambda: [0], (), **dict.fromkeys(OVERSEERS, MISSING)),
    "buero_mensch_sperren": closed(lambda: [0], OVERSEERS, 405),
    "buero_mensch_faktor": closed(lambda: [0], OVERSEERS, 405),
    "buero_zugang_beenden": closed(access_of_bearbeitung, MANAGERS),
    "buero_einladung_zurueckziehen": closed(lambda: [0], MANAGERS, 405),
    "buero_vertretungen": closed((), OVERSEERS),
    "buero_vertretung_beenden": [
        closed(coming_deputyship, MANAGERS),
        closed(lambda: [0], (), **dict.fromkeys(MANAGERS, MISSING)),
    ],
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
    "mein_anfrage": [
        closed(invented_request, {"bearbeitung", "freigabe"}, office=MISSING, nachbaramt=MISSING),
        closed(lambda: ["FB-2000-0001"], (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "mein_anfrage_nachricht": closed(invented_request, EVERYBODY[1:], 405),
    "mein_anfrage_datei": [
        closed(file_of_request, {"bearbeitung", "freigabe"}, office=MISSING, nachbaramt=MISSING),
        closed(lambda: [*invented_request(), 0], (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
        closed(foreign_file, (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "mein_anfrage_zurueckziehen": closed(
        invented_request, {"bearbeitung", "freigabe"}, office=MISSING, nachbaramt=MISSING
    ),
    "mein_anfrage_termine": closed(invented_request, EVERYBODY[1:], 405),
    "mein_anfrage_termine_ablehnen": closed(invented_request, EVERYBODY[1:], 405),
    "mein_anfrage_termin_zusagen": closed(lambda: [*invented_request(), 0], EVERYBODY[1:], 405),
    "mein_anfrage_termin_absagen": closed(lambda: [*invented_request(), 0], EVERYBODY[1:], 405),
    "mein_anfrage_termin_ics": closed(invented_termin, ASKING, office=MISSING, nachbaramt=MISSING),
    "mein_anfrage_empfehlung": closed(lambda: [*invented_request(), 0], EVERYBODY[1:], 405),
    "mein_anfrage_nutzen": closed(invented_request, EVERYBODY[1:], 405),
    "mein_anfrage_folgeanfrage": closed(invented_request, ASKING, office=MISSING, nachbaramt=MISSING),
    "meine_anmeldung": [
        closed(past_registration, (), **OWN_EXCHANGE),
        closed(lambda: [0], (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "meine_anmeldung_absagen": closed(past_registration, (), **OWN_EXCHANGE),
    "meine_anmeldung_kalender": closed(past_registration, (), **OWN_EXCHANGE),
    "meine_anmeldung_bescheinigung": closed(  # none is set in a fresh portal
        past_registration, (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)
    ),
    "mein_foerderung": [
        closed(invented_grant, ASKING, office=MISSING, nachbaramt=MISSING),
        closed(lambda: [0], (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "mein_mittelabruf_neu": closed(invented_grant, ASKING, office=MISSING, nachbaramt=MISSING),
    "mein_mittelabruf": [
        closed(own_abruf("eingereicht"), ASKING, office=MISSING, nachbaramt=MISSING),
        closed(lambda: [*invented_grant(), 0], (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "mein_mittelabruf_bearbeiten": closed(  # it lies with the office
        own_abruf("eingereicht"), ASKING, 409, office=MISSING, nachbaramt=MISSING
    ),
    "mein_mittelabruf_einreichen": closed(own_abruf("eingereicht"), EVERYBODY[1:], 405),
    "mein_mittelabruf_zurueckziehen": closed(
        own_abruf("eingereicht"), ["freigabe"], office=MISSING, nachbaramt=MISSING, bearbeitung=FORBIDDEN
    ),
    "pruefen": [public(lambda: ["gibt-es-nicht"], MISSING), public(code_of_award)],
    "mein_bescheide": [
        closed(invented_grant, ASKING, office=MISSING, nachbaramt=MISSING),
        closed(lambda: [0], (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "mein_bescheid": closed(award_of_demo, ASKING, office=MISSING, nachbaramt=MISSING),
    "mein_bescheid_pdf": closed(  # none is set in a fresh portal
        award_of_demo, (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)
    ),
    "mein_bescheid_empfang": closed(award_of_demo, EVERYBODY[1:], 405),
    "mein_bescheid_erklaerung": closed(award_of_demo, ASKING, 409, office=MISSING, nachbaramt=MISSING),  # it is final
    "mein_anhoerung": closed(own_hearing, ASKING, office=MISSING, nachbaramt=MISSING),
    "mein_aenderung_neu": closed(invented_grant, ASKING, office=MISSING, nachbaramt=MISSING),
    "mein_aenderung": closed(own_change, ASKING, office=MISSING, nachbaramt=MISSING),
    "mein_aenderung_bearbeiten": closed(own_change, ASKING, 409, office=MISSING, nachbaramt=MISSING),
    "mein_aenderung_einreichen": closed(own_change, EVERYBODY[1:], 405),
    "mein_aenderung_zurueckziehen": closed(
        own_change, ["freigabe"], office=MISSING, nachbaramt=MISSING, bearbeitung=FORBIDDEN
    ),
    "buero_bescheide": closed((), SEES_MONEY),
    "buero_bescheid": [closed(award_in_office, SEES_MONEY), closed(lambda: [0], SEES_MONEY, MISSING)],
    "buero_bescheid_pdf": closed(award_in_office, SEES_MONEY, MISSING),
    **{
        f"buero_bescheid_{step}": closed(award_in_office, OFFICE, 405)
        for step in ("zustellung", "rechtsbehelf", "erledigt")
    },
    "buero_zeichnung": [closed(waiting_award, DECIDES), closed(lambda: [0], DECIDES, MISSING)],
    "buero_zeichnung_zeichnen": closed(waiting_award, OFFICE, 405),
    "buero_zeichnung_zurueckgeben": closed(waiting_award, OFFICE, 405),
    "buero_foerderung_bescheide": [closed(waiting_grant, SEES_MONEY), closed(lambda: [0], SEES_MONEY, MISSING)],
    "buero_foerderung_bearbeiten": closed(waiting_grant, MANAGERS),
    "buero_foerderung_zur_zeichnung": closed(waiting_grant, OFFICE, 405),
    "buero_foerderung_summe": closed(invented_grant, MANAGERS),
    "buero_foerderung_anhoerung": closed(invented_grant, MANAGERS),
    "buero_aenderung": [closed(asked_change, DECIDES), closed(lambda: [0], DECIDES, MISSING)],
    "buero_aenderung_entscheiden": closed(asked_change, OFFICE, 405),
    "buero_anhoerung": [closed(hearing, DECIDES), closed(lambda: [0], DECIDES, MISSING)],
    "buero_anhoerung_aufheben": closed(hearing, OFFICE, 405),
    "buero_anhoerung_einstellen": closed(hearing, OFFICE, 405),
    "buero_mittelabrufe": closed((), SEES_MONEY),
    "buero_mittelabruf": [
        closed(invented_abruf("eingereicht"), SEES_MONEY),
        closed(lambda: [0], SEES_MONEY, MISSING),
    ],
    **{
        f"buero_mittelabruf_{step}": closed(invented_abruf("eingereicht"), OFFICE, 405)
        for step in ("genehmigen", "nachfordern", "ablehnen", "freigeben", "ausgezahlt", "ruecklaeufer")
    },
    "mein_interessenbekundung_neu": [
        closed(lambda: ["demo-aufruf", "00000001"], ASKING, 302, office=MISSING, nachbaramt=MISSING),  # to the draft
        closed(lambda: ["gibt-es-nicht", "00000001"], (), **NOBODY_HOME),
        closed(lambda: ["2019-2021", "00000001"], (), **NOBODY_HOME),
    ],
    "mein_interessenbekundung": [
        closed(own_draft, ASKING, office=MISSING, nachbaramt=MISSING),
        closed(submitted_bekundung, (), **NOBODY_HOME | {"nachbaramt": 200}),
        closed(lambda: [0], (), **NOBODY_HOME),
    ],
    "mein_interessenbekundung_bearbeiten": [
        closed(own_draft, ASKING, office=MISSING, nachbaramt=MISSING),
        closed(submitted_bekundung, (), **NOBODY_HOME | {"nachbaramt": 409}),
    ],
    "mein_interessenbekundung_einreichen": closed(own_draft, EVERYBODY[1:], 405),
    "mein_interessenbekundung_zurueckziehen": closed(
        own_draft, (), **NOBODY_HOME | {"bearbeitung": FORBIDDEN, "freigabe": 409}
    ),
    "mein_interessenbekundung_brief": closed(own_draft, (), **NOBODY_HOME),
    "mein_interessenbekundung_datei": [
        closed(file_of_draft, ASKING, office=MISSING, nachbaramt=MISSING),
        closed(lambda: [*own_draft(), 0], (), **NOBODY_HOME),
    ],
    "mein_interessenbekundung_datei_entfernen": closed(file_of_draft, EVERYBODY[1:], 405),
    "buero_interessenbekundungen": closed((), SEES_CALLS),
    "buero_interessenbekundung": [
        closed(submitted_bekundung, SEES_CALLS),
        closed(own_draft, SEES_CALLS, MISSING),
        closed(lambda: [0], SEES_CALLS, MISSING),
    ],
    "buero_interessenbekundung_bewerten": closed(submitted_bekundung, OFFICE, 405),
    "buero_interessenbekundung_auswaehlen": closed(submitted_bekundung, OFFICE, 405),
    "buero_interessenbekundung_ablehnen": closed(submitted_bekundung, OFFICE, 405),
    "buero_interessenbekundung_brief": closed(submitted_bekundung, SEES_CALLS, MISSING),
    "buero_interessenbekundung_datei": closed(lambda: [*submitted_bekundung(), 0], SEES_CALLS, MISSING),
    "buero_foerderzeitraeume": closed((), SEES_COHORTS),
    "buero_foerderzeitraum": [closed(demo_call, SEES_COHORTS), closed(lambda: [0], SEES_COHORTS, MISSING)],
    "buero_foerderzeitraum_neu": closed((), MANAGERS),
    "buero_simulation_neu": closed(demo_call, MANAGERS),
    "buero_simulation": [closed(demo_simulation, SEES_SIMULATIONS), closed(lambda: [0], SEES_SIMULATIONS, MISSING)],
    "buero_simulation_variante": closed(demo_simulation, OFFICE, 405),
    "buero_simulation_verwerfen": closed(demo_simulation, MANAGERS),
    "buero_simulation_uebernehmen": closed(demo_variant, MANAGERS),
    "buero_zahlungsliste": closed((), SEES_MONEY),
    "buero_zahlungen_ausgezahlt": closed((), OFFICE, 405),
    "buero_rueckzahlung": [
        closed(invented_abruf("ausgezahlt"), PAYS),
        closed(invented_abruf("eingereicht"), PAYS, 409),
        closed(lambda: [0], SEES_MONEY, MISSING),
    ],
    "buero_umbuchung": [closed(invented_grant, PAYS), closed(lambda: [0], SEES_MONEY, MISSING)],
    "buero_foerderungen": closed((), SEES_MONEY),
    "buero_zeitraum_geld": [
        closed(lambda: ["musterzeitraum"], SEES_MONEY),
        closed(lambda: ["gibt-es-nicht"], SEES_MONEY, MISSING),
    ],
    "buero_geld": closed((), SEES_MONEY),
    "auszug_neu": closed((), EVERYBODY[1:], 405),
    "auszug": [
        closed(ordered_by("bearbeitung"), (), office=MISSING, **OWN_FILE),
        closed(lambda: [0], (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "auszug_datei": [
        closed(ordered_by("bearbeitung"), (), office=MISSING, **OWN_FILE),
        closed(ordered_by("bearbeitung", made=False), (), **dict.fromkeys([*OFFICE, *MEMBERS], MISSING)),
    ],
    "buero_foerderung": [closed(invented_grant, SEES_MONEY), closed(lambda: [0], SEES_MONEY, MISSING)],
    "buero_austausch": closed((), ADVISERS),
    "buero_austausch_neu": closed((), ADVISERS),
    "buero_austausch_angebot": [closed(coming_exchange, ADVISERS), closed(lambda: [0], ADVISERS, MISSING)],
    "buero_austausch_bearbeiten": closed(coming_exchange, ADVISERS),
    "buero_austausch_plaetze": closed(coming_exchange, OFFICE, 405),
    "buero_austausch_absagen": closed(coming_exchange, ADVISERS),
    "buero_austausch_nachricht": closed(coming_exchange, OFFICE, 405),
    "buero_austausch_teilnahme": closed(coming_exchange, OFFICE, 405),
    "buero_austausch_liste": closed(coming_exchange, ADVISERS),
    "buero_austausch_csv": closed(coming_exchange, ADVISERS),
    "buero_austausch_abmelden": closed(exchange_and_registration, ADVISERS),
    "buero_austausch_bescheinigung": closed(exchange_and_registration, ADVISERS, MISSING),
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
    "buero_ausgabe_zurueckziehen": closed(lambda: [*newest_publication(), 99], COMPOSERS, 404),
    "buero_anfragen": closed((), ADVISERS),
    "buero_statistik": closed((), {*ADVISERS, "revision"}),
    "buero_anfragen_zuweisen": closed((), OFFICE, 405),
    "buero_ansichten": closed((), ADVISERS),
    "buero_ansicht_anheften": closed(lambda: [0], OFFICE, 405),
    "buero_ansicht_loeschen": closed(lambda: [0], OFFICE, 405),
    "buero_fristen": closed((), ADVISERS),
    "buero_frist": [
        closed(invented_deadline, ADVISERS),
        closed(lambda: [0], ADVISERS, MISSING),
    ],
    "buero_jugendaemter": closed((), OFFICE),
    "buero_jugendamt": [
        closed(lambda: ["musterstadt"], OFFICE),
        closed(lambda: ["gibt-es-nicht"], OFFICE, MISSING),
    ],
    "buero_anfragen_vorschlag": closed((), OFFICE, 405),
    "buero_abwesenheiten": closed((), ADVISERS),
    "buero_abwesenheit_entfernen": closed(lambda: [0], OFFICE, 405),
    "buero_abwesenheit_uebergeben": closed(lambda: [0], OFFICE, 405),
    "buero_anfrage": [
        closed(invented_request, ADVISERS),
        closed(lambda: ["FB-2000-0001"], ADVISERS, MISSING),
    ],
    "buero_anfrage_zuweisen": closed(invented_request, OFFICE, 405),
    "buero_anfrage_uebernehmen": closed(invented_request, OFFICE, 405),
    "buero_anfrage_stand": closed(invented_request, OFFICE, 405),
    "buero_anfrage_kontakt": closed(invented_request, OFFICE, 405),
    "buero_anfrage_link": closed(invented_request, OFFICE, 405),
    "buero_anfrage_nachricht": closed(invented_request, OFFICE, 405),
    "buero_anfrage_datei": [
        closed(file_of_request, ADVISERS),
        closed(lambda: [*invented_request(), 0], ADVISERS, MISSING),
        closed(foreign_file, ADVISERS, MISSING),
    ],
    "buero_anfrage_notiz": closed(invented_request, OFFICE, 405),
    "buero_anfrage_termine": closed(invented_request, OFFICE, 405),
    "buero_anfrage_termine_ablehnen": closed(invented_request, OFFICE, 405),
    "buero_anfrage_termin_zusagen": closed(lambda: [*invented_request(), 0], OFFICE, 405),
    "buero_anfrage_termin_absagen": closed(lambda: [*invented_request(), 0], OFFICE, 405),
    "buero_anfrage_termin_ort": closed(lambda: [*invented_request(), 0], OFFICE, 405),
    "buero_anfrage_termin_ics": closed(invented_termin, ADVISERS),
    "buero_anfrage_empfehlen": closed(invented_request, OFFICE, 405),
    "buero_anfrage_empfehlung": closed(lambda: [*invented_request(), 0], OFFICE, 405),
    "buero_anfrage_dokumentieren": closed(invented_request, OFFICE, 405),
    "buero_anfrage_folgeanfrage": closed(invented_request, ADVISERS),
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
    "admin:base_dokument_datei": [
        closed(lambda: [0], (), office=MISSING, zahlstelle=FORBIDDEN),
        closed(document_of("ags:00000001"), {*OFFICE} - {"zahlstelle"}),
        closed(document_of("anmeldung:1")),
    ],
    "admin:app_list": closed(lambda: ["base"], OFFICE, zahlstelle=MISSING),
}
NOT_OURS = {"admin:view_on_site": "answers 404 without a model", None: "the admin's catch-all"}
ADMIN = re.compile(r"^admin:(?P<model>[a-z]+_[a-z]+)_(?P<action>changelist|add|change|delete|history)$")
WRITES_NOTHING = {
    "protokoll",
    "protokollstand",
    "mittelabruf",
    "buchung",
    "interessenbekundung",
    "simulation",
    "bescheid",
    "bescheidentwurf",
    "aenderungsantrag",
    "anhoerung",
    "auszug",
    "anfrage",
    "anmeldung",
    "frist",
    "vertretung",
    "datei",
    "auftrag",
    "dokument",
    "sucheintrag",
    "group",
    "ausgabe",
}  # read-only in the admin
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
FORMS = {
    "account_login",
    "anfrage",
    "austauschangebot_anmelden",
    "account_reset_password",
    "barriere_melden",
    "kontakt",
    "account_reset_password_from_key",
}


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
        "mfa_authenticate",
    }
    assert said == listed


@pytest.mark.parametrize("name, args, table", list(rows()))
def test_get(name, args, table, client_of, job):
    path = address(name, args)
    got = {person: client_of(person).get(path).status_code for person in table}
    assert got == table, path


@pytest.mark.parametrize("name, args, table", list(rows()))
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
    tables = [Protokoll, Auftrag, Standort, Dokument, Datei, Mail, Meldung]
    return [(model.__name__, model.objects.count()) for model in tables] + [
        list(Standort.objects.order_by("pk").values_list("pk", "status")),
        list(Auftrag.objects.order_by("pk").values_list("pk", "status")),
        list(Anmeldung.objects.order_by("pk").values_list("pk", "status", "teilgenommen")),
        list(Mittelabruf.objects.order_by("pk").values_list("pk", "status")),
        list(Interessenbekundung.objects.order_by("pk").values_list("pk", "status", "version")),
        list(Simulation.objects.order_by("pk").values_list("pk", "version")),
        (Foerderung.objects.count(), Foerderzeitraum.objects.count()),
        list(Vertretung.objects.order_by("pk").values_list("pk", "beendet_am")),
        list(Foerderung.objects.order_by("pk").values_list("pk", "status")),
        list(Aenderungsantrag.objects.order_by("pk").values_list("pk", "status")),
        list(Anhoerung.objects.order_by("pk").values_list("pk", "beantwortet_am", "beendet_am")),
        [model.objects.count() for model in (Bescheid, Bescheidentwurf, Zustellung, Erklaerung)],
        list(Austauschangebot.objects.order_by("pk").values_list("pk", "status", "plaetze", "belegt", "abgesagt_am")),
        list(Anfrage.objects.order_by("pk").values_list("pk", "status", "zustaendig", "zugang", "contacted_at")),
    ]


def closed_pages():
    for name, declared in PAGES.items():
        args, table = declared[0] if isinstance(declared, list) else declared
        if table[None] == LOGIN and name not in {"admin:login", "account_logout", "mfa_authenticate"}:
            yield pytest.param(name, args, id=name)


@pytest.mark.parametrize("name, args", list(closed_pages()))
def test_anonymous_people_are_sent_to_the_login_and_back(name, args, job, client):
    path = address(name, args)
    response = client.get(path)
    while "/verwaltung/login/" in response["Location"]:
        response = client.get(response["Location"])
    assert response["Location"] == f"{reverse('account_login')}?next={path}"


# Writing in the office


def number_of(form, **fields):
    """What a form that counts once sends along."""
    return lambda: {"nummer": new_number(form), **fields}


def simulated():
    row = Simulation.objects.get()
    names = {f"name_{each.pk}": each.name for each in row.varianten.all()}
    shares = {f"prozent_{each.pk}": "50" for each in row.varianten.all()}
    return {"nummer": new_number("varianten"), "version": row.version, **names, **shares}


NEW_COHORT = {"name": "2040 bis 2042", "slug": "2040-2042", "von_jahr": "2040", "bis_jahr": "2042"}


def one_button(**fields):
    return number_of("schritt", **fields)


SAID = {"begruendung": "Gut begründet."}


def new_deputyship():
    today = f"{timezone.localdate():%d.%m.%Y}"
    fields = {"person": make_person("redaktion").pk, "von": today, "bis": today}
    return {"nummer": new_number("vertretung"), **fields}


ACTIONS = {
    "buero_interessenbekundung_bewerten": (
        submitted_bekundung,
        number_of("bewertung", notiz_gesamt="Gut"),
        ADVISERS,
        FORBIDDEN,
    ),
    **{
        f"buero_interessenbekundung_{name}": (
            submitted_bekundung,
            one_button(grund="Passt."),
            {*MANAGERS},
            FORBIDDEN,
        )
        for name in ("auswaehlen", "ablehnen")
    },
    "buero_foerderzeitraum_neu": ((), number_of("foerderzeitraum", **NEW_COHORT), {*MANAGERS}, FORBIDDEN),
    "buero_simulation_neu": (
        demo_call,
        number_of("simulation", name="Neu", weitere=["00000001"]),
        {*MANAGERS},
        FORBIDDEN,
    ),
    "buero_simulation": (demo_simulation, simulated, {*MANAGERS}, FORBIDDEN),
    "buero_simulation_variante": (demo_simulation, one_button(), {*MANAGERS}, FORBIDDEN),
    "buero_simulation_verwerfen": (demo_simulation, one_button(), {*MANAGERS}, FORBIDDEN),
    "buero_simulation_uebernehmen": (demo_variant, one_button(), {*MANAGERS}, FORBIDDEN),
    "buero_zeichnung_zeichnen": (waiting_award, one_button(), {"koordination2"}, FORBIDDEN),  # koordination1 prepared
    "buero_zeichnung_zurueckgeben": (waiting_award, one_button(reason="Falsch."), {*MANAGERS}, FORBIDDEN),
    "buero_aenderung_entscheiden": (asked_change, one_button(entscheidung="ja", **SAID), {*MANAGERS}, FORBIDDEN),
    "buero_anhoerung_einstellen": (hearing, one_button(), {*MANAGERS}, FORBIDDEN),
    "buero_mittelabruf_genehmigen": (invented_abruf("eingereicht"), one_button(), {*MANAGERS}, FORBIDDEN),
    "buero_mittelabruf_freigeben": (
        invented_abruf("genehmigt"),
        one_button(),
        PAYS - {"koordination1"},  # has examined it
        FORBIDDEN,
    ),
    "buero_auftrag_neu": (newest_job, {}, JOBS, MISSING),
    "buero_auftrag_abbrechen": (newest_job, {}, JOBS, MISSING),
    "buero_seite_stand": (real_site_page, {"von": "veroeffentlicht", "nach": "archiviert"}, EDITORS, MISSING),
    "buero_anfrage_uebernehmen": (invented_request, {}, ADVISERS, FORBIDDEN),
    "buero_anfrage_kontakt": (invented_request, {}, ADVISERS, FORBIDDEN),
    "buero_austausch_plaetze": (coming_exchange, {"plaetze": "9"}, ADVISERS, FORBIDDEN),
    "buero_austausch_absagen": (coming_exchange, {"grund": "Krank"}, ADVISERS, FORBIDDEN),
    "buero_austausch_abmelden": (exchange_and_registration, {}, ADVISERS, FORBIDDEN),
    "buero_vertretungen": ((), new_deputyship, {*MANAGERS}, FORBIDDEN),
    "buero_vertretung_beenden": (coming_deputyship, {}, {*MANAGERS}, FORBIDDEN),
    "buero_foerderung_zur_zeichnung": (draft_grant, one_button(), {*MANAGERS}, FORBIDDEN),  # last: takes the award back
}
READS_BUT_MAY_NOT = {"buero_seite_stand": READERS}


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("person_name", EVERYBODY)
def test_post(name, person_name, client_of, job):
    args, data, allowed, otherwise = ACTIONS[name]
    if name == "buero_auftrag_neu":
        Auftrag.objects.update(status="abgebrochen", finished_at="2026-01-01T00:00Z")
    path, before = address(name, args), state()
    status = client_of(person_name).post(path, data() if callable(data) else data).status_code
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
        fields = data() if callable(data) else data
        assert client.post(address(name, args), fields).status_code == FORBIDDEN
    for name in FORMS - {"account_reset_password_from_key"}:
        args = coming_exchange_slug() if name == "austauschangebot_anmelden" else ()
        assert Client(enforce_csrf_checks=True).post(address(name, args)).status_code == FORBIDDEN


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
        "Auszug": lambda: Auszug.objects.get(pk=ordered_by("revision", made=False)()[0]),
        "Dokument": make_document,
        "Datei": lambda: make_datei(Anfrage.objects.first()),
        "Anhoerung": lambda: Anhoerung.objects.get(pk=hearing()[0]),
        "Ausgabe": make_ausgabe,
        "Meldung": make_meldung,
        "Protokollstand": lambda: Protokollstand.objects.create(tag="2026-01-01", eintraege=1, hash="0" * 64),
        "Mail": lambda: Mail.objects.create(to="a@example.org", subject="Betreff", text="Text", html="<p>Text</p>"),
        "Zustaendigkeit": lambda: Zustaendigkeit.objects.create(person=make_person("fachberatung")),
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
    of_office = getattr(model.objects, "submitted", model.objects.all)  # drafts of a Jugendamt are its own
    return of_office().first() or (maker() if maker else None)


@pytest.mark.parametrize("model, action", list(admin_rows()), ids=lambda value: getattr(value, "__name__", value))
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
    "Betrieb": r"(add|change|delete)_(mitgliedschaft|standort|foerderung|budgetposten|publikation|meldung|protokoll|group)$",
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


@pytest.mark.parametrize("name, args", list(public_pages()))
def test_anonymous_pages_set_no_cookie_and_vary_by_none(name, args, client, job):
    response = client.get(address(name, args))
    if name in FORMS:
        assert set(response.cookies) <= {"csrftoken"}
        return
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("name, args", list(public_pages()))
def test_anonymous_pages_ask_for_no_session_and_no_account(name, args, client, job):
    if name == "account_reset_password_from_key":
        return  # its address names the account
    with connection.execute_wrapper(refuse_tables("base_sitzung", "base_user")):
        assert client.get(address(name, args)).status_code == 200


def refuse_tables(*tables):
    def wrapper(execute, statement, params, many, context):
        assert not any(f'"{table}"' in statement for table in tables), statement
        return execute(statement, params, many, context)

    return wrapper


@pytest.mark.parametrize("name, args", list(public_pages()))
def test_every_answer_carries_the_strict_headers(name, args, client, job):
    response = client.get(address(name, args))
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


CANARY = ["Musterstadt", "musterstadt", "Musterland", "erfunden"]


@pytest.mark.parametrize("name, args", list(public_pages()))
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
