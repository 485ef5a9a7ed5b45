"""The demo: people with logins, two invented offices, one invented grant with requests for its money, a draft."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from beratung.choices import Beratungsformat
from beratung.models import Anfrage, Zustaendigkeit
from beratung.services import submit_anfrage
from jugendaemter.choices import Jugendamtsart, Regierungsbezirk, Rolle
from jugendaemter.models import Jugendamt, Mitgliedschaft
from projects.choices import Finanzierungsart, Foerderstatus, Phasenart, Postenart, Rechtsform
from projects.models import Budgetposten, Foerderung, Foerderzeitraum, Projektphase, Standort, StandortPartner
from projects.services import order_steckbrief
from publications.models import Meldung
from servicestelle.base.models import Thema, User, Vertretung
from servicestelle.base.publishing import publish_loaded

from .austausch import load_exchanges
from .demoaufruf import load_call
from .demobescheide import load_documents, load_waiting_award
from .demofall import load_case_under_way
from .demogeld import load_abrufe
from .once import Once

# login before @demo.example: (name, group in the office or None, AGS, role in the Jugendamt)
PEOPLE = {
    "koordination1": ("Kim Koordination (Demo)", "Koordination", None, None),
    "koordination2": ("Kaya Koordination (Demo)", "Koordination", None, None),
    "zahlstelle": ("Zoe Zahlstelle (Demo)", "Zahlstelle", None, None),
    "fachberatung": ("Fiona Fachberatung (Demo)", "Fachberatung", None, None),
    "redaktion": ("Robin Redaktion (Demo)", "Redaktion", None, None),
    "revision": ("Rana Revision (Demo)", "Revision", None, None),
    "betrieb": ("Bela Betrieb (Demo)", "Betrieb", None, None),
    "bearbeitung": ("Britt Bearbeitung (Demo)", None, "00000001", Rolle.BEARBEITUNG),
    "freigabe": ("Fritz Freigabe (Demo)", None, "00000001", Rolle.FREIGABE),
    "nachbaramt": ("Nuri Nachbaramt (Demo)", None, "00000002", Rolle.BEARBEITUNG),
}
FIRST_DAY = date(2026, 1, 1)
TOPIC = "elternstaerkung"
AWARDED = timezone.make_aware(datetime(2025, 11, 20, 10))
PHASES = {
    Phasenart.ANALYSE: (FIRST_DAY, date(2026, 9, 30), "Gespräche mit Familien in zwei erfundenen Stadtteilen"),
    Phasenart.KONZEPT: (date(2026, 7, 1), date(2026, 12, 31), "Ein erfundenes Konzept mit drei Bausteinen"),
    Phasenart.UMSETZUNG: (date(2027, 1, 1), date(2028, 6, 30), "Erfundene Lotsinnen und Lotsen begleiten Familien"),
    Phasenart.PRAXIS_CHECK: (date(2028, 4, 1), date(2028, 6, 30), ""),
}
LINES = {Postenart.PERSONAL: ("78000.00", "12000.00"), Postenart.SACHKOSTEN: ("18000.00", "0.00")}


WRITING_DOCUMENTS = ("koordination1", "koordination2", "bearbeitung", "freigabe")
ASKING_FOR_MONEY = ("bearbeitung", "freigabe", "koordination1", "zahlstelle")


def email_of(login):
    return f"{login}@demo.example"


def _person(login):
    return User.objects.filter(email=email_of(login)).first()


@transaction.atomic
def load_demo(password):
    """Create what is missing; give all demo people `password`. Return how many rows per kind."""
    once = Once()
    offices = _load_offices(once)
    _load_people(once, password)
    site = _load_site(once, offices[0])
    if site:
        grant = _add_grant(site)
        load_abrufe(grant, *(_person(login) for login in ASKING_FOR_MONEY))
        load_documents(grant, *(_person(login) for login in WRITING_DOCUMENTS))
        load_waiting_award(offices[1], site.foerderzeitraum, _person("koordination1"))
    in_the_call = {
        "town": _person("bearbeitung"),
        "country": _person("nachbaramt"),
        "coordinator": _person("koordination1"),
    }
    load_call(once, offices, **in_the_call)
    _load_draft(once)
    _load_request(offices[0])
    load_case_under_way(offices[0], asker=_person("freigabe"), adviser=_person("fachberatung"))
    _load_triage()
    load_exchanges(once, email_of("bearbeitung"))
    _load_deputy(once)
    once.note()
    return dict(once.created)


def _load_draft(once):
    """A draft for the first visit to the Büro; whoever publishes it sees an invented news item, marked as such."""
    once.create(
        Meldung,
        key=("slug", "lotsentreffen-in-musterstadt"),
        titel="Lotsentreffen in Musterstadt (erfunden)",
        datum=date(2026, 11, 16),
        quelle="Demo",
        text="In der erfundenen Stadt Musterstadt haben sich die Familienlotsinnen und Familienlotsen getroffen. "
        "Diese Meldung gehört zur Demo: Sie wartet als Entwurf, damit Sie das Veröffentlichen ausprobieren können.",
    )


def _load_request(office):
    """One invented request, so that the queue of the first visit is not empty."""
    person = _person("bearbeitung")
    if office is None or person is None or Anfrage.objects.filter(jugendamt=office).exists():
        return
    submit_anfrage(
        jugendamt=office,
        themen=Thema.objects.filter(slug=TOPIC),
        actor=person,
        name=person.name,
        email=person.email,
        format=Beratungsformat.VIDEO,
        frage="In der erfundenen Stadt Musterstadt laden drei Ämter zu getrennten Runden Tischen ein. Wie bringen wir "
        "sie an einen? (Diese Anfrage gehört zur Demo.)",
    )


def _load_triage():
    """One rule, so that the queue of the first visit proposes somebody."""
    person, topic = _person("fachberatung"), Thema.objects.filter(slug=TOPIC).first()
    if person and topic and not Zustaendigkeit.objects.exists():
        Zustaendigkeit.objects.create(thema=topic, person=person)


def _load_deputy(once):
    """One coming deputyship of invented people for the Zahlstelle."""
    deputy, coordinator = _person("fachberatung"), _person("koordination1")
    first = timezone.localdate() + timedelta(days=14)
    if deputy and coordinator:
        days = {"von": first, "bis": first + timedelta(days=11)}
        once.create(Vertretung, key=("person_id", deputy.pk), eingetragen_von=coordinator, **days)


def _load_offices(once):
    shared = {"regierungsbezirk": Regierungsbezirk.MUENSTER, "fiktiv": True, "plz": "00000"}
    once.create(
        Jugendamt,
        key=("ags", "00000001"),
        name="Stadt Musterstadt (erfunden)",
        slug="musterstadt",
        art=Jugendamtsart.KREISFREIE_STADT,
        kreis="Musterstadt",
        ort="Musterstadt",
        **shared,
    )
    once.create(
        Jugendamt,
        key=("ags", "00000002"),
        name="Kreis Musterland (erfunden)",
        slug="kreis-musterland",
        art=Jugendamtsart.KREIS,
        kreis="Kreis Musterland",
        ort="Musterdorf",
        **shared,
    )
    return [Jugendamt.objects.filter(ags=ags).first() for ags in ("00000001", "00000002")]


def _load_people(once, password):
    for login, (name, group, ags, rolle) in PEOPLE.items():
        user = once.create(User, key=("email", email_of(login)), name=name, is_staff=bool(group))
        if user and group:
            user.groups.add(Group.objects.get(name=group))
        if user and Jugendamt.objects.filter(ags=ags).exists():
            Mitgliedschaft.objects.create(user=user, jugendamt_id=ags, rolle=rolle, gueltig_von=FIRST_DAY)
    _set_password(password)


def _set_password(password):
    """One hash for all, and only when it changed: hashing is slow on purpose and every start comes by here."""
    people = User.objects.filter(email__in=[email_of(login) for login in PEOPLE])
    hashes = set(people.values_list("password", flat=True))
    if len(hashes) > 1 or (hashes and not people[0].check_password(password)):
        people.update(password=make_password(password))


def _load_site(once, office):
    if office is None:
        return None
    once.create(
        Foerderzeitraum,
        key=("slug", "musterzeitraum"),
        name="2026 bis 2028 (erfunden)",
        von_jahr=2026,
        bis_jahr=2028,
        fiktiv=True,
        plaetze=2,
        hoechstbetrag=Decimal("100000.00"),
        dauer_monate=30,
        gesamtbetrag=Decimal("200000.00"),
        rechtsform=Rechtsform.BESCHEID,
        bestandskraft_noetig=True,
        verwendung_wochen=8,
        toleranz_prozent=Decimal("20.00"),
        nachweis_monate=6,
        bagatelle=Decimal("500.00"),
        zinsregel="Erfunden: keine Zinsen bei Rückzahlung binnen vier Wochen.",
        finanzierungsart=Finanzierungsart.FEHLBEDARF,
    )
    cohort = Foerderzeitraum.objects.filter(slug="musterzeitraum").first()
    return _add_site(once, office, cohort) if cohort else None


def _add_site(once, office, cohort):
    site = once.create(
        Standort,
        key=("slug", "musterstadt"),
        jugendamt=office,
        foerderzeitraum=cohort,
        titel="Familienlotsen in Musterstadt (erfunden)",
        leitfragen=["Wie finden Familien in einer erfundenen Stadt leichter den Weg zu Hilfen?"],
        text="Dieser Standort ist erfunden. Er zeigt, wie Förderung, Phasen und Beträge im Portal zusammenhängen.",
        alter_von=3,
        alter_bis=8,
        sozialraum="Musterviertel",
    )
    if site:
        site.themen.set(Thema.objects.filter(slug__in=["elternstaerkung", "fruehe-foerderung"]))
        StandortPartner.objects.create(standort=site, name="Musterkita (erfunden)", rolle="Treffpunkt")
        for art, (start, end, work) in PHASES.items():
            Projektphase.objects.create(standort=site, art=art, beginn=start, ende=end, schwerpunkte=work)
        publish_loaded(site, source="demodaten")
        order_steckbrief(site, actor=None)
    return site


def _add_grant(site):
    """Awarded, 96.000,00 € of at most 100.000,00 €; the database counts the end, 30.06.2028, from the 30 months.

    Nobody has appealed: the programme pays.
    """
    grant = Foerderung.objects.create(
        jugendamt=site.jugendamt,
        foerderzeitraum=site.foerderzeitraum,
        standort=site,
        status=Foerderstatus.BESTANDSKRAEFTIG,
        amount=sum(Decimal(amount) for amount, own in LINES.values()),
        starts_on=FIRST_DAY,
        months=site.foerderzeitraum.dauer_monate,
        bewilligt_am=AWARDED,
    )
    for art, (amount, own) in LINES.items():
        Budgetposten.objects.create(foerderung=grant, art=art, amount=Decimal(amount), eigenanteil=Decimal(own))
    return grant
