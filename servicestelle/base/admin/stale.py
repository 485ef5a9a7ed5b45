"""Two people, one record: a form opened before somebody else saved is refused once and shows both versions."""

import json
from hashlib import sha256

from django.contrib.admin.utils import flatten_fieldsets
from django.forms.models import _get_foreign_key

NEVER_SHOWN = {"password"}
LONGEST = 300


def state_of(model_admin, request, obj):
    """A short print per editable field and per kind of part, as text for a hidden input."""
    prints = {field.name: _print(field.value_from_object(obj)) for field in _fields(model_admin, request, obj)}
    for inline in model_admin.inlines:
        key = _get_foreign_key(model_admin.model, inline.model, fk_name=inline.fk_name)
        rows = inline.model._default_manager.filter(**{key.name: obj}).order_by("pk").values_list()
        prints[f"+{inline.model._meta.model_name}"] = _print(list(rows))
    return json.dumps(prints, separators=(",", ":"))


def changed_since(text, model_admin, request, obj):
    """Why a form with the state `text` is out of date, or None; a form without a state is not judged."""
    then, now = _read(text), _read(state_of(model_admin, request, obj))
    names = [name for name, value in now.items() if then.get(name, value) != value]
    if not names:
        return None
    found = ". ".join(_describe(model_admin, obj, name) for name in names)
    return (
        f"Jemand hat diesen Eintrag geändert, während Sie daran gearbeitet haben. {found}. Ihre Fassung steht noch "
        "im Formular: Sichern Sie noch einmal, wenn sie gelten soll."
    )


def _fields(model_admin, request, obj):
    shown = set(flatten_fieldsets(model_admin.get_fieldsets(request, obj)))
    shown -= set(model_admin.get_readonly_fields(request, obj)) | NEVER_SHOWN
    meta = obj._meta
    return [field for field in [*meta.concrete_fields, *meta.many_to_many] if field.name in shown and field.editable]


def _print(value):
    return sha256(repr(value).encode()).hexdigest()[:10]


def _read(text):
    try:
        prints = json.loads(text or "{}")
    except ValueError:
        return {}
    return prints if isinstance(prints, dict) else {}


def _describe(model_admin, obj, name):
    if name.startswith("+"):
        parts = {inline.model._meta.model_name: inline.model for inline in model_admin.inlines}
        return f"Geändert ist: {parts[name[1:]]._meta.verbose_name_plural}"
    field = obj._meta.get_field(name)
    value = getattr(obj, f"get_{name}_display")() if field.choices else field.value_from_object(obj)
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return f"{field.verbose_name}: Dort steht jetzt „{str(value)[:LONGEST]}“"
