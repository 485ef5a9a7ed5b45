"""A real mail server that is away for a minute, says "not now", cuts lines: nothing lost, doubled or reordered.

The server's own list is the judge. A line cut between its yes and our ear is the one case no sender can know: such a
mail comes again with the same Message-ID, and receiving servers drop it; it is counted apart as `repeated`.
"""

import random
import threading
import time
from collections import defaultdict

from tests.drills._form import open_pages
from tests.drills._portal import Portal, amount, print_result, together, wait_until
from tests.smtp import Server

PATIENCE = 180  # seconds until all mails are out once the server is well
PEOPLE = 10
OPEN = "SELECT count(*) FROM base_auftrag WHERE kind = 'base.mail_senden' AND status IN ('wartend', 'laufend')"
DICE = random.Random(5)


def main():
    posts = amount("POST", 120) // 4
    with Server() as server:
        environ = {"SMTP_URL": f"smtp://127.0.0.1:{server.port}", "MAIL_FROM": "portal@demo.example"}
        with Portal("post", environ=environ) as portal:
            pages = open_pages(portal.port, 4 * posts)
            for number, trouble in enumerate((away, busy, rude, deaf)):
                with_trouble(portal, server, trouble, pages[number * posts : (number + 1) * posts])
            server.mood = lambda step: None
            began = time.monotonic()
            done = wait_until(lambda: portal.ask(OPEN) == [(0,)], PATIENCE, pause=0.5)
            waited = time.monotonic() - began
            lost, doubled, reordered, repeated = judge(portal, server.kept)
            control = control_without_the_order(portal, server)
    wrong = lost + doubled + reordered + (not done)
    return print_result(
        "post", tried=4 * posts, failed=wrong, worst=f"{waited:.1f}s", control=control,
        lost=lost, doubled=doubled, reordered=reordered, repeated=repeated,
    )  # fmt: skip


def with_trouble(portal, server, trouble, pages):
    """The server has its trouble while people write."""
    over = threading.Thread(target=trouble, args=(server,))
    over.start()
    time.sleep(0.5)
    send(portal, pages)
    over.join()


# Troubles


def away(server):
    server.stop()
    time.sleep(60)
    server.start()


def busy(server):
    server.mood = lambda step: 421 if step == "connect" else DICE.choice([None, 450, 451, 452])
    time.sleep(20)
    server.mood = lambda step: DICE.choice([None] * 4 + [450, 451, 452])
    time.sleep(15)


def rude(server):
    server.mood = lambda step: DICE.choice([None] * 5 + [Server.RESET])
    time.sleep(30)


def deaf(server):
    """Keeps the message and cuts the line before saying so."""
    server.mood = lambda step: Server.KEEP_AND_RESET if step == "done" and DICE.random() < 0.3 else None
    time.sleep(20)


def send(portal, pages):
    """Ten people write at once, again and again: so each has mails in an order."""
    if pages:
        pages[-1].wait()
    for start in range(0, len(pages), PEOPLE):
        row = pages[start : start + PEOPLE]
        works = [
            lambda page=page, place=place: page.send("Post", email=f"person{place}@demo.example")
            for place, page in enumerate(row)
        ]
        answers = together(works)
        if refused := [answer for answer in answers if isinstance(answer, Exception) or answer[0] != 302]:
            raise RuntimeError(f"nicht angenommen: {refused[:3]}")


# The judge


def judge(portal, kept):
    """Mails lost, sent as two messages, and out of order for their address; messages that came again as the same."""
    wanted = portal.ask('SELECT token::text, "to" FROM base_mail ORDER BY id')
    came = defaultdict(list)
    for delivery in kept:
        came[delivery.recipients[0]].append(str(delivery.message["message-id"])[1:].partition("@")[0])
    lost = doubled = reordered = repeated = 0
    for to in {to for _, to in wanted}:
        written = [token for token, each in wanted if each == to]
        first = list(dict.fromkeys(came[to]))
        lost += len(set(written) - set(first))
        doubled += len(set(first) - set(written))
        repeated += len(came[to]) - len(first)
        reordered += sum(one != other for one, other in zip(first, [t for t in written if t in first], strict=False))
    return lost, doubled, reordered, repeated


def control_without_the_order(portal, server):
    """Each mail by itself: the first one is told to wait longer, so the second comes before it and the judge must see it."""
    server.kept.clear()
    portal.ask("DELETE FROM base_auftrag WHERE kind = 'base.mail_senden'")
    portal.ask("DELETE FROM base_mail")
    server.mood = lambda step: 421 if step == "connect" else None
    pages = open_pages(portal.port, 2)
    for page in pages:
        page.wait().send("Ohne Reihenfolge", email="person@demo.example")
    first = portal.ask("SELECT min(id) FROM base_auftrag WHERE kind = 'base.mail_senden'")[0][0]
    portal.ask("UPDATE base_auftrag SET key = '', not_before = now() + interval '30 seconds' WHERE id = %s", first)
    server.mood = lambda step: None
    wait_until(lambda: portal.ask(OPEN) == [(0,)], PATIENCE, pause=0.5)
    return judge(portal, server.kept)[2] > 0
