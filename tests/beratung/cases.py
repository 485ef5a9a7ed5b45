"""Requests for tests, brought about by the services people use."""

from beratung import services
from beratung.models import Anfrage
from servicestelle.base.models import Mail
from tests.records import make_jugendamt

FIELDS = {"name": "Frau Beispiel", "email": "beispiel@example.org", "frage": "Wie fangen wir an?"}


def ask(jugendamt=None, *, actor=None, **fields):
    """A request of `actor`, or one whose address is not confirmed yet."""
    return services.submit_anfrage(jugendamt=jugendamt or make_jugendamt(), actor=actor, **FIELDS | fields)


def receive(**fields):
    """A confirmed request without an account."""
    return services.confirm_anfrage(ask(**fields))


def put(anfrage, status, **fields):
    """Bring the row into `status`, past the services."""
    ended = (
        "2026-01-02T00:00Z" if status in {"abgeschlossen", "weiterverwiesen", "zurueckgezogen", "abgelehnt"} else None
    )
    resting = {"ruhte_in": "in_klaerung" if status == "ruhend" else ""}
    Anfrage.objects.filter(pk=anfrage.pk).update(status=status, ended_at=ended, **resting, **fields)
    anfrage.refresh_from_db()
    return anfrage


def last_mail(to="beispiel@example.org"):
    return Mail.objects.filter(to=to).first()
