"""Brings a row in once: what people changed stays, what they deleted stays away.

The audit log remembers the keys that were brought in, so no table is needed besides.
"""

from collections import defaultdict

from django.db import connection

from servicestelle.base.models import Protokoll

VERB = "startdaten.geladen"
LOCK = 7_262_018  # any number of our own; keeps two loaders apart until the transaction ends


class Once:
    """Use inside a transaction; `note` at its end writes the log."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        logged = Protokoll.objects.filter(verb=VERB).values_list("object_type", "details__schluessel")
        self.known = {(kind, key) for kind, keys in logged for key in keys}
        self.met = defaultdict(list)
        self.created = defaultdict(int)

    def create(self, model, *, key, **fields):
        """Create the row whose natural key is the pair `key` = (field, value); None when it was here before."""
        kind, (field, value) = model._meta.label_lower, key
        if (kind, str(value)) in self.known:
            return None
        self.met[kind].append(str(value))
        if model._base_manager.filter(**{field: value}).exists():
            return None
        self.created[kind] += 1
        return model._base_manager.create(**{field: value}, **fields)

    def note(self):
        """Remember the keys met for the first time, one log entry per kind of row."""
        for kind, keys in self.met.items():
            Protokoll.objects.create(verb=VERB, object_type=kind, object_id="", details={"schluessel": keys})
