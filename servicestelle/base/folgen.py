"""What follows when a public page, or a record whose name it shows, was edited: the search, and what apps ask for."""

from itertools import groupby

from . import search

_follow_ups = {}


def register_follow_up(model, act):
    """Let an app say what follows when pages of `model` were edited: `act(pages, actor=…)`, in the same transaction."""
    _follow_ups[model] = act


def pages_showing(obj):
    """All pages that show texts of `obj`: itself when it is one, and those that point to it (a Thema, a Jugendamt)."""
    pages = [obj] if hasattr(obj, "search_entry") else []
    for relation in obj._meta.related_objects:
        if hasattr(relation.related_model, "search_entry"):
            pages += relation.related_model._default_manager.filter(**{relation.field.name: obj})
    return pages


def pages_edited(pages, *, actor):
    """Tell the search the new texts of `pages` and do what the apps asked for."""
    for page in pages:
        search.refresh(page)
    for model, rows in groupby(pages, key=type):
        if model in _follow_ups:
            _follow_ups[model](list(rows), actor=actor)
