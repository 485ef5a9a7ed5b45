"""Notes and tells when a part last did its work."""

from django.db.models.functions import Now

from .models import Lebenszeichen

WORKER, BACKUP = "worker", "sicherung"


def note(name):
    """The part `name` has just done its work."""
    Lebenszeichen.objects.update_or_create(name=name, defaults={"seen_at": Now()})


def seen():
    """When each part was last seen, by name; a part that never ran is missing."""
    return dict(Lebenszeichen.objects.values_list("name", "seen_at"))
