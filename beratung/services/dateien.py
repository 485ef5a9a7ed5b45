"""What follows for a request when the virus scanner refuses one of its files."""

from .. import reports
from ..models import Anfrage, Nachricht
from ..notifications import anfragen as notifications

FOUND = (
    "In einer Datei zu dieser Anfrage hat der Virenscanner Schadsoftware gefunden. Die Datei ist gelöscht. Geben Sie der "
    "Person, von der sie kam, am Telefon Bescheid; ihr Rechner sollte geprüft werden."
)


def tell_of_request_file(datei):
    _tell(Anfrage.objects.filter(pk=datei.object_id).first())


def tell_of_message_file(datei):
    message = Nachricht.objects.filter(pk=datei.object_id).select_related("anfrage__jugendamt").first()
    _tell(message and message.anfrage)


def _tell(anfrage):
    """The person in charge, and everybody who advises while there is none. Unconfirmed requests are nobody's yet."""
    if anfrage is None or anfrage.nummer is None:
        return
    in_charge = anfrage.zustaendig
    people = [in_charge] if in_charge is not None and in_charge.is_active else reports.advisers()
    for person in people:
        notifications.tell_of_virus(anfrage, person, text=FOUND)
