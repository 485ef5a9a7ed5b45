"""The details of audit entries: what is written of a change, and how people read it, as „Feld: alt → neu“."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.formats import localize, number_format
from django.utils.timezone import localtime

LABELS = {
    "nummer": "Nummer der Ausgabe",
    "quelle": "Herkunft",
    "schluessel": "Einträge",
    "grund": "Grund",
    "rolle": "Rolle",
    "konto": "Konto",
    "angehalten": "Angehaltene Aufträge",
    "tabellen": "Tabellen",
    "zeilen": "Zeilen",
    "dateien": "Dateien",
    "byte": "Byte",
    "mails": "Mails",
    "anwesend": "Anwesend",
    "angemeldet": "Angemeldet",
}
FACTS = (models.BooleanField, models.DateField, models.DecimalField, models.IntegerField)
AT_MOST = 12


def changed_values(form):
    """{field: [old, new]} of the changed fields that hold facts: choices, dates, numbers, yes or no. Never texts."""
    fields = {name: form._meta.model._meta.get_field(name) for name in form.changed_data if _is_own(form, name)}
    return {
        name: [_plain(form.initial.get(name)), _plain(form.cleaned_data.get(name))]
        for name, field in fields.items()
        if field.choices or isinstance(field, FACTS)
    }


def changed_names(form, fields):
    """{field: {"dazu": [names], "weg": [names]}} of the changed many-to-many `fields`."""
    changes = {}
    for name in set(fields) & set(form.changed_data):
        old, new = ({str(row) for row in rows or ()} for rows in (form.initial.get(name), form.cleaned_data.get(name)))
        changes[name] = {"dazu": sorted(new - old), "weg": sorted(old - new)}
    return changes


def lines_of(entry):
    """The details of `entry` as sentences, in the order in which they were written."""
    model, details = _model_of(entry.object_type), dict(entry.details)
    lines = _moved(model, entry.verb, details.pop("von", None))
    values = details.pop("werte", {})
    lines += _values(model, values)
    lines += [f"{_name(model, name)}: geändert" for name in details.pop("felder", []) if name not in values]
    return lines + [line for key, value in details.items() for line in _other(model, key, value)]


def kind_in_words(object_type):
    """„Publikation“ for `publications.publikation`."""
    model = _model_of(object_type)
    return str(model._meta.verbose_name) if model else object_type.capitalize()


def _other(model, key, value):
    if isinstance(value, dict) and {"dazu", "weg"} & set(value):
        yield from _members(_name(model, key), value)
    elif isinstance(value, dict):
        yield from _parts(_part_of(key), key, value)
    elif isinstance(value, list):
        more = f" und {len(value) - AT_MOST} weitere" if len(value) > AT_MOST else ""
        yield f"{LABELS.get(key, key)}: {', '.join(map(str, value[:AT_MOST]))}{more}"
    else:
        yield f"{LABELS.get(key, key)}: {localize(value)}"


def _moved(model, verb, old):
    if old is None:
        return []
    return [f"Stand: {_shown(model, 'status', old)} → {_shown(model, 'status', verb.partition('.')[2])}"]


def _values(model, values, before=""):
    return [
        f"{before}{_name(model, name)}: {_shown(model, name, old)} → {_shown(model, name, new)}"
        for name, (old, new) in values.items()
    ]


def _members(name, change):
    for key, word in (("dazu", "dazu"), ("weg", "weggenommen")):
        if change.get(key):
            yield f"{name} {word}: {', '.join(change[key])}"


def _parts(model, key, change):
    """What happened to the parts of a record (chapters, lines of a budget)."""
    kind = str(model._meta.verbose_name) if model else key
    for word, text in (("neu", "neu"), ("geloescht", "gelöscht")):
        if change.get(word):
            yield f"{kind}: {change[word]} {text}"
    for number, values in change.get("werte", {}).items():
        yield from _values(model, values, before=f"{kind} {number}, ")
    known = {name for values in change.get("werte", {}).values() for name in values}
    names = [_name(model, name) for name in change.get("geaendert", []) if name not in known]
    if names:
        yield f"{kind}: geändert {', '.join(names)}"


def _shown(model, name, value):
    field = _field(model, name)
    if value is None or value == "":
        return "leer"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if field is None:
        return str(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    try:
        known = field.to_python(value)
    except ValidationError:
        return str(value)
    if isinstance(field, models.DecimalField):
        return number_format(known, force_grouping=True)
    return str(localize(localtime(known) if isinstance(field, models.DateTimeField) else known))


def _name(model, name):
    field = _field(model, name)
    return str(getattr(field, "verbose_name", name))


def _field(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _is_own(form, name):
    return _field(form._meta.model, name) is not None


def _model_of(object_type):
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def _part_of(model_name):
    return next((model for model in apps.get_models() if model._meta.model_name == model_name), None)


def _plain(value):
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
