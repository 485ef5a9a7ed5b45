"""The first search: rows that apps write, found by German full text, word beginnings, parts and near misses."""

import re

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, Q
from django.db.models.functions import Greatest

from .models import Sucheintrag

START, STOP = "\x02", "\x03"  # mark hits in headlines; the template filter `hits` turns them into <mark>
MAX_LENGTH = 200
NEAR = 0.4  # word similarity from which a title counts as a near miss


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


def find(text):
    """Entries that match all words of `text`, best first, with `rank` and a marked `headline`.

    A word is found by its stem, its beginning or as part of a compound; a title also by a near miss.
    """
    text = clean_query(text)
    query = _query(text)
    if query is None:
        return Sucheintrag.objects.none()
    near = TrigramWordSimilarity(text, "title")
    headline = SearchHeadline(
        "teaser", query, config="german", start_sel=START, stop_sel=STOP, max_words=45, min_words=20
    )
    return (
        Sucheintrag.objects.annotate(near=near, rank=Greatest(SearchRank(F("vector"), query), near / 10))
        .filter(Q(vector=query) | _all_parts(text) | Q(near__gte=NEAR))
        .annotate(headline=headline)
        .order_by("-rank", "title")
        .defer("body", "vector")
    )


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


def _all_parts(text):
    words = [word for word in _words(text) if len(word) >= 3]
    if not words:
        return Q(pk__in=[])
    found = Q()
    for word in words:
        part = Q()
        for form in spellings(word):
            part |= Q(title__icontains=form) | Q(teaser__icontains=form) | Q(body__icontains=form)
        found &= part
    return found
