"""The walk: every address as every person without a browser, then every kind of page in the browser."""

import contextlib

from .crawling import crawl, kind_of, shape_of
from .documents import foreign_faults, header_faults, html_faults, inline_faults, structure_faults
from .looking import IN_TURN, Watcher
from .visiting import Visitor

PEOPLE = (
    "", "koordination1", "koordination2", "zahlstelle", "fachberatung", "redaktion", "revision", "betrieb",
    "bearbeitung", "freigabe", "nachbaramt",
)  # fmt: skip


def visit_all(port, password, tally, *, people=PEOPLE, few=3, every_public=True, **how):
    """Crawl as each of `people`; return the Answers that are pages, and the visitors by name."""
    pages, visitors = [], {}
    for name in people:
        visitor = visitors[name] = Visitor(port, name).login(password)
        for answer in crawl(visitor, few=few, public_too=every_public and not name, **how):
            read(answer, tally)
            if answer.tree is not None:
                pages.append(answer)
    return pages, visitors


def read(answer, tally):
    """Check one answer without a browser."""
    place = f"{answer.path} ({answer.person})"
    tally.note("Antworten", place, [str(answer.status)] if answer.status >= 500 else [])
    tally.note("Kopfzeilen", place, header_faults(answer))
    if answer.tree is None:
        return
    tally.note("Aufbau", place, structure_faults(answer))
    tally.note("Fremde Adressen", place, foreign_faults(answer))
    tally.note("Inline", place, inline_faults(answer))


def check_html(pages, tally):
    number, faults = html_faults(pages)
    tally.note("HTML", "", [], looked=number)
    for place, fault in faults:
        tally.note("HTML", place, [fault], looked=0)


def worth_a_look(pages):
    """One page of each shape for the browser, each with whether it is the first of its kind."""
    shapes, kinds = set(), set()
    for answer in pages:
        kind = (kind_of(answer.path)[0], answer.status)
        shape = (*kind, shape_of(answer))
        if shape not in shapes:
            yield answer, kind not in kinds
        shapes.add(shape)
        kinds.add(kind)


def look_at(browser, address, pages, visitors, tally):
    """Open `pages` in one browser, each as its person; narrow, wide, light and dark take turns."""
    looks = {answer.path: IN_TURN[number % len(IN_TURN)] for number, answer in enumerate(pages)}
    for person in dict.fromkeys(answer.person for answer in pages):
        name = "" if person == "anonym" else person
        watcher = Watcher(browser, address, tally, name=name, cookies=visitors[name].cookies)
        with contextlib.closing(watcher):
            for answer in pages:
                if answer.person == person:
                    watcher.open(answer.path, looks[answer.path])
