"""An open call of the demo: invented, shown to invented offices only; one submitted, one draft, one simulation."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from jugendaemter.choices import Rolle
from projects.choices import Finanzierungsart, Rechtsform
from projects.models import Foerderzeitraum, Kriterium
from projects.services import (
    create_simulation,
    draft_interessenbekundung,
    save_simulation,
    score_interessenbekundung,
    submit_interessenbekundung,
)

SLUG = "demo-aufruf"
OPEN = timedelta(days=42)
KRITERIEN = [
    ("Bedarf", "Wie deutlich wird, was Kindern und Familien fehlt?"),
    ("Vernetzung", "Wer ist schon dabei, wie verbindlich?"),
    ("Umsetzbarkeit", "Passt das Vorhaben in 30 Monate und zu einer halben Stelle?"),
    ("Dauer", "Was bleibt nach der Förderung?"),
]
MUSTERLAND = {
    "ausgangslage": "Erfunden: Im Kreis Musterland liegen die Hilfen für Familien weit auseinander. Viele kennen sie nicht.",
    "vorhaben": "Erfunden: Wir möchten an drei Grundschulen Sprechzeiten anbieten, in denen alle Ämter erreichbar sind.",
    "netzwerk": "Erfunden: Jugendamt, Gesundheitsamt, drei Grundschulen, der Sportverein Musterdorf.",
    "kontakt": "Nuri Nachbaramt (Demo), Telefon 00000 123",
    "betrag": Decimal("95000.00"),
}
MUSTERSTADT = {
    "ausgangslage": "Erfunden: Die Familienlotsinnen und Familienlotsen gibt es bisher nur im Musterviertel.",
    "vorhaben": "",
    "netzwerk": "",
    "kontakt": "Britt Bearbeitung (Demo)",
    "betrag": None,
}
# name, percent for Personal, sums of Musterstadt and Kreis Musterland
VARIANTEN = [
    ("Beide gleich", "80.00", "90000.00", "90000.00"),
    ("Musterland voll", "75.00", "80000.00", "110000.00"),
]


def load_call(once, offices, *, town, country, coordinator):
    """Bring it about by the services; nothing while somebody has no account. A call that is over opens anew."""
    _open_again()
    if None in (*offices, town, country, coordinator) or Foerderzeitraum.objects.filter(slug=SLUG).exists():
        return
    cohort = _load_cohort(once)
    first, second = offices
    row = draft_interessenbekundung(cohort, jugendamt=second, actor=country, **MUSTERLAND)
    deputy = country.mitgliedschaften.create(
        jugendamt=second, rolle=Rolle.FREIGABE, gueltig_von=timezone.localdate(), gueltig_bis=timezone.localdate()
    )
    row = submit_interessenbekundung(row, actor=country)
    deputy.delete()  # the demo keeps one office in which nobody may release
    draft_interessenbekundung(cohort, jugendamt=first, actor=town, **MUSTERSTADT)
    _score(row, coordinator)
    _simulate(cohort, first, second, coordinator)


def _open_again():
    today = timezone.localdate()
    Foerderzeitraum.objects.filter(slug=SLUG, aufruf_bis__lt=today).update(aufruf_bis=today + OPEN)


def _load_cohort(once):
    today = timezone.localdate()
    cohort = once.create(
        Foerderzeitraum,
        key=("slug", SLUG),
        name="2029 bis 2031 (Demo, erfunden)",
        von_jahr=2029,
        bis_jahr=2031,
        fiktiv=True,
        plaetze=2,
        hoechstbetrag=Decimal("100000.00"),
        gesamtbetrag=Decimal("180000.00"),
        dauer_monate=30,
        aufruf_von=today - timedelta(days=14),
        aufruf_bis=today + OPEN,
        rechtsform=Rechtsform.BESCHEID,
        finanzierungsart=Finanzierungsart.FEHLBEDARF,
        bestandskraft_noetig=True,
        eigene_freigabe=True,
        verwendung_wochen=8,
        toleranz_prozent=Decimal("20.00"),
        nachlauf_wochen=12,
        nachweis_monate=6,
        aufbewahrung_jahre=10,
        bagatelle=Decimal("500.00"),
        zinsregel="Erfunden: keine Zinsen bei Rückzahlung binnen vier Wochen.",
    )
    for place, (name, meaning) in enumerate(KRITERIEN, 1):
        Kriterium.objects.create(foerderzeitraum=cohort, reihenfolge=place, name=name, erklaerung=meaning)
    return cohort


def _score(row, person):
    first, second = row.foerderzeitraum.kriterien.values_list("pk", flat=True)[:2]
    notes = {first: "Erfunden: gut beschrieben.", None: "Erfunden: im Gespräch nach dem Bus fragen."}
    score_interessenbekundung(row, points={first: 4, second: 3}, notes=notes, actor=person)


def _simulate(cohort, first, second, person):
    offices = [first.pk, second.pk]
    simulation = create_simulation(cohort, name="Zwei Standorte", kandidaten=offices, betraege={}, actor=person)
    variants = {
        variant.pk: (name, Decimal(percent), dict(zip(offices, map(Decimal, sums), strict=True)))
        for variant, (name, percent, *sums) in zip(simulation.varianten.all(), VARIANTEN, strict=True)
    }
    save_simulation(simulation, version=simulation.version, varianten=variants, actor=person)
