"""What mails around an Interessenbekundung say and to whom. The decision stands in the letter, the mail leads to it."""

from jugendaemter.models import Mitgliedschaft
from servicestelle.base.mail import queue_mail


def tell_submitted(bekundung, *, actor):
    """A receipt for everybody of the Jugendamt."""
    day = f"{bekundung.eingereicht_am:%d.%m.%Y}"
    sentence = f"Ihre Interessenbekundung ist am {day} bei uns angekommen. Wir melden uns, sobald entschieden ist."
    _tell(bekundung, f"{bekundung}: eingegangen", "Interessenbekundung ansehen", sentence, actor=actor)


def tell_decided(bekundung):
    """The letter is there."""
    sentence = "Über Ihre Interessenbekundung ist entschieden. Den Brief dazu mit der Begründung finden Sie im Portal."
    _tell(bekundung, f"{bekundung}: unsere Antwort", "Brief ansehen", sentence)


def tell_virus(bekundung):
    """A file is gone; whoever sent it should have the computer looked at."""
    sentence = (
        "In einer Anlage Ihrer Interessenbekundung hat der Virenscanner Schadsoftware gefunden. Die Datei ist gelöscht. "
        "Bitte lassen Sie den Rechner prüfen, von dem sie kam."
    )
    _tell(bekundung, f"{bekundung}: eine Anlage ist gelöscht", "Interessenbekundung ansehen", sentence)


def _tell(bekundung, subject, label, sentence, *, actor=None):
    rows = Mitgliedschaft.objects.valid().filter(jugendamt=bekundung.jugendamt_id, user__is_active=True)
    for email in sorted(set(rows.values_list("user__email", flat=True))):
        queue_mail(
            "interessenbekundung",
            to=email,
            subject=subject,
            context={"path": bekundung.get_absolute_url(), "label": label, "sentences": [sentence]},
            actor=actor,
            scope=bekundung.scope,
        )
