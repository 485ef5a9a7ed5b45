"""Rights in words: Django stores them in English („Can change …“)."""

from django.contrib.auth.models import Permission
from django.forms import ModelMultipleChoiceField

VERBS = {"add": "anlegen", "change": "ändern", "delete": "löschen", "view": "ansehen", "manage": "verwalten"}
WITHOUT_PAGES = ["account", "admin", "contenttypes", "mfa"]  # a right to these opens nothing here


class RechteField(ModelMultipleChoiceField):
    """Rights to tick, named in German."""

    def __init__(self, queryset=None, **kwargs):
        rights = Permission.objects.select_related("content_type")
        super().__init__(rights.exclude(content_type__app_label__in=WITHOUT_PAGES), **kwargs)

    def label_from_instance(self, right):
        return f"{_noun(right)} {_verb(right)}"


def describe(rights):
    """[(kind of record, "ändern, ansehen"), …] of `rights`, by name."""
    verbs = {}
    for right in rights.select_related("content_type"):
        verbs.setdefault(_noun(right), []).append(_verb(right))
    return [(noun, ", ".join(verbs[noun])) for noun in sorted(verbs)]


def _noun(right):
    model = right.content_type.model_class()
    return str(model._meta.verbose_name) if model else right.content_type.model


def _verb(right):
    return VERBS.get(right.codename.partition("_")[0], right.name)
