"""What the end of a case does to its appointments."""

from django.db.models import F
from django.utils import timezone

from ..choices import Terminstatus

WORD = "Die Anfrage ist beendet."


def lapse_proposals(anfrage):
    """Times nobody has answered count no more."""
    anfrage.termine.proposed().update(status=Terminstatus.HINFAELLIG, decided_at=timezone.now())


def release_termine(anfrage):
    """Proposals lapse, what is agreed for later is cancelled. The mail about the end says the rest."""
    lapse_proposals(anfrage)
    anfrage.termine.upcoming().update(
        status=Terminstatus.ABGESAGT, antwort=WORD, decided_at=timezone.now(), sequence=F("sequence") + 1
    )
