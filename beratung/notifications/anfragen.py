"""What mails around a request say and to whom. The link comes first; without an account it is the secret one."""

from django.core import signing
from django.urls import reverse

from jugendaemter.permissions import is_member
from servicestelle.base.mail import tell

from ..choices import Anfragestatus

_signer = signing.Signer(salt="beratung.zugang", sep=".")


def token_of(anfrage):
    """The secret part of the status link: useless to whoever only reads the database, gone when `zugang` is changed."""
    return _signer.sign(anfrage.zugang.hex)


def read_token(token):
    """The hex `zugang` a genuine token holds, else None."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


def way_of_asker(anfrage):
    """The address where the person who asked finds the request."""
    if anfrage.created_by_id and anfrage.nummer:
        return reverse("mein_anfrage", args=[anfrage.nummer])
    return reverse("anfrage_status", args=[token_of(anfrage)]) if anfrage.zugang else reverse("kontakt")


def ask_to_confirm(anfrage):
    _to_asker(
        anfrage,
        "Bitte bestätigen Sie Ihre Anfrage",
        "Anfrage bestätigen",
        "Sie haben uns um Fachberatung gebeten. Öffnen Sie den Link und wählen Sie „Anfrage bestätigen“. Erst dann "
        "kommt Ihre Anfrage bei uns an.",
        "Sie haben uns nicht geschrieben? Dann tun Sie nichts. Ohne Bestätigung löschen wir die Anfrage nach 30 Tagen.",
    )


def confirm_receipt(anfrage, *, due_on):
    _to_asker(
        anfrage,
        "Ihre Anfrage ist da",
        "Ihre Anfrage ansehen",
        f"Ihre Anfrage ist bei uns angekommen. Wir melden uns spätestens am {due_on:%d.%m.%Y}.",
        "Mit dem Link sehen Sie jederzeit, wie weit wir sind, und können uns schreiben. Geben Sie ihn nicht weiter.",
    )


def tell_asker_of_message(anfrage):
    _to_asker(anfrage, "Neue Nachricht für Sie", "Nachricht lesen", "wir haben Ihnen zu Ihrer Anfrage geschrieben.")


def tell_asker_of_step(anfrage):
    sentences = [f"bei Ihrer Anfrage gibt es etwas Neues. Der Stand ist jetzt: {anfrage.get_status_display()}."]
    if anfrage.status == Anfragestatus.ABGESCHLOSSEN:
        sentences.append("Hat Ihnen die Beratung geholfen? Auf der Seite Ihrer Anfrage sagen Sie es mit einem Klick.")
    _to_asker(anfrage, anfrage.get_status_display(), "Ihre Anfrage ansehen", *sentences)


def tell_both_of_termin(anfrage, subject, *sentences):
    """An appointment stands, moved, or fell through: both sides read the same."""
    _to_asker(anfrage, subject, "Termin ansehen", *sentences)
    tell_adviser(anfrage, subject, text=" ".join(sentences))


def tell_asker_of_proposal(anfrage, count):
    times = "eine Zeit" if count == 1 else f"{count} Zeiten"
    _to_asker(
        anfrage,
        "Terminvorschlag",
        "Antworten",
        f"wir schlagen Ihnen {times} für ein Gespräch vor. Bitte sagen Sie uns, ob das passt.",
    )


def tell_asker_no_time_fits(anfrage):
    _to_asker(anfrage, "Ihr Terminvorschlag", "Antwort lesen", "die vorgeschlagene Zeit passt uns leider nicht.")


def tell_asker_of_place(anfrage, text):
    _to_asker(anfrage, "Ort des Termins", "Termin ansehen", text)


def tell_asker_of_recommendation(anfrage):
    _to_asker(
        anfrage,
        "Ein nächster Schritt für Sie",
        "Nächsten Schritt ansehen",
        "wir empfehlen Ihnen einen nächsten Schritt. Auf der Seite Ihrer Anfrage haken Sie ab, was erledigt ist.",
    )


def tell_asker_of_moved_step(anfrage, frist):
    _to_asker(
        anfrage,
        "Neuer Tag für einen nächsten Schritt",
        "Nächsten Schritt ansehen",
        f"einer Ihrer nächsten Schritte hat einen neuen Tag: {frist.due_on:%d.%m.%Y}.",
    )


def tell_of_follow_up(anfrage, *, due_on):
    """The office has made a follow-up on behalf of the person."""
    _to_asker(
        anfrage,
        "Ihre Folgeanfrage",
        "Ihre Folgeanfrage ansehen",
        f"die Servicestelle hat für Sie eine Folgeanfrage zu {anfrage.vorgaenger} angelegt. Wir melden uns spätestens "
        f"am {due_on:%d.%m.%Y}.",
        "Mit dem Link sehen Sie jederzeit, wie weit wir sind, und können uns schreiben. Geben Sie ihn nicht weiter.",
    )


def send_new_link(anfrage):
    _to_asker(
        anfrage,
        "Ihr neuer Link",
        "Ihre Anfrage ansehen",
        "Sie haben einen neuen Link zu Ihrer Anfrage. Der alte gilt nicht mehr.",
    )


def tell_adviser(anfrage, subject, *, text):
    """To the person in charge. Of a new request nobody is in charge; the office sees it in its queue."""
    if anfrage.zustaendig is not None and anfrage.zustaendig.is_active:
        _send(anfrage, anfrage.zustaendig.email, subject, anfrage.get_office_url(), "Anfrage öffnen", [text])


def tell_of_virus(anfrage, person, *, text):
    _send(anfrage, person.email, "Schadsoftware in einer Datei", anfrage.get_office_url(), "Anfrage öffnen", [text])


def tell_deputy(abwesenheit, anfragen):
    """One mail for all requests that were handed over."""
    number = f"{len(anfragen)} Anfragen" if len(anfragen) > 1 else "eine Anfrage"
    names = ", ".join(anfrage.nummer for anfrage in anfragen)
    said = (
        f"{abwesenheit.user} ist bis {abwesenheit.bis:%d.%m.%Y} abwesend, und Sie vertreten. "
        f"Sie sind jetzt zuständig für {number}: {names}."
    )
    to, path = abwesenheit.vertretung.email, f"{reverse('buero_anfragen')}?lage=meine"
    tell(to, "Vertretung: Anfragen für Sie", said, path=path, label="Ihre Anfragen öffnen")


def addresses_of_asker(anfrage):
    """Who hears of the request: its contact, or whoever has access in the office once that account has none any more."""
    person = anfrage.created_by
    if person is None or is_member(person, anfrage.jugendamt):
        return [anfrage.email]
    return anfrage.jugendamt.mitgliedschaften.reachable().addresses()


def _to_asker(anfrage, subject, label, *sentences):
    for address in addresses_of_asker(anfrage):
        _send(anfrage, address, subject, way_of_asker(anfrage), label, sentences)


def _send(anfrage, to, subject, path, label, sentences):
    number = f"{anfrage.nummer}: " if anfrage.nummer else ""
    label = f"{label} ({anfrage.nummer})" if anfrage.nummer else label
    tell(to, number + subject, *sentences, path=path, label=label, scope=anfrage.scope)
