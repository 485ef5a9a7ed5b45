"""What mails around documents say and to whom. No amounts in mails: the link leads to them."""

from jugendaemter.models import Mitgliedschaft
from servicestelle.base.mail import queue_mail

from .choices import Bescheidart

SENTENCES = {
    Bescheidart.BEWILLIGUNG: "Ihre Förderung ist bewilligt. Das Schreiben liegt im Portal für Sie bereit.",
    Bescheidart.AENDERUNG: "Ihre Förderung ist geändert. Das Schreiben liegt im Portal für Sie bereit.",
    Bescheidart.ABLEHNUNG: "Ihrem Änderungsantrag können wir nicht folgen. Die Begründung steht im Schreiben im Portal.",
    Bescheidart.WIDERRUF: "Ihre Förderung ist widerrufen. Die Begründung steht im Schreiben im Portal.",
    Bescheidart.RUECKNAHME: "Ihre Förderung ist zurückgenommen. Die Begründung steht im Schreiben im Portal.",
}


def tell_jugendamt(row, subject, *sentences, actor, label="Im Portal ansehen"):
    """Tell the people of the Jugendamt of `row`, `actor` aside."""
    people = Mitgliedschaft.objects.valid().filter(jugendamt=row.foerderung.jugendamt_id, user__is_active=True)
    for member in people.select_related("user").order_by("pk"):
        if actor is None or member.user_id != actor.pk:
            _mail(member.user, row, subject, row.get_absolute_url(), label, sentences, actor)


def tell_person(person, row, subject, *sentences, path, actor):
    """Tell one person of the office; nobody who is gone."""
    if person is not None and person.is_active and person != actor:
        _mail(person, row, subject, path, "Im Büro ansehen", sentences, actor)


def tell_of_bescheid(bescheid, *, actor):
    """Say that a document is there, in one sentence on its kind."""
    what = "Das Schreiben liegt im Portal für Sie bereit." if bescheid.is_contract else SENTENCES[bescheid.art]
    tell_jugendamt(bescheid, str(bescheid), what, "Bitte bestätigen Sie dort den Empfang.", actor=actor)


def _mail(person, row, subject, path, label, sentences, actor):
    context = {"path": path, "label": label, "sentences": sentences}
    queue_mail("mittelabruf", to=person.email, subject=subject, context=context, actor=actor, scope=row.scope)
