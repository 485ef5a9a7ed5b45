"""Writing the audit log."""

from .models import Protokoll

LABELS = {
    "seite.entwurf": "In den Entwurf gestellt",
    "seite.in_pruefung": "Zur Prüfung gegeben",
    "seite.veroeffentlicht": "Veröffentlicht",
    "seite.archiviert": "Von der Website genommen",
    "auftrag.neu_versucht": "Auftrag neu versucht",
    "auftrag.abgebrochen": "Auftrag abgebrochen",
    "sicherung.erstellt": "Sicherung erstellt",
    "sicherung.wiederhergestellt": "Aus einer Sicherung wiederhergestellt",
    "verwaltung.angelegt": "In der Verwaltung angelegt",
    "verwaltung.geaendert": "In der Verwaltung geändert",
    "verwaltung.geloescht": "In der Verwaltung gelöscht",
}


def label_of(verb):
    """The verb in words; an unknown one as it stands, readable enough for the office."""
    return LABELS.get(verb) or verb.replace(".", ": ").replace("_", " ").capitalize()


def entries_of(obj):
    """The entries about `obj`, newest first, with the people who acted."""
    about = Protokoll.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
    return about.select_related("actor")


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
