"""Whether the advice has helped, in the words of the asking side."""

from django.db import transaction
from django.utils import timezone

from servicestelle.base import protokoll
from servicestelle.base.choices import NotAllowed, NotNow

from .. import permissions
from ..choices import Anfragestatus
from ..models import Rueckmeldung
from .anfragen import _lock


@transaction.atomic
def say_how_useful(anfrage, *, nutzen, satz=None, actor=None):
    """Keep the one answer of a closed case; within 30 days another one takes its place. Raises NotAllowed, NotNow.

    Without a `satz` an earlier one stays. `actor` None is whoever holds the secret link. Return the row.
    """
    fresh = _lock(anfrage)
    if not permissions.acts_for_jugendamt(actor, fresh):
        raise NotAllowed("Sagen, ob die Beratung geholfen hat, kann nur das Jugendamt, das gefragt hat.")
    if fresh.status != Anfragestatus.ABGESCHLOSSEN:
        raise NotNow(
            f"{fresh} steht auf „{fresh.get_status_display()}“. Wir fragen, wenn die Beratung abgeschlossen ist."
        )
    given = Rueckmeldung.objects.filter(anfrage=fresh).first()
    if given and not given.is_changeable:
        raise NotNow(
            f"Ihre Antwort steht fest: Ändern konnten Sie sie bis zum {timezone.localtime(given.changeable_until):%d.%m.%Y}."
        )
    answer = {"nutzen": nutzen, "author": actor, "changed_at": timezone.now()}
    answer |= {} if satz is None else {"satz": satz}
    row, _ = Rueckmeldung.objects.update_or_create(anfrage=fresh, defaults=answer)
    protokoll.record("anfrage.rueckmeldung", fresh, actor=actor, nutzen=row.nutzen)
    return row
