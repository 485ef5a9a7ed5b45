"""Records of sites and grants, one noun per module."""

from .aenderungsantrag import Aenderungsantrag
from .anhoerung import Anhoerung
from .auszug import Auszug
from .bescheid import Bescheid, Bescheidentwurf, Briefvorlage, Erklaerung, Zustellung
from .buchung import Buchung
from .foerderung import Budgetposten, Foerderung
from .foerderzeitraum import Foerderer, FoerdererName, Foerderzeitraum, Kriterium
from .interessenbekundung import Bewertung, Interessenbekundung
from .mittelabruf import Abrufposten, Mittelabruf
from .simulation import Simulation, Variante, Variantenbetrag
from .standort import Projektphase, Standort, StandortPartner

__all__ = [
    "Abrufposten",
    "Aenderungsantrag",
    "Anhoerung",
    "Auszug",
    "Bescheid",
    "Bescheidentwurf",
    "Bewertung",
    "Briefvorlage",
    "Buchung",
    "Budgetposten",
    "Erklaerung",
    "Foerderer",
    "FoerdererName",
    "Foerderung",
    "Foerderzeitraum",
    "Interessenbekundung",
    "Kriterium",
    "Mittelabruf",
    "Projektphase",
    "Simulation",
    "Standort",
    "StandortPartner",
    "Variante",
    "Variantenbetrag",
    "Zustellung",
]
