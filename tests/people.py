"""The named people of all tests: the demo logins, plus nobody."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group

from jugendaemter.choices import Rolle
from servicestelle.base.models import User
from tests.records import make_jugendamt

PASSWORD = "ein-langes-passwort-im-test"


@dataclass(frozen=True)
class Person:
    email: str
    group: str = ""
    office: str = ""  # AGS of the fictitious Jugendamt
    rolle: str = ""
    superuser: bool = False


MUSTERSTADT, MUSTERLAND = "00000001", "00000002"

PEOPLE = {
    "koordination1": Person("koordination1@demo.example", "Koordination"),
    "koordination2": Person("koordination2@demo.example", "Koordination"),
    "zahlstelle": Person("zahlstelle@demo.example", "Zahlstelle"),
    "fachberatung": Person("fachberatung@demo.example", "Fachberatung"),
    "redaktion": Person("redaktion@demo.example", "Redaktion"),
    "revision": Person("revision@demo.example", "Revision"),
    "betrieb": Person("betrieb@demo.example", "Betrieb"),
    "bearbeitung": Person("bearbeitung@demo.example", office=MUSTERSTADT, rolle=Rolle.BEARBEITUNG),
    "freigabe": Person("freigabe@demo.example", office=MUSTERSTADT, rolle=Rolle.FREIGABE),
    "nachbaramt": Person("nachbaramt@demo.example", office=MUSTERLAND, rolle=Rolle.BEARBEITUNG),
}


def make_person(person):
    """Return the account of `person` with group or membership; an existing one is used as it is."""
    user = User.objects.filter(email=person.email).first()
    if user is not None:
        return user
    user = User.objects.create_user(person.email, PASSWORD, is_staff=bool(person.group), is_superuser=person.superuser)
    if person.group:
        user.groups.add(Group.objects.get_or_create(name=person.group)[0])
    if person.office:
        office = make_jugendamt(ags=person.office)
        user.mitgliedschaften.create(jugendamt=office, rolle=person.rolle, gueltig_von=date(2020, 1, 1))
    return user
