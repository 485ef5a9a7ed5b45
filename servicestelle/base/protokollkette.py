"""The chain of the audit log: checked against the entries themselves, and its head kept day by day."""

import logging
import re
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction
from django.utils import timezone

from .models import Protokollglied, Protokollstand

log = logging.getLogger(__name__)

START = "0" * 64
HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
# One statement sees one moment: entry and place in the chain are committed together, so who writes meanwhile is whole.
# What PostgreSQL is asked for is plain: the hash is computed here, not by functions that somebody may have replaced.
ROWS = """
SELECT g.eintrag_id, g.nummer, g.vorgaenger, g.hash, p.id, p.id::text, extract(epoch FROM p.at)::text,
       coalesce(p.actor_id::text, ''), p.verb, p.object_type, p.object_id, p.scope, p.details::text
  FROM base_protokollglied g FULL JOIN base_protokoll p ON p.id = g.eintrag_id
 ORDER BY g.nummer NULLS LAST, p.id NULLS LAST
"""


@dataclass(frozen=True)
class Head:
    """How far the chain reached at some moment: number of entries and the last hash. Written `number:hash`."""

    eintraege: int
    hash: str

    def __str__(self):
        return f"{self.eintraege}:{self.hash}"

    @classmethod
    def read(cls, text):
        """Raises ValueError unless `text` is written as `str(head)` writes it."""
        if not (found := HEAD.fullmatch(text.strip())):
            raise ValueError(text)
        return cls(int(found[1]), found[2])


class Broken(Exception):
    """The log is not what was written; the text says where first and why."""


def hash_of(before, number, fields):
    """The hash of one entry, hex: over the hash before it, its number and its fields as PostgreSQL writes them."""
    digest = sha256()
    for value in (before, str(number), *fields):
        content = value.encode()
        digest.update(b"%d:%s" % (len(content), content))
    return digest.hexdigest()


def check(*, kept=()):
    """Read the whole log; return its Head now. `kept` are pairs (name, Head) from outside. Raises Broken.

    The heads in the database are looked for too.
    """
    wanted = {}
    held = Protokollstand.objects.order_by("tag").values_list("tag", "eintraege", "hash")
    for day, number, value in held:  # read before the rows: these heads lie within them
        wanted.setdefault(number, []).append((f"Der Stand vom {day:%d.%m.%Y} in der Datenbank", value))
    for name, head in kept:
        wanted.setdefault(head.eintraege, []).append((name, head.hash))
    return _walk(wanted)


def _walk(wanted):
    """Follow the chain from its start and meet every wanted head on the way."""
    last = Head(0, START)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(ROWS)
        for place, number, before, own, pk, *fields in cursor:
            _check_row(last, place, number, before, own, pk, fields)
            last = Head(number, own)
            for name, value in wanted.pop(number, ()):
                if value != own:
                    raise Broken(
                        f"{name} ist nicht der Anfang dieses Protokolls: Bis Glied {number} ist neu gerechnet."
                    )
    for number, ((name, _), *_) in sorted(wanted.items()):
        raise Broken(f"{name} kennt {number} Einträge, das Protokoll hat nur {last.eintraege}: Das Ende fehlt.")
    return last


def _check_row(last, place, number, before, own, pk, fields):
    due = last.eintraege + 1
    if number is None:
        raise Broken(f"Eintrag {pk or place} steht nicht in der Kette: an ihr vorbei eingefügt oder aus ihr gelöst.")
    if number != due:
        raise Broken(f"Glied {due} fehlt, es folgt Glied {number} (Eintrag {place}).")
    if pk is None:
        raise Broken(f"Glied {number}: Sein Eintrag {place} fehlt.")
    if before != last.hash:
        raise Broken(f"Glied {number} (Eintrag {pk}) schließt nicht an Glied {last.eintraege} an.")
    if hash_of(before, number, fields) != own:
        raise Broken(f"Glied {number}: Eintrag {pk} ist nicht mehr, was geschrieben wurde.")


def head_now():
    """The Head of this moment, unchecked; None for an empty log."""
    found = (
        Protokollglied.objects.filter(nummer__isnull=False).order_by("-nummer").values_list("nummer", "hash").first()
    )
    return Head(*found) if found else None


def keep_head():
    """Record today's head once, also in the log of the worker, which lies outside the database; return it or None."""
    head, today = head_now(), timezone.localdate()
    if head is None or Protokollstand.objects.filter(tag=today).exists():
        return None
    values = {"eintraege": head.eintraege, "hash": head.hash}
    _, is_new = Protokollstand.objects.get_or_create(tag=today, defaults=values)
    if is_new:
        log.info("Protokoll, Stand vom %s: %s", f"{today:%d.%m.%Y}", head)
    return head if is_new else None
