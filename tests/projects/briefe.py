"""Documents of a grant for tests, brought about by the services people use."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from projects import services
from projects.models import Aenderungsantrag, Anhoerung, Bescheid, Briefvorlage
from servicestelle.pages.startdaten.files import read_yaml
from servicestelle.pages.startdaten.once import Once
from servicestelle.pages.startdaten.texte import load_briefvorlagen
from tests.people import make_person
from tests.projects.money import OWN, line_of, make_money
from tests.records import make_cohort, make_grant, make_jugendamt


def make_letters():
    """The templates of the start data, once."""
    if not Briefvorlage.objects.exists():
        load_briefvorlagen(Once(), read_yaml("briefvorlagen.yaml"))


def make_draft(lines=("60.00", "40.00"), **rules):
    """A draft grant of Musterstadt with a plan, ready to be signed."""
    make_letters()
    grant = make_grant(make_jugendamt(OWN), make_cohort(**rules), amount=sum(map(Decimal, lines)))
    for amount in lines:
        grant.budgetposten.create(art="personal", amount=Decimal(amount))
    return grant


def prepared(grant=None, **rules):
    return services.prepare_bewilligung(grant or make_draft(**rules), actor=make_person("koordination1"))


def sign(entwurf, name="koordination2"):
    return services.sign_bescheid(entwurf, actor=make_person(name))


def awarded(**rules):
    """A grant with its signed award; return the Bescheid."""
    return sign(prepared(**rules))


def running(lines=("60.00", "40.00"), **rules):
    """An awarded grant, past the documents."""
    make_letters()
    return make_money(lines, **rules)


def ask(grant, art="verlaengerung", *, name="bearbeitung", **fields):
    """A draft request; a shift takes 10,00 € from the first line to the second."""
    known = {
        "verlaengerung": {"monate": 3},
        "umschichtung": {"von": line_of(grant).pk, "nach": line_of(grant, 1).pk, "betrag": Decimal("10.00")},
        "person": {},
    }[art]
    fields = {"begruendung": "Die Stelle war lange frei."} | known | fields
    return services.draft_aenderungsantrag(grant, art=art, actor=make_person(name), **fields)


def asked(grant, art="verlaengerung", **fields):
    return services.submit_aenderungsantrag(ask(grant, art, **fields), actor=make_person("freigabe"))


def answer(antrag, approve=True, name="koordination1"):
    return services.prepare_answer(
        antrag, approve=approve, begruendung="Das ist gut begründet.", actor=make_person(name)
    )


def hear(grant, art="widerruf", *, answered=True):
    """A hearing that is answered."""
    row = services.start_anhoerung(
        grant,
        art=art,
        text="Die Stelle ist seit einem Jahr nicht besetzt.",
        antwort_bis=timezone.localdate() + timedelta(days=14),
        actor=make_person("koordination1"),
    )
    return services.answer_anhoerung(row, text="Wir suchen noch.", actor=make_person("freigabe")) if answered else row


def revoke(grant, art="widerruf"):
    """Heard, prepared by one and signed by the other; return the Bescheid."""
    hearing = hear(grant, art)
    return sign(
        services.prepare_aufhebung(hearing, begruendung="Der Zweck ist verfehlt.", actor=make_person("koordination1"))
    )


def plant_bescheid(grant, *, art="bewilligung", nummer=1, az="GA-2001-0001", **fields):
    """A signed document past the services: no mail, no job, nothing changes."""
    known = {"rechtsform": "bescheid", "amount": grant.amount, "snapshot": {}}
    signed = {"vorbereitet_nummer": 1, "gezeichnet_nummer": 2}
    return Bescheid.objects.create(foerderung=grant, art=art, nummer=nummer, aktenzeichen=az, **known | signed | fields)


def plant_antrag(grant, *, nummer=1, status="eingereicht", **fields):
    """A request for a change past the services."""
    person = make_person("freigabe")
    sent = {"eingereicht_von": person, "eingereicht_am": timezone.now()} if status != "entwurf" else {}
    known = {"art": "person", "begruendung": "Neue Leitung", "created_by": person}
    return Aenderungsantrag.objects.create(foerderung=grant, nummer=nummer, status=status, **sent | known | fields)


def plant_anhoerung(grant, **fields):
    known = {
        "art": "widerruf",
        "text": "Bitte äußern Sie sich.",
        "antwort_bis": timezone.localdate() + timedelta(days=9),
    }
    return Anhoerung.objects.create(foerderung=grant, **known | fields)
