"""The first search: rows that apps write, found by German full text."""

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import F

from .models import Sucheintrag


def key_of(obj):
    return f"{obj._meta.label_lower}:{obj.pk}"


def refresh(obj):
    """Bring the entry of `obj` up to date: written while it is published and has one, else removed."""
    entry = obj.search_entry() if getattr(obj, "is_published", True) else None
    if entry is None:
        Sucheintrag.objects.filter(key=key_of(obj)).delete()
        return
    Sucheintrag.objects.update_or_create(key=key_of(obj), defaults={"url": obj.get_absolute_url(), **entry})


def forget(obj):
    """Remove the entry of `obj`."""
    Sucheintrag.objects.filter(key=key_of(obj)).delete()


def find(text):
    """Entries that match `text` (web search syntax), best first, with `rank` and a marked `headline`."""
    query = SearchQuery(text, config="german", search_type="websearch")
    headline = SearchHeadline(
        "teaser", query, config="german", start_sel="\x02", stop_sel="\x03", max_words=40, min_words=15
    )
    return (
        Sucheintrag.objects.filter(vector=query)
        .annotate(rank=SearchRank(F("vector"), query), headline=headline)
        .order_by("-rank", "title")
        .defer("body", "vector")
    )
