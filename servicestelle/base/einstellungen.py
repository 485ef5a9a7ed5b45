"""Office settings: apps say which there are, the office sets their values in the admin."""

from dataclasses import dataclass

from .models import Einstellung


@dataclass(frozen=True)
class Kind:
    """One setting: its words, its value until somebody sets another, and what is allowed."""

    label: str
    default: int
    least: int
    most: int


_kinds = {}


def register(key, label, default, *, least, most):
    """Declare the setting `key`; called when an app starts."""
    _kinds[key] = Kind(label, default, least, most)


def kinds():
    return dict(_kinds)


def value_of(key):
    """What holds now. Raises KeyError for a setting no app declared."""
    kind = _kinds[key]
    found = Einstellung.objects.filter(key=key).values_list("wert", flat=True).first()
    return kind.default if found is None else found


def create_missing():
    """Give every declared setting its row, so that the office finds it in the admin; return how many were new."""
    rows = [Einstellung(key=key, wert=kind.default) for key, kind in _kinds.items()]
    known = set(Einstellung.objects.values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    Einstellung.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
