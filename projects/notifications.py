"""What mails around calls, documents and money say and to whom. No amounts in mails: the link leads to them."""

from jugendaemter.models import Mitgliedschaft
from servicestelle.base.mail import tell

from .choices import KEPT_DAYS, Abrufstatus, Bescheidart

OF_ABRUF = {
    Abrufstatus.NACHGEFORDERT: "wir haben eine Frage zu Ihrem Mittelabruf.",
    Abrufstatus.GENEHMIGT: "Ihr Mittelabruf ist geprüft und genehmigt. Als Nächstes gibt eine zweite Person die Zahlung frei.",
    Abrufstatus.ABGELEHNT: "wir können Ihrem Mittelabruf so nicht folgen. Die Begründung lesen Sie im Portal.",
    Abrufstatus.AUSGEZAHLT: "das Geld aus Ihrem Mittelabruf ist unterwegs.",
    Abrufstatus.RUECKLAEUFER: "die Bank hat das Geld zurückgeschickt. Bitte prüfen Sie die Bankverbindung Ihres Jugendamts mit uns.",
}
OF_BESCHEID = {
    Bescheidart.BEWILLIGUNG: "Ihre Förderung ist bewilligt. Das Schreiben liegt im Portal für Sie bereit.",
    Bescheidart.AENDERUNG: "Ihre Förderung ist geändert. Das Schreiben liegt im Portal für Sie bereit.",
    Bescheidart.ABLEHNUNG: "Ihrem Änderungsantrag können wir nicht folgen. Die Begründung steht im Schreiben im Portal.",
    Bescheidart.WIDERRUF: "Ihre Förderung ist widerrufen. Die Begründung steht im Schreiben im Portal.",
    Bescheidart.RUECKNAHME: "Ihre Förderung ist zurückgenommen. Die Begründung steht im Schreiben im Portal.",
}


def tell_jugendamt(row, subject, *sentences, actor=None, label="Im Portal ansehen"):
    """Tell everybody in the Jugendamt of `row` once; `actor` took the step and knows."""
    office = getattr(row, "foerderung", row).jugendamt_id
    for email in Mitgliedschaft.objects.reachable().filter(jugendamt=office).addresses():
        if actor is None or email != actor.email:
            tell(email, subject, *sentences, path=row.get_absolute_url(), label=label, actor=actor, scope=row.scope)


def tell_person(person, row, subject, *sentences, path, actor):
    """Tell one person of the office; nobody who is gone."""
    if person is not None and person.is_active and person != actor:
        tell(person.email, subject, *sentences, path=path, label="Im Büro ansehen", actor=actor, scope=row.scope)


def tell_of_abruf(abruf, to, *, actor):
    """What the office decided on a request for payment; nothing of steps that concern the office alone."""
    if sentence := OF_ABRUF.get(to):
        tell_jugendamt(abruf, f"{abruf}: {to.label}", sentence, actor=actor, label="Mittelabruf ansehen")


def tell_of_bescheid(bescheid, *, actor):
    """That a document is there, in one sentence on its kind."""
    what = "Das Schreiben liegt im Portal für Sie bereit." if bescheid.is_contract else OF_BESCHEID[bescheid.art]
    tell_jugendamt(bescheid, str(bescheid), what, "Bitte bestätigen Sie dort den Empfang.", actor=actor)


def tell_ready(auszug):
    """Tell whoever ordered a file of figures that it is there."""
    said = f"die Datei, die Sie bestellt haben, ist fertig. Wir bewahren sie {KEPT_DAYS} Tage auf."
    tell(auszug.person.email, f"{auszug} ist fertig", said, path=auszug.get_absolute_url(), label="Datei laden")


def tell_submitted(bekundung):
    """A receipt for everybody of the Jugendamt."""
    day = f"{bekundung.eingereicht_am:%d.%m.%Y}"
    said = f"Ihre Interessenbekundung ist am {day} bei uns angekommen. Wir melden uns, sobald entschieden ist."
    tell_jugendamt(bekundung, f"{bekundung}: eingegangen", said, label="Interessenbekundung ansehen")


def tell_decided(bekundung):
    """The letter is there; the decision stands in it."""
    said = "Über Ihre Interessenbekundung ist entschieden. Den Brief dazu mit der Begründung finden Sie im Portal."
    tell_jugendamt(bekundung, f"{bekundung}: unsere Antwort", said, label="Brief ansehen")


def tell_virus(bekundung):
    """A file is gone; whoever sent it should have the computer looked at."""
    said = (
        "In einer Anlage Ihrer Interessenbekundung hat der Virenscanner Schadsoftware gefunden. Die Datei ist gelöscht. "
        "Bitte lassen Sie den Rechner prüfen, von dem sie kam."
    )
    tell_jugendamt(bekundung, f"{bekundung}: eine Anlage ist gelöscht", said, label="Interessenbekundung ansehen")
