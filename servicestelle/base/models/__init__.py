"""Records of the floor, one noun per module."""

from .auftrag import Auftrag
from .dokument import Dokument
from .protokoll import AppendOnly, Protokoll
from .seite import Seite, Seitentext, Thema
from .sucheintrag import Sucheintrag
from .user import User

__all__ = ["AppendOnly", "Auftrag", "Dokument", "Protokoll", "Seite", "Seitentext", "Sucheintrag", "Thema", "User"]
