"""Writing the audit log."""

from .models import Protokoll


def record(verb, obj, *, actor, scope="", **details):
    """Append one entry: `actor` did `verb` to `obj`. `details` hold facts, never names or texts about persons."""
    return Protokoll.objects.create(
        verb=verb,
        actor=actor if actor is not None and actor.pk else None,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        scope=scope or getattr(obj, "scope", ""),
        details=details,
    )
