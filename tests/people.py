"""The named people of all tests: the demo logins of the portal, and nobody (None)."""

from datetime import date

from django.contrib.auth.models import Group

from servicestelle.base.models import User
from servicestelle.pages.gruppen import apply_gruppen
from servicestelle.pages.startdaten.demo import PEOPLE, email_of
from tests.records import make_jugendamt

PASSWORD = "ein-langes-passwort-im-test"
OFFICE = [login for login, (_, group, _, _) in PEOPLE.items() if group]
MEMBERS = [login for login, (_, group, _, _) in PEOPLE.items() if not group]
EVERYBODY = [None, *OFFICE, *MEMBERS]


def make_person(login):
    """Return the account of `login` with its group or membership; an existing one is used as it is."""
    user = User.objects.filter(email=email_of(login)).first()
    return user or _create(login, *PEOPLE[login])


def _create(login, name, group, ags, rolle):
    user = User.objects.create_user(email_of(login), PASSWORD, name=name, is_staff=bool(group))
    if group:
        if not Group.objects.filter(name=group).exists():
            apply_gruppen()
        user.groups.add(Group.objects.get(name=group))
    else:
        user.mitgliedschaften.create(jugendamt=make_jugendamt(ags), rolle=rolle, gueltig_von=date(2020, 1, 1))
    return user
