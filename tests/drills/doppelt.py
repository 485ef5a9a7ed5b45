"""The same form posted fifty times at once, and again a day and a restart later: one row, the same receipt."""

from functools import partial

from tests.drills._form import Page, accepted
from tests.drills._portal import Portal, amount, print_result, together

AT_ONCE = 50
FORMS = ("/barriere-melden/", "/kontakt/")


def main():
    rounds = amount("DOPPELT", 5)
    with Portal("doppelt", parts=("web",)) as portal:
        sent = [(path, f"Lauf {turn} auf {path}") for turn in range(rounds) for path in FORMS]
        pages = [Page(portal.port, path) for path, _ in sent]
        pages[-1].wait()
        wrong = sum(count_wrong(portal, page, text) for page, (_, text) in zip(pages, sent, strict=True))
        a_day_passes(portal)
        for page, (_, text) in zip(pages, sent, strict=True):
            wrong += not accepted(page.send(text)) or rows(portal, text) != 1
        control = control_without_the_number(portal)
    tried = len(sent) * (AT_ONCE + 1)
    return print_result("doppelt", tried=tried, failed=wrong, worst=f"{1 + bool(wrong)}row", control=control)


def count_wrong(portal, page, text):
    """How many of fifty answers were no receipt, plus rows too many or too few."""
    answers = together([partial(page.send, text)] * AT_ONCE)
    receipts = {answer[:2] for answer in answers if accepted(answer)}
    return sum(not accepted(answer) for answer in answers) + abs(rows(portal, text) - 1) + (len(receipts) != 1)


def a_day_passes(portal):
    """The rows are a day old, and no process remembers the first post."""
    portal.ask("UPDATE base_einreichung SET created_at = created_at - interval '1 day'")
    portal.ask("UPDATE base_zuschrift SET created_at = created_at - interval '1 day'")
    portal.parts["web"].end()
    portal.start(portal.parts["web"])
    portal.wait_for_web()


def control_without_the_number(portal):
    """Each post from a page of its own, as if the form had no number: many rows."""
    pages = [Page(portal.port) for _ in range(5)]
    pages[-1].wait()
    together([partial(page.send, "Ohne gemeinsame Nummer") for page in pages])
    return rows(portal, "Ohne gemeinsame Nummer") > 1


def rows(portal, text):
    return portal.ask("SELECT count(*) FROM base_zuschrift WHERE text = %s", text)[0][0]
