"""Writing the audit log."""

from . import vorgaenge
from .models import Protokoll


def entries_of(obj):
    """The entries about `obj`, newest first, with the people who acted."""
    about = Protokoll.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return about.select_related("actor")


def record(verb, obj, *, actor, scope="", **details):
    """Append one entry: `actor` did `verb` to `obj`. `details` hold facts, never names or texts about persons.

    Raises ValueError for a verb that no app has named.
    """
    vorgaenge.check_known(verb)
    return Protokoll.objects.create(
        verb=verb,
        actor=actor if actor is not None and actor.pk else None,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        scope=scope or getattr(obj, "scope", ""),
        details=details,
    )
