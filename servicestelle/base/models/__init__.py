"""Records of the floor, one noun per module."""

from .auftrag import Auftrag
from .dokument import Dokument
from .einreichung import Einreichung
from .lebenszeichen import Lebenszeichen
from .mail import Mail
from .protokoll import AppendOnly, Protokoll
from .seite import Seite, Seitentext, Thema
from .sucheintrag import Sucheintrag
from .user import User
from .zuschrift import Zuschrift

__all__ = [
    "AppendOnly",
    "Auftrag",
    "Dokument",
    "Einreichung",
    "Lebenszeichen",
    "Mail",
    "Protokoll",
    "Seite",
    "Seitentext",
    "Sucheintrag",
    "Thema",
    "User",
    "Zuschrift",
]
