"""Records of advice, one noun per module."""

from .anfrage import Anfrage, Nachricht, Notiz
from .ansicht import Ansicht
from .austausch import Anmeldung, Austauschangebot
from .empfehlung import Empfehlung
from .kontakt import Kontakt
from .rueckmeldung import Rueckmeldung
from .termin import Termin
from .zustaendigkeit import Abwesenheit, Zustaendigkeit

__all__ = [
    "Abwesenheit",
    "Anfrage",
    "Anmeldung",
    "Ansicht",
    "Austauschangebot",
    "Empfehlung",
    "Kontakt",
    "Nachricht",
    "Notiz",
    "Rueckmeldung",
    "Termin",
    "Zustaendigkeit",
]
