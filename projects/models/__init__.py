"""Records of sites and grants, one noun per module."""

from .auszug import Auszug
from .buchung import Buchung
from .foerderung import Budgetposten, Foerderung
from .foerderzeitraum import Foerderer, FoerdererName, Foerderzeitraum
from .mittelabruf import Abrufposten, Mittelabruf
from .standort import Projektphase, Standort, StandortPartner

__all__ = [
    "Abrufposten",
    "Auszug",
    "Buchung",
    "Budgetposten",
    "Foerderer",
    "FoerdererName",
    "Foerderung",
    "Foerderzeitraum",
    "Mittelabruf",
    "Projektphase",
    "Standort",
    "StandortPartner",
]
