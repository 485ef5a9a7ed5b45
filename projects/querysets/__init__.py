"""Who may see which rows (`visible_to`), and what lists and pages read of them."""

from .aufrufe import BewertungQuerySet, InteressenbekundungQuerySet, SimulationQuerySet
from .bescheide import AenderungsantragQuerySet, AnhoerungQuerySet, BescheidentwurfQuerySet, BescheidQuerySet
from .foerderungen import LEFT_TO_OTHERS, FoerderungQuerySet
from .geld import AuszugQuerySet, BuchungQuerySet, MittelabrufQuerySet
from .standorte import FoerderzeitraumQuerySet, StandortQuerySet

__all__ = [
    "LEFT_TO_OTHERS",
    "AenderungsantragQuerySet",
    "AnhoerungQuerySet",
    "AuszugQuerySet",
    "BescheidQuerySet",
    "BescheidentwurfQuerySet",
    "BewertungQuerySet",
    "BuchungQuerySet",
    "FoerderungQuerySet",
    "FoerderzeitraumQuerySet",
    "InteressenbekundungQuerySet",
    "MittelabrufQuerySet",
    "SimulationQuerySet",
    "StandortQuerySet",
]
