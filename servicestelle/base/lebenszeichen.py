"""Notes and tells when a part last did its work."""

from django.db.models import Max
from django.db.models.functions import Now

from .models import Lebenszeichen, Protokoll

WORKER, BACKUP = "worker", "sicherung"
BACKED_UP = "sicherung.erstellt"


def note(name):
    """The part `name` has just done its work."""
    Lebenszeichen.objects.update_or_create(name=name, defaults={"seen_at": Now()})


def seen():
    """When each part was last seen, by name; a part that never ran is missing.

    A backup shows by its entry in the Protokoll: a row of its own, written after the dump, would differ from the dump.
    """
    found = dict(Lebenszeichen.objects.values_list("name", "seen_at"))
    last = Protokoll.objects.filter(verb=BACKED_UP).aggregate(at=Max("at"))["at"]
    return found | ({BACKUP: last} if last else {})
