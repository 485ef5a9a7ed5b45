"""Figures and people around requests."""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localtime

from servicestelle.base.aufgaben import Aufgabe
from servicestelle.base.fristen import open_fristen_of
from servicestelle.base.models import Datei, User

from ..models import Anfrage, Empfehlung
from ..permissions import LENKEN

SHORT = 80  # characters of a recommended step in a list


def advisers():
    """Active people who may look after requests, by name."""
    _, codename = LENKEN.split(".")
    found = User.objects.filter(is_active=True, groups__permissions__codename=codename)
    return found.filter(groups__permissions__content_type__app_label="beratung").distinct().order_by("name", "email")


def with_fristen(rows):
    """Each of `rows` with its next open deadline, as pairs; one query for all."""
    due = open_fristen_of(rows)
    return [(row, due.get(str(row.pk))) for row in rows]


def files_of(anfrage):
    """The files both sides may see: those of the request and of its messages. Notes have none."""
    return Datei.objects.of(anfrage, *anfrage.nachrichten.all())


def steps_in_words(numbers):
    """{number: how the recommended step begins} for „Was ist zu tun“; one query."""
    rows = Empfehlung.objects.filter(pk__in=numbers).values_list("pk", "text")
    return {number: Truncator(" ".join(text.split())).chars(SHORT) for number, text in rows}


def unanswered(user):
    """For „Was ist zu tun“: the requests of the own Jugendamt in which the office wrote last."""
    rows = Anfrage.objects.asked_by_office_of(user).awaiting_answer().order_by("gefragt_am")
    for row in rows.select_related("jugendamt"):
        yield Aufgabe(
            f"{row.nummer}: Nachricht der Servicestelle lesen und beantworten",
            reverse("mein_anfrage", args=[row.nummer]),
            f"Fachberatung, geschrieben am {localtime(row.gefragt_am):%d.%m.%Y}",
        )
