"""Records of the floor, one noun per module."""

from .auftrag import Auftrag
from .datei import Datei
from .dokument import Dokument
from .einreichung import Einreichung
from .einstellung import Einstellung
from .frist import Frist, Fristverschiebung
from .kalenderlink import Kalenderlink
from .lebenszeichen import Lebenszeichen
from .mail import Mail
from .protokoll import AppendOnly, Protokoll, Protokollglied, Protokollstand
from .seite import Seite, Seitentext, Thema
from .sitzung import Sitzung
from .spamnonce import Spamnonce
from .sucheintrag import Sucheintrag
from .tagesmail import Tagesmail, Tagesmailwunsch
from .user import User
from .versuch import Versuch
from .vertretung import Vertretung
from .zaehler import Zaehler
from .zuschrift import Zuschrift

__all__ = [
    "AppendOnly",
    "Auftrag",
    "Datei",
    "Dokument",
    "Einreichung",
    "Einstellung",
    "Frist",
    "Fristverschiebung",
    "Kalenderlink",
    "Lebenszeichen",
    "Mail",
    "Protokoll",
    "Protokollglied",
    "Protokollstand",
    "Seite",
    "Seitentext",
    "Sitzung",
    "Spamnonce",
    "Sucheintrag",
    "Tagesmail",
    "Tagesmailwunsch",
    "Thema",
    "User",
    "Versuch",
    "Vertretung",
    "Zaehler",
    "Zuschrift",
]
