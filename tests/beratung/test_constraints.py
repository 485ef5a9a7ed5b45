"""What the database holds of a request, past the services."""

import pytest
from django.db import DatabaseError, transaction

from beratung.models import Anfrage
from tests.beratung.cases import FIELDS, receive
from tests.records import make_jugendamt

pytestmark = pytest.mark.django_db
CONFIRMED = {"status": "eingegangen", "nummer": "FB-2026-0007", "confirmed_at": "2026-01-01T00:00Z"}


def write(**fields):
    return Anfrage.objects.create(jugendamt=make_jugendamt(), **FIELDS | fields)


@pytest.mark.parametrize(
    "constraint, bad, good",
    [
        ("beratung_anfrage_confirmed", {"status": "eingegangen"}, CONFIRMED),
        ("beratung_anfrage_confirmed", {"nummer": "FB-2026-0007"}, {}),
        ("beratung_anfrage_nummer", CONFIRMED | {"nummer": "FB-26-7"}, CONFIRMED),
        (
            "beratung_anfrage_ended",
            CONFIRMED | {"status": "abgelehnt"},
            CONFIRMED | {"status": "abgelehnt", "ended_at": "2026-01-02T00:00Z"},
        ),
        ("beratung_anfrage_ended", CONFIRMED | {"ended_at": "2026-01-02T00:00Z"}, CONFIRMED),
        (
            "beratung_anfrage_ruht",
            CONFIRMED | {"status": "ruhend"},
            CONFIRMED | {"status": "ruhend", "ruhte_in": "in_klaerung"},
        ),
        ("beratung_anfrage_ruht", CONFIRMED | {"ruhte_in": "in_klaerung"}, CONFIRMED),
        ("beratung_anfrage_format", {"format": "brieftaube"}, {"format": "video"}),
        ("beratung_anfrage_status", CONFIRMED | {"status": "vergessen"}, CONFIRMED),
    ],
)
def test_refused(refused, accepted, constraint, bad, good):
    with refused(constraint):
        write(**bad)
    with accepted():
        write(**good)


def test_a_number_is_given_once(refused):
    write(**CONFIRMED)
    with refused("beratung_anfrage_nummer_key"):
        write(**CONFIRMED)


def test_a_number_stays():
    anfrage = receive()
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Anfrage.objects.filter(pk=anfrage.pk).update(nummer="FB-2026-9999")
    Anfrage.objects.filter(pk=anfrage.pk).update(telefon="0251 1")
