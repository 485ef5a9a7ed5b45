"""Editable page texts by key."""

from .models import Seitentext


def page_texts(*keys):
    """The texts of `keys` in one query, for templates: `{"fachberatung_ablauf": Seitentext}`; a missing one is None."""
    found = {text.key: text for text in Seitentext.objects.filter(key__in=keys)}
    return {key.replace("-", "_"): found.get(key) for key in keys}
