"""Sessions in the database, each with its person and device; people see their own and end them."""

from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import protokoll

DEVICE, BEGAN = "geraet", "begonnen"  # what the login notes in the session
NOTICED = timedelta(minutes=5)  # how exactly "last used" is kept
BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


class SessionStore(DatabaseStore):
    """Django's store on rows of our own."""

    @classmethod
    def get_model_class(cls):
        from .models import Sitzung  # settings name this module before the models are there

        return Sitzung

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.geraet = data.get(DEVICE, "")
        row.begonnen_am = datetime.fromisoformat(data[BEGAN]) if BEGAN in data else timezone.now()
        return row

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        if row is not None and row.user_id and timezone.now() - row.gesehen_am > NOTICED:
            self.model.objects.filter(pk=row.pk).update(gesehen_am=timezone.now())
        return row


def note_login(request):
    """Write device and time of the login into the session."""
    request.session[DEVICE] = name_device(request.headers.get("User-Agent", ""))
    request.session[BEGAN] = timezone.now().isoformat()


def name_device(agent):
    """What a person calls it: „Firefox auf Windows“."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "Browser")
    system = next((name for sign, name in SYSTEMS if sign in agent), "unbekanntem Gerät")
    return f"{browser} auf {system}"


def sessions_of(user, current):
    """Open sessions of `user`, newest use first: rows with `zeichen` (names one without its secret) and `diese`."""
    rows = list(user.sitzungen.filter(expire_date__gt=timezone.now()).defer("session_data"))
    for row in rows:
        row.zeichen, row.diese = _sign(row.pk), row.pk == current
    return sorted(rows, key=lambda row: not row.diese)


@transaction.atomic
def end_sessions(user, *, actor, keep="", only=""):
    """End sessions of `user`: all but the one with the key `keep`, or just the one named by the sign `only`.

    Return how many. The devices are out with their next request.
    """
    rows = user.sitzungen.exclude(pk=keep)
    if only:
        rows = rows.filter(pk__in=[key for key in rows.values_list("pk", flat=True) if _sign(key) == only])
    ended = rows.delete()[0]
    if ended:
        protokoll.record("konto.abgemeldet", user, actor=actor, sitzungen=ended)
    return ended


def _sign(key):
    return salted_hmac("servicestelle.sitzung", key, algorithm="sha256").hexdigest()[:24]
