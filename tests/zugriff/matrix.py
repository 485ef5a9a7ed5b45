"""Asks every address with every method as every person, for every state of its object, and judges each answer."""

import re
from collections import Counter
from http.cookies import SimpleCookie

from django.db import connection, transaction
from django.test import Client

from tests.people import EVERYBODY, make_person

from .planting import forbidden_words, places, plant

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
REFUSED = {302, 403, 404, 405, 410}
WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"(\w+)\"")
# who is here, how often somebody tried, which form came: the portal keeps it whatever it answers
BOOKKEEPING = {"base_sitzung", "base_versuch", "base_einreichung", "base_user", "django_session"}
# what differs from answer to answer: tokens, numbers of forms, and the address itself
CHANGING = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'name="nummer" value="[^"]*"'),
    re.compile(rb'name="(?:seit|zeit|altcha)" value="[^"]*"'),
]


class Walker:
    """Clients of all people, and what they found: `tried`, `failures` (sentences), `undeclared` (routes)."""

    def __init__(self, people=EVERYBODY, methods=METHODS):
        self.rows = {side: plant(side) for side in "AB"}
        self.places, self.undeclared = places(self.rows)
        self.people, self.methods = people, methods
        self.clients, self.cookies, self.seen = {}, {}, {}
        self.tried, self.failures, self.kinds = 0, [], Counter()
        for name in people:
            client = Client(raise_request_exception=False)
            if name:
                client.force_login(make_person(name))
            self.clients[name], self.cookies[name] = client, client.cookies.output(header="", sep=";")

    def walk(self, wanted=lambda place: True):
        for place in filter(wanted, self.places):
            for person in self.people:
                for method in self.methods:
                    answer, written = self.ask(place.path, person, method)
                    self.judge(place, person, method, answer, written)
                    if person in place.strangers:
                        self.seen[place.name, place.side, person, method] = plain(answer, place)
        self.compare()
        return self

    def ask(self, path, person, method):
        """(answer, tables written to); everything it did is undone."""
        client, written = self.clients[person], set()
        client.cookies = SimpleCookie(self.cookies[person])

        def watch(execute, statement, params, many, context):
            if match := WRITES.match(statement):
                written.add(match[2])
            return execute(statement, params, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(watch):
                answer = getattr(client, method)(path)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        self.tried += 1
        answer.body = body
        return answer, written - BOOKKEEPING

    def judge(self, place, person, method, answer, written):
        where = f"{method.upper()} {place.name} ({place.side or 'ohne'}) als {person or 'anonym'}"
        if answer.status_code >= 500:
            self.fail("Serverfehler", f"{where}: {answer.status_code}")
        if method != "post" and written:
            self.fail("schreibt", f"{where} schreibt in {sorted(written)}")
        if method == "post" and written and answer.status_code in REFUSED - {302}:
            self.fail("schreibt", f"{where}: {answer.status_code} und schreibt in {sorted(written)}")
        heads = "\n".join(f"{name}: {value}" for name, value in answer.items()).encode()
        told = (heads + answer.body).lower()  # addresses are written small
        for word in forbidden_words(person, place):
            if word.lower().encode() in told:
                self.fail("verrät", f"{where}: {word}")

    def compare(self):
        """What belongs to others answers as what does not exist, byte for byte."""
        for (name, side, person, method), foreign in sorted(self.seen.items(), key=str):
            missing = self.seen[name, "fehlt", person, method]
            if side != "fehlt" and foreign != missing:
                where = f"{method.upper()} {name} als {person or 'anonym'}"
                self.fail("unterscheidet", f"{where}: {foreign[0]} statt {missing[0]}")

    def fail(self, kind, text):
        self.kinds[kind] += 1
        self.failures.append(f"{kind}: {text}")


def plain(answer, place):
    """Status and bytes without what differs from answer to answer."""
    body = answer.body
    for pattern in CHANGING:
        body = pattern.sub(b"", body)
    parts = place.path.strip("/").split("/")
    for end in range(len(parts), 2, -1):  # the page names its own address and the one it belongs to
        body = body.replace(f"/{'/'.join(parts[:end])}/".encode(), b"")
    return answer.status_code, body
