"""What a document says: the words of its template with their values, frozen as plain JSON. Setting the PDF reads nothing else."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from servicestelle.base.money import format_euro

from ..choices import Antragsart, Bescheidart, Rechtsform
from ..models import Bescheid, Briefvorlage
from ..reports.bescheide import after

BESCHEID = "pdf/bescheid.html"
SHOWS_PLAN = [Bescheidart.BEWILLIGUNG, Bescheidart.AENDERUNG]


def snapshot_bescheid(entwurf, then=None, *, aktenzeichen="wird bei der Zeichnung vergeben", code=""):
    """All that the signed `entwurf` shows; without number and code it is the preview. No names of persons.

    `then` is what it makes of its grant; give it when the grant has changed already.
    """
    then = then or after(entwurf)
    grant, template = entwurf.foerderung, Briefvorlage.objects.get(art=entwurf.art, rechtsform=entwurf.rechtsform)
    office, cohort = grant.jugendamt, grant.foerderzeitraum
    values = _values(entwurf, then)
    return {
        "stand": timezone.localdate().isoformat(),
        "site_url": settings.SITE_URL,
        "name": str(entwurf),
        "aktenzeichen": aktenzeichen,
        "jugendamt": office.name,
        "ort": f"{office.plz} {office.ort}".strip(),
        "fiktiv": office.fiktiv,
        "foerderzeitraum": cohort.name,
        "betreff": fill(template.betreff, values),
        "absaetze": paragraphs(fill(template.text, values)),
        "belehrung": paragraphs(fill(template.belehrung, values)),
        "eckwerte": _facts(cohort, then) if entwurf.art in SHOWS_PLAN else [],
        "plan": _plan(then) if entwurf.art in SHOWS_PLAN else None,
        "pruefen": f"{settings.SITE_URL}{reverse('pruefen', args=[code])}" if code else "",
    }


def fill(text, values):
    """`text` with its named placeholders; one without a value stays empty."""
    return re.sub(r"{(\w+)}", lambda found: str(values.get(found[1], "")), text)


def paragraphs(text):
    """The paragraphs of a text, empty lines between them; each a list of lines."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return [block.strip().split("\n") for block in blocks if block.strip()]


def bescheid_filename(bescheid):
    return f"{bescheid.aktenzeichen.lower()}-{bescheid.get_art_display().lower().translate(ASCII)}.pdf"


WAITS = {
    Rechtsform.BESCHEID: "erst wenn dieses Schreiben bestandskräftig ist",
    Rechtsform.VERTRAG: "erst wenn der Vertrag angenommen ist",
}
ASCII = str.maketrans({"ä": "ae", "ü": "ue", "ö": "oe"})


def _values(entwurf, then):
    grant, cohort = entwurf.foerderung, entwurf.foerderung.foerderzeitraum
    return {
        "jugendamt": grant.jugendamt.name,
        "foerderzeitraum": cohort.name,
        "foerderer": f"von der {cohort.foerderer.name}" if cohort.foerderer else "vom Förderer des Programms",
        "summe": format_euro(then.amount),
        "beginn": _day(then.starts_on),
        "ende": _day(then.last_day),
        "monate": then.months + then.extension_months,
        "bezug": _reference(grant),
        "aenderung": _change(entwurf, then),
        "anhoerung": _hearing(entwurf.anhoerung),
        "begruendung": entwurf.begruendung,
    }


def _day(day):
    return f"{day:%d.%m.%Y}" if day else "noch offen"


def _reference(grant):
    award = Bescheid.objects.filter(foerderung=grant, art=Bescheidart.BEWILLIGUNG).first()
    if award is None:
        return f"Bewilligung vom {_day(grant.bewilligt_am)}" if grant.bewilligt_am else "Bewilligung"
    return f"{award.name} {award.aktenzeichen} vom {timezone.localtime(award.ausgefertigt_am):%d.%m.%Y}"


def _change(entwurf, then):
    antrag = entwurf.antrag
    if antrag is None:
        return f"Die Fördersumme beträgt jetzt {format_euro(then.amount)}."
    if entwurf.art == Bescheidart.ABLEHNUNG:
        return antrag.wish
    if antrag.art == Antragsart.VERLAENGERUNG:
        return (
            f"Die Förderung läuft {antrag.monate} {'Monat' if antrag.monate == 1 else 'Monate'} länger, jetzt bis zum "
            f"{_day(then.last_day)}. Die Fördersumme bleibt gleich."
        )
    if antrag.art == Antragsart.UMSCHICHTUNG:
        return f"{format_euro(antrag.betrag)} gehen von „{antrag.von_posten}“ zu „{antrag.nach_posten}“ über. Die Fördersumme bleibt gleich."
    return "Dem Wechsel der Person im Projekt stimmen wir zu."


def _hearing(hearing):
    if hearing is None:
        return ""
    asked = f"Mit Schreiben vom {timezone.localtime(hearing.created_at):%d.%m.%Y} haben wir Ihnen Gelegenheit gegeben, sich zu äußern."
    if hearing.is_answered:
        return f"{asked} Sie haben am {timezone.localtime(hearing.beantwortet_am):%d.%m.%Y} geantwortet; Ihre Antwort haben wir geprüft."
    return f"{asked} Bis zum {_day(hearing.antwort_bis)} ist keine Antwort eingegangen."


def _facts(cohort, then):
    """(label, value) of the programme rules that are known."""
    rows = [
        ("Fördersumme", format_euro(then.amount)),
        ("Zeitraum", f"{_day(then.starts_on)} bis {_day(then.last_day)} (letzter Tag)"),
        ("Finanzierungsart", cohort.get_finanzierungsart_display()),
        ("Verwendung", cohort.verwendung_wochen and f"binnen {cohort.verwendung_wochen} Wochen nach der Auszahlung"),
        (
            "Toleranz je Posten",
            cohort.toleranz_prozent and f"{cohort.toleranz_prozent.normalize():f} %".replace(".", ","),
        ),
        ("Verwendungsnachweis", cohort.nachweis_monate and f"{cohort.nachweis_monate} Monate nach dem letzten Tag"),
        ("Letzte Auszahlung", cohort.nachlauf_wochen is not None and _pays_until(cohort, then.last_day)),
        ("Auszahlung", cohort.bestandskraft_noetig and WAITS[cohort.rechtsform or Rechtsform.BESCHEID]),
    ]
    return [[label, value] for label, value in rows if value]


def _pays_until(cohort, last_day):
    return f"bis zum {_day(cohort.pays_until(last_day))}" if last_day else "noch offen"


def _plan(then):
    """The Finanzierungsplan as texts, with its totals."""
    rows = [(str(line), amount, line.eigenanteil, line.drittmittel) for line, amount in then.zeilen]
    sums = ("Zusammen", *(sum(row[place] for row in rows) for place in (1, 2, 3)))
    return [[name, *map(format_euro, (*amounts, sum(amounts)))] for name, *amounts in (*rows, sums)]
