"""The last places of an exchange: fifty confirm at once, others write past the application, others cancel meanwhile.

Judged by the rows alone: no place sold twice, each freed place given once and to whoever waits longest, one mail each.
The control takes the counting trigger away: then the same crowd is sold more places than there are.
"""

import contextlib
import random
import re
from functools import partial
from urllib.parse import urlencode

import psycopg

from tests.drills._form import Page, request
from tests.drills._portal import Portal, amount, print_result, together

AT_ONCE, RAW, CANCELLED = 50, 10, 12
PLACES = 20  # of the round in which people cancel
DONE = "/austausch/anmeldung/abgeschickt/"
EXCHANGE = """INSERT INTO beratung_austauschangebot (status, veroeffentlicht_am, geaendert_am, titel, slug, text, fuer_wen, beginn,
    ende, anmeldeschluss, ort, videolink, plaetze, belegt, fiktiv, absage_grund) VALUES ('veroeffentlicht', now(), now(), %s, %s,
    'Text', 'Alle', now() + interval '9 days', now() + interval '10 days', now() + interval '8 days', 'Ort', '', %s, 0, true, '')
    RETURNING id"""
PERSON = """INSERT INTO beratung_anmeldung (angebot_id, status, name, email, zugang, created_at, confirmed_at)
    VALUES (%s, 'angemeldet', 'Roh', %s, gen_random_uuid(), now(), now())"""
STATES = "SELECT email, status FROM beratung_anmeldung WHERE angebot_id = %s ORDER BY wartet_seit, id"
MOVED = "SELECT m.to FROM base_mail m WHERE subject = 'Ein Platz ist frei geworden: ' || %s"


def main():
    rounds = amount("PLAETZE", 5)
    with Portal("plaetze", parts=("web",)) as portal:
        oversold = wrong = tried = 0
        for turn in range(rounds):
            crowd = Crowd(portal, f"Runde {turn}", places=1)
            tried += crowd.confirm(raw=RAW)
            oversold, wrong = oversold + crowd.oversold(), wrong + crowd.not_filled()
            crowd = Crowd(portal, f"Absagen {turn}", places=PLACES)
            tried += crowd.confirm()
            tried += crowd.cancel(seed=turn)
            oversold, wrong = oversold + crowd.oversold(), wrong + crowd.moved_wrongly() + crowd.not_filled()
        control = control_without_the_trigger(portal)
    figures = {"oversold": oversold, "moved_wrongly": wrong, "rounds": rounds}
    return print_result(
        "plaetze", tried=tried, failed=oversold + wrong, worst=f"{oversold}places", control=control, **figures
    )


class Crowd:
    """One exchange and fifty people without an account who have filled in its form and hold the link of their mail."""

    def __init__(self, portal, title, *, places):
        self.portal, self.title, self.places = portal, title, places
        self.slug = title.lower().replace(" ", "-")
        [[self.pk]] = portal.ask(EXCHANGE, title, self.slug, places)
        page = f"/austausch/{self.slug}/anmelden/"
        pages = [Page(portal.port, page) for _ in range(AT_ONCE)]
        pages[-1].wait()
        answers = [self._send(page, f"{self.slug}-{number}@demo.example") for number, page in enumerate(pages)]
        if not all(answer == DONE for answer in answers):
            raise RuntimeError(f"Nicht angenommen: {sorted(set(map(str, answers)))}")
        mails = portal.ask("SELECT m.to, text FROM base_mail m WHERE subject LIKE '%%: ' || %s", title)
        self.links = {to: re.search(r"/austausch/anmeldung/\S+", text)[0] for to, text in mails}
        self.cookie, self.token = pages[0].cookie, pages[0].hidden["csrfmiddlewaretoken"]

    def _send(self, page, email):
        fields = page.hidden | {"antwort": page.answer, "name": email, "email": email, "jugendamt": ""}
        response, _ = self._post(page.path, page.cookie, fields)
        return response.headers.get("Location", response.status)

    def _post(self, path, cookie, fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        return request(self.portal.port, "POST", path, urlencode(fields), headers, 60)

    def press(self, email, step):
        """Press the button behind the person's link; the status of the answer."""
        response, _ = self._post(f"{self.links[email]}{step}/", self.cookie, {"csrfmiddlewaretoken": self.token})
        return response.status

    def confirm(self, raw=0):
        """All confirm at one moment, and `raw` writers take a place past the application; return how many tried."""
        works = [partial(self.press, email, "bestaetigen") for email in self.links]
        works += [partial(self._write, number) for number in range(raw)]
        random.Random(self.pk).shuffle(works)
        self._must_answer(together(works))
        return len(works)

    def _write(self, number):
        with contextlib.suppress(psycopg.errors.CheckViolation):  # refused by the database, as it must be
            self.portal.ask(PERSON, self.pk, f"roh-{number}-{self.slug}@demo.example")
        return 302

    def cancel(self, *, seed):
        """Some with a place and some who wait cancel at one moment, each pressing twice; return how many tried."""
        before = self.portal.ask(STATES, self.pk)
        taken = [email for email, status in before if status == "angemeldet"]
        self.waited = [email for email, status in before if status == "warteliste"]
        chance = random.Random(seed)
        self.gone = chance.sample(taken, CANCELLED)
        works = [partial(self.press, email, "absagen") for email in self.gone] * 2
        self._must_answer(together(works))
        return len(works)

    def _must_answer(self, answers):
        bad = [answer for answer in answers if answer != 302]
        if bad:
            raise RuntimeError(f"{self.title}: {bad[:3]}")

    def count(self, status):
        return sum(state == status for _, state in self.portal.ask(STATES, self.pk))

    def oversold(self):
        """People with a place beyond the places there are, by the rows and by the counter."""
        [[counted]] = self.portal.ask("SELECT belegt FROM beratung_austauschangebot WHERE id = %s", self.pk)
        taken = self.count("angemeldet")
        return max(0, taken - self.places) + abs(taken - counted)

    def not_filled(self):
        """Places that stayed free though somebody waited."""
        return self.places - self.count("angemeldet") if self.count("warteliste") else 0

    def moved_wrongly(self):
        """Who should have moved up and did not or not first, and each mail too many or too few."""
        due = self.waited[:CANCELLED]
        states, told = dict(self.portal.ask(STATES, self.pk)), [to for (to,) in self.portal.ask(MOVED, self.title)]
        wrong = sum(states[email] != "angemeldet" for email in due)
        wrong += sum(states[email] != "warteliste" for email in self.waited[CANCELLED:])
        return wrong + sum(told.count(email) != 1 for email in due) + abs(len(told) - len(due))


def control_without_the_trigger(portal):
    """Nobody counts the places any more: everybody gets one."""
    portal.ask("ALTER TABLE beratung_anmeldung DISABLE TRIGGER USER")
    crowd = Crowd(portal, "Kontrolle", places=1)
    crowd.confirm(raw=RAW)
    return crowd.count("angemeldet") > crowd.places
