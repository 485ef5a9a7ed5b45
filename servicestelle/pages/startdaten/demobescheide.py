"""Documents of the demo: an award that is final, one that waits for its second signature, a request for a change."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from projects.choices import Antragsart, Bescheidart, Erklaerungsart, Postenart, Zustellweg
from projects.documents.bescheide import snapshot_bescheid
from projects.models import Bescheid, Bescheidentwurf, Briefvorlage, Budgetposten, Erklaerung, Foerderung, Zustellung
from projects.models.bescheid import new_code
from projects.rechtsbehelf import appeal_until, known_on
from projects.services import draft_aenderungsantrag, order_bescheid, prepare_bewilligung, submit_aenderungsantrag
from servicestelle.base.numbers import next_number

NEXT_START = date(2027, 1, 1)
LINES = {Postenart.PERSONAL: ("66000.00", "8000.00"), Postenart.SACHKOSTEN: ("14000.00", "0.00")}


def load_documents(grant, preparing, signing, drafting, releasing):
    """The award of `grant` as of the day it was awarded, final by a waiver; then a shift that is asked for."""
    if None in (preparing, signing, drafting, releasing) or not Briefvorlage.objects.exists():
        return
    award = _write_award(grant, preparing, signing)
    day = timezone.localtime(grant.bewilligt_am).date()
    known = known_on(Zustellweg.POST, day)
    Zustellung.objects.create(
        bescheid=award,
        weg=Zustellweg.POST,
        am=day,
        bekannt_am=known,
        rechtsbehelf_bis=appeal_until(known),
        actor_number=preparing.pk,
    )
    Erklaerung.objects.create(bescheid=award, art=Erklaerungsart.VERZICHT, am=known, actor_number=releasing.pk)
    order_bescheid(award, actor=None)
    _ask_for_shift(grant, drafting, releasing)


def _write_award(grant, preparing, signing):
    """Past the services, which would date it today."""
    entwurf = Bescheidentwurf(foerderung=grant, art=Bescheidart.BEWILLIGUNG, vorbereitet_von=preparing)
    day = timezone.localtime(grant.bewilligt_am).date()
    number, code = next_number("GA", day.year), new_code()
    said = {"stand": day.isoformat()}
    return Bescheid.objects.create(
        foerderung=grant,
        nummer=1,
        art=Bescheidart.BEWILLIGUNG,
        rechtsform=entwurf.rechtsform,
        aktenzeichen=number,
        code=code,
        amount=grant.amount,
        snapshot=snapshot_bescheid(entwurf, aktenzeichen=number, code=code) | said,
        vorbereitet_nummer=preparing.pk,
        gezeichnet_nummer=signing.pk,
        ausgefertigt_am=grant.bewilligt_am,
    )


def _ask_for_shift(grant, drafting, releasing):
    staff, things = grant.budgetposten.order_by("pk")
    antrag = draft_aenderungsantrag(
        grant,
        art=Antragsart.UMSCHICHTUNG,
        von=staff.pk,
        nach=things.pk,
        betrag=Decimal("4500.00"),
        begruendung="Die Stelle war zwei Monate lang frei. Dafür soll es mehr Treffen im Musterviertel geben. (erfunden)",
        actor=drafting,
    )
    submit_aenderungsantrag(antrag, actor=releasing)


def load_waiting_award(office, cohort, preparing):
    """A grant for the other invented office, prepared by one person of the office; a second one has to sign."""
    if None in (office, cohort, preparing) or not Briefvorlage.objects.exists():
        return
    if Foerderung.objects.filter(jugendamt=office).exists():
        return
    grant = Foerderung.objects.create(
        jugendamt=office,
        foerderzeitraum=cohort,
        amount=sum(Decimal(amount) for amount, own in LINES.values()),
        starts_on=NEXT_START,
        months=cohort.dauer_monate,
    )
    for art, (amount, own) in LINES.items():
        Budgetposten.objects.create(foerderung=grant, art=art, amount=Decimal(amount), eigenanteil=Decimal(own))
    prepare_bewilligung(grant, actor=preparing)
