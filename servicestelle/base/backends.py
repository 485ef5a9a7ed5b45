"""Where rights come from besides groups and account: a role somebody stands in for today."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission

from .access import is_office, scopes_of
from .models import Vertretung

KEPT = "_rights_of_deputyship"  # on the account, which lives as long as the request


class DeputyBackend(BaseBackend):
    """Lends office people the rights of the roles they stand in for today; asks the database once per request.

    Nobody logs in by it, and people without an office account never ask.
    """

    def get_group_permissions(self, user_obj, obj=None):
        if obj is not None or not is_office(user_obj):
            return set()
        if not hasattr(user_obj, KEPT):
            setattr(user_obj, KEPT, _rights_today(user_obj))
        return getattr(user_obj, KEPT)

    def has_module_perms(self, user_obj, app_label):
        return any(right.startswith(f"{app_label}.") for right in self.get_group_permissions(user_obj))


def _rights_today(person):
    roles = list(Vertretung.objects.running().filter(person=person).values_list("rolle", flat=True))
    if not roles or scopes_of(person):  # whoever asks for money in a Jugendamt releases none
        return set()
    rights = Permission.objects.filter(group__name__in=roles).order_by()
    return {f"{app}.{codename}" for app, codename in rights.values_list("content_type__app_label", "codename")}
