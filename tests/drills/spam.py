"""Scripts of eight kinds at the public forms, and honest people with and without JavaScript; the rows are the judge.

Nobody waits by a forged clock: pages are opened first and sent when their time has come. An expired task is one that a
process with the portal's own key issued for yesterday. The control is the same portal without the defence.
"""

import json
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import altcha

from servicestelle.launch.place import ROOT as HOUSE
from tests.drills._form import Page
from tests.drills._portal import Portal, amount, print_result

FORMS = ("/barriere-melden/", "/kontakt/")
REQUEST = "/fachberatung/anfrage/"
OFFICE = {"jugendamt": "05915000", "format": "video", "name": "Frau Beispiel"}
AT_ONCE, CAP = 8, 5
EXPIRED = """
import json, time
from datetime import timedelta
from servicestelle.base import spamschutz
spamschutz.VALID = timedelta(days=-1)
print(json.dumps([spamschutz.new_challenge() for _ in range(3)]))
"""


def main():
    bots, people = amount("SPAM", 1000), amount("SPAM_EHRLICH", 500)
    with Portal("spam", parts=("web",)) as portal:
        each = max(1, bots // len(KINDS))
        through = {kind.__name__: attack(portal, kind, each) for kind in KINDS}
        lost = honest(portal, people)
        over = abs(answer_all(portal) - CAP)
        unguard(portal)
        control = {kind.__name__: attack(portal, kind, 5) for kind in KINDS}
    passed = sum(through.values())
    print(f"  durchgekommen: {through}; ohne Schutz von je 5: {control}", flush=True)
    wrong = max(0, passed - 1) + lost + over
    return print_result(
        "spam", tried=each * len(KINDS) + people, failed=wrong, worst=f"{passed}through",
        control=sum(control.values()) > 1, bots=each * len(KINDS), honest=people, lost=lost, over_limit=over,
    )  # fmt: skip


# Scripts: each makes `number` posts, as (page, changed fields); what is right in them is right


def nothing_solved(portal, number):
    return [(page, {"antwort": ""}) for page in pages(portal, number)]


def replayed_solution(portal, number):
    payload = solved(pages(portal, 1)[0])
    first, *others = pages(portal, number + 1)
    first.wait().send("Ehrlich: einmal gelöst", antwort="", loesung=payload)
    return [(page, {"antwort": "", "loesung": payload}) for page in others]


def forged_task(portal, number):
    task = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="geraten", hmac_key_secret="auch")
    payload = altcha.Payload(task, altcha.solve_challenge(task)).to_base64()
    return [(page, {"antwort": "", "loesung": payload}) for page in pages(portal, number)]


def expired_task(portal, number):
    command = [sys.executable, "-c", f"import django; django.setup()\n{EXPIRED}"]
    env = portal.env | {"DJANGO_SETTINGS_MODULE": "servicestelle.settings"}
    done = subprocess.run(command, cwd=HOUSE, env=env, capture_output=True, text=True, check=True)
    payloads = [solve(task) for task in json.loads(done.stdout.splitlines()[-1])]
    return [(page, {"antwort": "", "loesung": payloads[place % 3]}) for place, page in enumerate(pages(portal, number))]


def wrong_field(portal, number):
    payload = solved(pages(portal, 1)[0])
    return [(page, {"antwort": "", "altcha": payload, "website": ""}) for page in pages(portal, number)]


def honeypot_filled(portal, number):
    return [(page, {"website": "https://spam.example"}) for page in pages(portal, number)]


def too_fast(portal, number):
    return [(partial(fresh_page, portal, place), {}) for place in range(number)]


def questions_hammered(portal, number):
    """A third guesses, a third tries one question again and again, a third brings one right answer many times."""
    dice = random.Random(7)
    all_pages = pages(portal, number)
    one = pages(portal, 1)[0]
    posts = []
    for place, page in enumerate(all_pages):
        guess = "".join(dice.choice("123456789") for _ in range(4))
        question = {} if place % 3 == 0 else {"aufgabe": one.hidden["aufgabe"]}
        posts.append((page, question | {"antwort": one.answer if place % 3 == 2 else guess}))
    one.wait().send("Ehrlich: einmal beantwortet")
    return posts


KINDS = (
    nothing_solved, replayed_solution, forged_task, expired_task, wrong_field, honeypot_filled, too_fast, questions_hammered,
)  # fmt: skip


def attack(portal, kind, number):
    """How many posts of this kind became a message."""
    text, posts = f"Spam {kind.__name__}", kind(portal, number)
    before = rows(portal, text)
    if not callable(posts[0][0]):
        posts[-1][0].wait()
    together(partial(send, text), posts)
    return rows(portal, text) - before


def send(text, post):
    page, changed = post
    return (page() if callable(page) else page).send(text, **changed)


# People


def honest(portal, number):
    """How many of `number` messages, half solved and half answered, did not become exactly one row."""
    opened = [Page(portal.port, path_of(place)) for place in range(number)]
    with ThreadPoolExecutor(4) as pool:
        proofs = list(pool.map(proof, enumerate(opened)))
    opened[-1].wait()
    together(
        lambda post: post[1].send(f"Ehrlich {post[0]}", **post[2]),
        list(zip(range(number), opened, proofs, strict=True)),
    )
    return sum(rows(portal, f"Ehrlich {place}") != 1 for place in range(number))


def path_of(place):
    return (*FORMS, REQUEST)[place // 2 % 3]


def proof(pair):
    place, page = pair
    fields = OFFICE | {"frage": f"Ehrlich {place}"} if page.path == REQUEST else {}
    return fields | ({"antwort": "", "loesung": solved(page)} if place % 2 else {})


def answer_all(portal):
    """A script that reads: how many of forty right answers at once get through once the hour's limit is nearly used."""
    question = "SELECT count(*) FROM base_spamnonce WHERE frage AND nummer IS NOT NULL"
    portal.ask(
        "UPDATE base_einstellung SET wert = %s WHERE key = 'base.fragen_je_stunde'", portal.ask(question)[0][0] + CAP
    )
    opened = pages(portal, 40)
    opened[-1].wait()
    together(partial(send, "Spam antwortet richtig"), [(page, {}) for page in opened])
    portal.ask("UPDATE base_einstellung SET wert = 10000 WHERE key = 'base.fragen_je_stunde'")
    return rows(portal, "Spam antwortet richtig")


# Tools


def pages(portal, number):
    return [fresh_page(portal, place) for place in range(number)]


def fresh_page(portal, place):
    return Page(portal.port, FORMS[place % 2])


def solved(page):
    return solve(page.task)


def solve(task):
    challenge = altcha.Challenge.from_dict(task)
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def together(work, things):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, things))


def rows(portal, text):
    messages = portal.ask("SELECT count(*) FROM base_zuschrift WHERE text = %s", text)[0][0]
    return messages + portal.ask("SELECT count(*) FROM beratung_anfrage WHERE frage = %s", text)[0][0]


def unguard(portal):
    """The same portal with the defence taken out of its forms."""
    web = portal.parts["web"]
    web.end()
    web.command = [
        "tests.drills._ungeschuetzt:application" if ":application" in str(word) else word for word in web.command
    ]
    portal.start(web)
    portal.wait_for_web()
