"""Proof that no script sends a public form, without anybody else's service; each proof counts for one form only.

Two ways. The browser works for a second while people type (ALTCHA, proof of work). Without JavaScript people copy four
digits that stand there as words: no arithmetic, no picture, one try for each question, a limit for all per hour.
Both are signed and kept nowhere until they are used; used ones stand in PostgreSQL, so no process and no lost cache
forgets them.
"""

import secrets
import time
from datetime import timedelta

import altcha
from django.core import signing
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from . import einstellungen
from .choices import FRAGEN_JE_STUNDE, NotNow
from .models import Spamnonce

ALGORITHM, COST = "PBKDF2/SHA-256", 2000  # iterations of one try
FEWEST, MOST = 150, 350  # tries until the browser finds the number; bounded, so that nobody waits for bad luck
VALID = timedelta(days=1)  # how long a page may lie open before its proof is made anew
SALT = "servicestelle.spamschutz"
WORDS = ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
DIGITS = 4  # 6561 answers, one try each


class TooManyQuestions(NotNow):
    """So many forms came by the question within an hour that it must be a script."""

    def __init__(self):
        super().__init__(
            "In der letzten Stunde kamen ungewöhnlich viele Formulare ohne JavaScript. Bitte senden Sie Ihres in einer "
            "Stunde noch einmal ab, schalten Sie JavaScript ein oder rufen Sie uns an. Ihre Angaben bleiben stehen."
        )


def new_challenge():
    """A task for the browser, as a dict for JSON. Signed; the number to find is drawn beforehand and not in it."""
    return altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=FEWEST + secrets.randbelow(MOST - FEWEST),
        expires_at=int(time.time() + VALID.total_seconds()),
        hmac_secret=_key("aufgabe"),
        hmac_key_secret=_key("loesung"),
    ).to_dict()


def nonce_of_solution(payload):
    """The nonce of a right and fresh solution (base64 of JSON, as ALTCHA has it), else None."""
    if not altcha.verify_solution(payload, _key("aufgabe"), hmac_key_secret=_key("loesung")).verified:
        return None
    return altcha.Payload.from_base64(payload).challenge.parameters.nonce


def new_question():
    """A signed question; `words_of` and `is_right` read it."""
    return signing.dumps(secrets.token_hex(16), salt=SALT)


def nonce_of_question(signed):
    """The nonce of a genuine question that is not too old, else None."""
    try:
        return signing.loads(signed, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None


def words_of(nonce):
    """What people copy as digits: „sieben, drei, neun, eins“. The page never holds the digits themselves."""
    return ", ".join(WORDS[int(digit) - 1] for digit in _digits_of(nonce))


def is_right(nonce, answer):
    """Whether `answer` holds the digits; spaces and commas between them do not matter."""
    typed = "".join(char for char in answer if char not in " ,.;-\u00a0")
    return constant_time_compare(typed, _digits_of(nonce))


def spend(nonce, *, number):
    """Let a solution count for the form `number` (a UUID); False when it counted for another one before."""
    return _keep(nonce, nummer=number).nummer == number


@transaction.atomic
def spend_question(nonce, *, number):
    """The same for an answered question. Raises TooManyQuestions above the office's limit per hour."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SALT])  # count and write as one
    used = Spamnonce.objects.filter(pk=nonce).first()
    if used is None:
        hour_ago = timezone.now() - timedelta(hours=1)
        come = Spamnonce.objects.filter(frage=True, nummer__isnull=False, created_at__gt=hour_ago).count()
        if come >= einstellungen.value_of(FRAGEN_JE_STUNDE):
            raise TooManyQuestions
        used = _keep(nonce, nummer=number, frage=True)
    return used.nummer == number


def burn(nonce):
    """A wrong answer: this question can never be answered again, unless it was answered rightly before."""
    _keep(nonce, nummer=None, frage=True)


def forget_expired():
    """Delete what is refused by its age alone; return how many."""
    return Spamnonce.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def _keep(nonce, **fields):
    # A minute more than the proof holds, should two clocks differ.
    expires_at = timezone.now() + VALID + timedelta(minutes=1)
    return Spamnonce.objects.get_or_create(nonce=nonce, defaults={"expires_at": expires_at} | fields)[0]


def _digits_of(nonce):
    drawn = int(salted_hmac(SALT, nonce, algorithm="sha256").hexdigest(), 16)
    return "".join(str(drawn // 9**place % 9 + 1) for place in range(DIGITS))


def _key(purpose):
    return salted_hmac(SALT, purpose, algorithm="sha256").digest()
