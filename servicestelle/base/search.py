"""The first search: rows that apps write, found by German full text, word beginnings, parts and near misses."""

import re
from functools import reduce
from operator import add, and_, or_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramStrictWordSimilarity
from django.db.models import BooleanField, F, Q, Value
from django.db.models.functions import Greatest

from .models import Sucheintrag

START, STOP = "\x02", "\x03"  # mark hits in headlines; the template filter `hits` turns them into <mark>
MAX_LENGTH = 200
NEAR = 0.4  # similarity to a whole word of title or teaser from which a word counts as mistyped
SHORTEST = 4  # letters; of shorter words a slip leaves too little to compare


def refresh(obj):
    """Bring the entry of `obj` up to date: written while it is published and has one, else removed."""
    entry = obj.search_entry() if getattr(obj, "is_published", True) else None
    if entry is None:
        forget(obj)
        return
    Sucheintrag.objects.update_or_create(
        kind=obj._meta.model_name, object_id=str(obj.pk), defaults={"url": obj.get_absolute_url(), **entry}
    )


def forget(obj):
    """Remove the entry of `obj`."""
    Sucheintrag.objects.filter(kind=obj._meta.model_name, object_id=str(obj.pk)).delete()


def clean_query(text):
    """What people typed, without control characters and cut to a sensible length."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MAX_LENGTH]


def too_long(text):
    """A note when `text` is longer than what is searched for, else None."""
    return (
        f"Das Suchwort ist sehr lang. Wir suchen nach den ersten {MAX_LENGTH} Zeichen."
        if len(text) > MAX_LENGTH
        else None
    )


def find(text):
    """Entries that match all words of `text`, best first, with `rank` and a marked `headline`.

    A word is found by its stem, its beginning or as part of a compound. Only where nothing is found so, mistyped
    words are repaired; those entries say so: `is_near`. One query more than the caller's own.
    """
    text = clean_query(text)
    query = _query(text)
    if query is None:
        return Sucheintrag.objects.none()
    found = _exact(text, query)
    if not found.exists():
        found = _near(text)
    headline = SearchHeadline(
        "teaser", query, config="german", start_sel=START, stop_sel=STOP, max_words=45, min_words=20
    )
    return found.annotate(headline=headline).order_by("-rank", "title").defer("body", "vector")


def alike(words, *, kinds, limit=4):
    """Entries of `kinds` that match any of `words`, best first; empty when there is no word."""
    parts = [part for part in (_query(clean_query(word)) for word in words) if part is not None]
    if not parts:
        return Sucheintrag.objects.none()
    query = reduce(or_, parts)
    found = Sucheintrag.objects.filter(kind__in=kinds, vector=query).annotate(rank=SearchRank(F("vector"), query))
    return found.order_by("-rank", "title").defer("body", "vector")[:limit]


def ids(kind, text):
    """The object ids of `kind` that match `text`, as a list of texts, best first."""
    return list(find(text).filter(kind=kind).values_list("object_id", flat=True)[:1000])


def _words(text):
    return re.findall(r"\w+", text)[:10]


def spellings(word):
    """The word as typed and with ae, oe, ue read as umlauts."""
    umlaut = word.lower().replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    return {word, umlaut}


def _query(text):
    """All words by stem or beginning; None when there is no word."""
    words = _words(text)
    if not words:
        return None
    parts = ["(" + " | ".join(f"'{form}':*" for form in sorted(spellings(word))) + ")" for word in words]
    prefixed = SearchQuery(" & ".join(parts), config="german", search_type="raw")
    return SearchQuery(text, config="german", search_type="websearch") | prefixed


def _exact(text, query):
    found = Sucheintrag.objects.annotate(rank=SearchRank(F("vector"), query), is_near=Value(False, BooleanField()))
    return found.filter(Q(vector=query) | _all_parts(text))


def _near(text):
    """Entries that hold every word of `text`, or one of their words is written nearly like it."""
    alike = {
        f"like_{place}": Greatest(
            TrigramStrictWordSimilarity(word, "title"), TrigramStrictWordSimilarity(word, "teaser")
        )
        for place, word in enumerate(_words(text))
        if len(word) >= SHORTEST
    }
    hit = [
        _part(word) | (Q(**{f"like_{place}__gte": NEAR}) if f"like_{place}" in alike else Q(pk__in=[]))
        for place, word in enumerate(_words(text))
    ]
    rank = reduce(add, (F(name) for name in alike), Value(0.0))
    return Sucheintrag.objects.alias(**alike).annotate(rank=rank, is_near=Value(True)).filter(reduce(and_, hit))


def _all_parts(text):
    words = [word for word in _words(text) if len(word) >= 3]
    return reduce(and_, (_part(word) for word in words)) if words else Q(pk__in=[])


def _part(word):
    """The word anywhere in an entry, also inside a compound."""
    fields = ("title__icontains", "teaser__icontains", "body__icontains")
    return reduce(or_, (Q(**{field: form}) for form in spellings(word) for field in fields))
