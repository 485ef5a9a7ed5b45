"""The walk: every address as every person without a browser, then every kind of page in the browser."""

from .crawling import crawl, kind_of, names_of_addresses, shape_of
from .documents import foreign_faults, header_faults, html_faults, inline_faults, structure_faults
from .looking import ALL_LOOKS, Watcher
from .visiting import Visitor

PEOPLE = (
    "", "koordination1", "koordination2", "zahlstelle", "fachberatung", "redaktion", "revision", "betrieb",
    "bearbeitung", "freigabe", "nachbaramt",
)  # fmt: skip


def visit_all(port, password, tally, *, people=PEOPLE, few=3, every_public=True):
    """Crawl as each of `people`; return the Answers that are pages, and the visitors by name."""
    pages, visitors, visited = [], {}, tally.visited
    for name in people:
        visitor = visitors[name] = Visitor(port, name).login(password)
        for answer in crawl(visitor, few=few, public_too=every_public and not name):
            visited.add(kind_of(answer.path)[0])
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
    tally.looked["HTML"] += number
    tally.faults["HTML"] += faults


def worth_a_look(pages, *, every_public=True):
    """The pages for the browser: of each kind and person one of each shape; for nobody every address, when asked."""
    known = set()
    for answer in pages:
        mark = (kind_of(answer.path)[0], answer.status, shape_of(answer))
        fresh = mark not in known
        known.add(mark)
        if fresh or (every_public and answer.person == "anonym"):
            yield answer


def look_at(browser, address, pages, visitors, tally, *, looks=ALL_LOOKS, say=lambda text: None):
    """Open `pages` in the browser, each as its person."""
    pages = sorted(pages, key=lambda answer: answer.person)
    watcher = None
    for number, answer in enumerate(pages):
        if watcher is None or watcher.title != answer.person:
            if watcher:
                watcher.close()
            name = "" if answer.person == "anonym" else answer.person
            watcher = Watcher(browser, address, tally, name=name, cookies=visitors[name].cookies)
        watcher.open(answer.path, looks)
        if number % 25 == 24:
            say(f"{number + 1} von {len(pages)} Seiten im Browser gesehen")
    if watcher:
        watcher.close()


def unvisited(tally):
    """Names of addresses the crawl never met."""
    return sorted(set(names_of_addresses()) - tally.visited - {None})
