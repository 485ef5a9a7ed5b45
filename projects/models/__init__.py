"""Records of sites and grants, one noun per module."""

from .foerderung import Budgetposten, Foerderung
from .foerderzeitraum import Foerderer, FoerdererName, Foerderzeitraum
from .standort import Projektphase, Standort, StandortPartner

__all__ = [
    "Budgetposten",
    "Foerderer",
    "FoerdererName",
    "Foerderung",
    "Foerderzeitraum",
    "Projektphase",
    "Standort",
    "StandortPartner",
]
