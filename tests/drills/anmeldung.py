"""Guessing at the login: limited per account whatever address the guesses pretend, others untouched, answers alike.

The control forgets each try, as a limit in a cache does that was emptied: all guesses are judged and one is right.
"""

import html
import re
import time
from functools import partial
from statistics import median
from urllib.parse import urlencode

from tests.drills._form import FIELD, NAME, VALUE, request
from tests.drills._portal import Portal, amount, print_result, together

PATH, FORGOTTEN = "/konto/anmelden/", "/konto/passwort-vergessen/"
PASSWORD = "richtig-im-ernstfall"
VICTIM, OTHER, UNKNOWN = "koordination1@demo.example", "fachberatung@demo.example", "niemand.hier@demo.example"
AT_ONCE, FREE = 20, 5  # guesses at one moment; those that are judged before the first pause
ALIKE = 2.0  # medians of known and unknown may differ by this factor on a busy machine


def main():
    rounds = amount("ANMELDUNG", 10)
    with Portal("anmeldung", parts=("web",), environ={"DEMO_PASSWORD": PASSWORD}) as portal:
        door = Door(portal)
        judged, locked = guess(door, VICTIM, rounds, watch=OTHER)
        unlike = compare(door)
        slower = compare_times(door)
        locked += survives_redis(portal, door)
        control = judged_without_memory(portal, door) > FREE
    wrong = max(0, judged - FREE) + locked + unlike + (slower > ALIKE)
    figures = {"judged": judged, "others_locked": locked, "bytes_unlike": unlike}
    return print_result(
        "anmeldung", tried=rounds * AT_ONCE, failed=wrong, worst=f"{slower:.2f}x", control=control, **figures
    )


class Door:
    """The login as a program meets it: one form token, another forged address each time."""

    def __init__(self, portal):
        self.port, self.forged = portal.port, 0
        response, body = request(self.port, "GET", PATH)
        self.cookie = "; ".join(each.split(";")[0] for each in response.headers.get_all("Set-Cookie") or [])
        [self.token] = [
            html.unescape(VALUE.search(tag)[1]) for tag in FIELD.findall(body) if NAME.search(tag)[1].startswith("csrf")
        ]

    def post(self, path, **fields):
        """(status, where to, page without the form's token and what was typed)."""
        self.forged += 1
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie,
            "X-Forwarded-For": f"203.0.113.{self.forged % 250}, 198.51.100.{self.forged % 249}",
        }
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
        response, page = request(self.port, "POST", path, body, headers, 60)
        page = re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", page)
        for typed in fields.values():
            page = page.replace(f'value="{typed}"', "")
        return response.status, response.headers.get("Location", ""), page

    def enter(self, email, password="falsch-falsch-falsch"):  # noqa: S107 - a wrong one
        return self.post(PATH, login=email, password=password)


def was_judged(answer):
    return isinstance(answer, Exception) or "Zu viele Versuche" not in answer[2]


def guess(door, email, rounds, *, watch):
    """How many guesses at `email` were judged, and how often `watch` could not log in meanwhile."""
    judged = locked = 0
    for _ in range(rounds):
        answers = together([partial(door.enter, email)] * AT_ONCE + [partial(door.enter, watch, PASSWORD)])
        judged += sum(was_judged(answer) for answer in answers[:-1])
        locked += isinstance(answers[-1], Exception) or answers[-1][0] != 302
    judged += was_judged(door.enter(email, PASSWORD))  # the right one too waits now
    return judged, locked


def compare(door):
    """How many answers tell a known address from an unknown one, byte by byte, before, during and after the pause."""
    pairs = [[door.enter(email) for email in ("revision@demo.example", UNKNOWN)] for _ in range(FREE + 2)]
    for _ in range(FREE + 2):
        pairs.append([door.post(FORGOTTEN, email=email) for email in ("revision@demo.example", UNKNOWN)])
    return sum(first != second for first, second in pairs)


def compare_times(door):
    """How many times longer the slower of known and unknown takes, in medians, over login and reset."""
    worst = 1.0
    for act in (door.enter, lambda email: door.post(FORGOTTEN, email=email)):
        known, unknown = [], []
        for number in range(4):
            for login in ("redaktion", "zahlstelle", "betrieb", "bearbeitung", "freigabe", "nachbaramt"):
                known.append(seconds(act, f"{login}@demo.example"))
                unknown.append(seconds(act, f"{login}.{number}@nirgends.example"))
        worst = max(worst, median(known) / median(unknown), median(unknown) / median(known))
    return worst


def seconds(act, email):
    began = time.perf_counter()
    act(email)
    return time.perf_counter() - began


def survives_redis(portal, door):
    """0 when the pause still holds and others still enter with Redis gone and the web server new."""
    for _ in range(FREE):
        door.enter(VICTIM)
    portal.redis.part.end()
    portal.parts["web"].end()
    portal.start(portal.parts["web"])
    portal.wait_for_web()
    return was_judged(door.enter(VICTIM, PASSWORD)) + (door.enter(OTHER, PASSWORD)[0] != 302)


def judged_without_memory(portal, door):
    judged = 0
    for _ in range(FREE * 2):
        portal.ask("DELETE FROM base_versuch")
        judged += was_judged(door.enter(VICTIM))
    return judged
