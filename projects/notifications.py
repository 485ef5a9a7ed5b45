"""What mails around money say and to whom. No amounts in mails: the link leads to them."""

from jugendaemter.models import Mitgliedschaft
from servicestelle.base.mail import queue_mail

from .choices import KEPT_DAYS, Abrufstatus

TELLS_JUGENDAMT = {
    Abrufstatus.NACHGEFORDERT: "wir haben eine Frage zu Ihrem Mittelabruf.",
    Abrufstatus.GENEHMIGT: "Ihr Mittelabruf ist geprüft und genehmigt. Als Nächstes gibt eine zweite Person die Zahlung frei.",
    Abrufstatus.ABGELEHNT: "wir können Ihrem Mittelabruf so nicht folgen. Die Begründung lesen Sie im Portal.",
    Abrufstatus.AUSGEZAHLT: "das Geld aus Ihrem Mittelabruf ist unterwegs.",
    Abrufstatus.RUECKLAEUFER: "die Bank hat das Geld zurückgeschickt. Bitte prüfen Sie die Bankverbindung Ihres Jugendamts mit uns.",
}


def tell_of_step(abruf, to, *, actor):
    """Tell the people of the Jugendamt, `actor` aside, what the office decided."""
    sentence = TELLS_JUGENDAMT.get(to)
    if sentence is None:
        return
    for member in Mitgliedschaft.objects.valid().filter(jugendamt=abruf.foerderung.jugendamt_id, user__is_active=True):
        if member.user_id != actor.pk:
            queue_mail(
                "mittelabruf",
                to=member.user.email,
                subject=f"{abruf}: {to.label}",
                context={"path": abruf.get_absolute_url(), "label": "Mittelabruf ansehen", "sentences": [sentence]},
                actor=actor,
                scope=abruf.scope,
            )


def tell_ready(auszug):
    """Tell whoever ordered a file of figures that it is there."""
    queue_mail(
        "mittelabruf",
        to=auszug.person.email,
        subject=f"{auszug} ist fertig",
        context={
            "path": auszug.get_absolute_url(),
            "label": "Datei laden",
            "sentences": [f"die Datei, die Sie bestellt haben, ist fertig. Wir bewahren sie {KEPT_DAYS} Tage auf."],
        },
    )
