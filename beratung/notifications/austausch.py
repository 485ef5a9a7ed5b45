"""What mails around an exchange say and to whom: one purpose each, the person's own link first."""

from django.core import signing
from django.urls import reverse

from servicestelle.base.mail import tell

_signer = signing.Signer(salt="beratung.austausch", sep=".")
OWN = "Ihre Anmeldung ansehen"


def token_of(anmeldung):
    """The secret part of the person's link: useless to whoever only reads the database."""
    return _signer.sign(anmeldung.zugang.hex)


def read_token(token):
    """The hex `zugang` a genuine token holds, else None."""
    try:
        return _signer.unsign(token)
    except signing.BadSignature:
        return None


def ask_to_confirm(anmeldung):
    _send(
        anmeldung,
        "Bitte bestätigen Sie Ihre Anmeldung",
        "Anmeldung bestätigen",
        f"Sie möchten zu „{anmeldung.angebot}“ kommen ({anmeldung.angebot.wann}). Öffnen Sie den Link und wählen Sie "
        "„Anmeldung bestätigen“. Erst dann bekommen Sie einen Platz.",
        "Sie haben sich nicht angemeldet? Dann tun Sie nichts. Ohne Bestätigung löschen wir die Angaben nach sieben Tagen.",
    )


def confirm_place(anmeldung):
    _send(
        anmeldung,
        "Sie haben einen Platz",
        OWN,
        f"Sie sind angemeldet für „{anmeldung.angebot}“ am {anmeldung.angebot.wann}.",
        "Mit dem Link sehen Sie alle Angaben und sagen ab, wenn Sie nicht kommen können. Geben Sie ihn nicht weiter.",
    )


def confirm_waiting(anmeldung):
    _send(
        anmeldung,
        "Sie stehen auf der Warteliste",
        OWN,
        f"„{anmeldung.angebot}“ am {anmeldung.angebot.wann} ist ausgebucht. Sie stehen auf der Warteliste. Wird ein "
        "Platz frei, bekommen Sie ihn der Reihe nach und sofort eine Mail.",
        "Sie möchten nicht mehr warten? Über den Link melden Sie sich ab.",
    )


def tell_moved_up(anmeldung):
    _send(
        anmeldung,
        "Ein Platz ist frei geworden",
        OWN,
        f"Sie sind von der Warteliste nachgerückt und haben jetzt einen Platz bei „{anmeldung.angebot}“ am "
        f"{anmeldung.angebot.wann}.",
        "Können Sie nicht kommen? Dann melden Sie sich bitte über den Link ab, damit jemand anderes nachrückt.",
    )


def remind(anmeldung):
    """Somebody filled in the form with an address that is registered already: only its owner learns so."""
    _send(
        anmeldung,
        "Sie sind schon angemeldet",
        OWN,
        f"Sie haben sich noch einmal für „{anmeldung.angebot}“ angemeldet. Das war nicht nötig. Ihr Stand ist: "
        f"{anmeldung.get_status_display()}.",
    )


def confirm_cancelled(anmeldung):
    _send(
        anmeldung,
        "Sie sind abgemeldet",
        "Ihre Abmeldung ansehen",
        f"Sie sind von „{anmeldung.angebot}“ am {anmeldung.angebot.wann} abgemeldet.",
    )


def tell_removed(anmeldung):
    _send(
        anmeldung,
        "Sie sind abgemeldet",
        "Ihre Abmeldung ansehen",
        f"Die Servicestelle hat Sie von „{anmeldung.angebot}“ am {anmeldung.angebot.wann} abgemeldet.",
        "Das passt nicht? Antworten Sie bitte über die Seite „Kontakt“ in unserem Portal.",
    )


def tell_when_and_where(anmeldung):
    """Time, place or video link changed; the link itself stands on the person's own page only."""
    angebot = anmeldung.angebot
    _send(
        anmeldung,
        "Zeit oder Ort geändert",
        OWN,
        f"Bei „{angebot}“ hat sich etwas geändert. Jetzt gilt: {angebot.wann}, {angebot.ort or 'per Video'}.",
        "Können Sie so nicht kommen? Dann melden Sie sich bitte über den Link ab, damit jemand anderes nachrückt.",
    )


def tell_off(anmeldung):
    _send(
        anmeldung,
        "Fällt aus",
        OWN,
        f"„{anmeldung.angebot}“ am {anmeldung.angebot.wann} fällt leider aus.",
        f"Grund: {anmeldung.angebot.absage_grund}",
    )


def pass_on(anmeldung, *, subject, text):
    """What the office writes to everybody with a place."""
    _send(anmeldung, subject, OWN, f"Es geht um „{anmeldung.angebot}“ am {anmeldung.angebot.wann}.", text)


def tell_certificate(anmeldung):
    _send(
        anmeldung,
        "Ihre Teilnahmebescheinigung",
        "Bescheinigung herunterladen",
        f"Ihre Bescheinigung über „{anmeldung.angebot}“ am {anmeldung.angebot.wann} ist fertig.",
    )


def _send(anmeldung, subject, label, *sentences):
    path = reverse("anmeldung", args=[token_of(anmeldung)])
    tell(anmeldung.email, f"{subject}: {anmeldung.angebot}", *sentences, path=path, label=label)
