"""Limits against guessing: counted per account in PostgreSQL, so that no lost cache forgets them.

No visitor's address plays a part: forging one opens nothing, and people who share one never lock each other out.
NIST SP 800-63B-4, 3.2.2: no more than 100 wrong tries in a row on one account.
"""

from datetime import timedelta
from math import ceil

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .choices import NotNow
from .models import Versuch

FREE = 5  # tries before the first pause
PAUSE, LONGEST = 60, 3600  # seconds; doubled with each further try
MOST = 100  # then only a new password opens the account
FOREVER = 10 * 365 * 24 * 3600  # seconds
FORGOTTEN = timedelta(days=30)  # without any try

# One statement counts and decides, so that fifty guesses at one moment are fifty tries and not one.
TRY = f"""
INSERT INTO base_versuch AS old (key, count, last_at, blocked_until) VALUES (%(key)s, 1, clock_timestamp(), NULL)
ON CONFLICT (key) DO UPDATE SET
    count = old.count + 1,
    last_at = clock_timestamp(),
    blocked_until = CASE
        WHEN %(ends)s AND old.count + 1 >= {MOST} THEN clock_timestamp() + {FOREVER} * interval '1 second'
        WHEN old.count + 1 >= {FREE}
            THEN clock_timestamp() + least({PAUSE} * 2 ^ least(old.count + 1 - {FREE}, 20), {LONGEST}) * interval '1 second'
    END
WHERE old.blocked_until IS NULL OR old.blocked_until <= clock_timestamp()
RETURNING count
"""  # noqa: S608 - only our own numbers


class TooMany(NotNow):
    """The pause after too many tries still lasts; the message says how long."""

    def __init__(self, seconds):
        super().__init__(f"Zu viele Versuche für dieses Konto. {_way_out(seconds)}")


def count_try(purpose, account, *, ends=True):
    """Count one try before it is judged; raise TooMany, uncounted, while the pause lasts.

    `account` is an address or number, known to the portal or not: both are treated alike. With `ends`, MOST tries
    in a row close the account until `forget_tries`.
    """
    key = _key(purpose, account)
    with connection.cursor() as cursor:
        cursor.execute(TRY, {"key": key, "ends": ends})
        if cursor.fetchone():
            return
    until = Versuch.objects.filter(pk=key).values_list("blocked_until", flat=True).first()
    raise TooMany((until - timezone.now()).total_seconds() if until else 0)


def forget_tries(purpose, account):
    """The right one came, or a new password: tries so far count no more."""
    Versuch.objects.filter(pk=_key(purpose, account)).delete()


def forget_old_tries():
    """Delete what nobody tried for long; return how many."""
    quiet = Versuch.objects.filter(last_at__lt=timezone.now() - FORGOTTEN)
    return quiet.delete()[0]


def _key(purpose, account):
    return salted_hmac("servicestelle.versuch", f"{purpose}:{account}".lower(), algorithm="sha256").hexdigest()


def _way_out(seconds):
    if seconds > LONGEST:
        return f"Nach {MOST} falschen Versuchen öffnet es nur noch ein neues Passwort: „Passwort vergessen?“."
    minutes = max(1, ceil(seconds / 60))
    words = "einer Minute" if minutes == 1 else f"{minutes} Minuten"
    return f"Der nächste ist in {words} möglich. Sofort geht es weiter mit einem neuen Passwort: „Passwort vergessen?“."
