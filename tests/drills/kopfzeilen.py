"""The walk through the whole site: every address as every person, every kind of page and state in the browser."""

import datetime
import json
from pathlib import Path

import django

from tests.drills._portal import Portal, amount, print_result, wait_until
from tests.walk.control import overlooked
from tests.walk.crew import Ground, bring_about, crew, look
from tests.walk.hidden import hidden_pages, unseen
from tests.walk.journal import Journal, key_of_page, key_of_sources
from tests.walk.looking import ALL_LOOKS, chromium
from tests.walk.states import ALONE, STATES
from tests.walk.tally import CHECKS, Tally
from tests.walk.walking import PEOPLE, check_html, visit_all, worth_a_look

STAND = Path(__file__).resolve().parents[2] / "servicestelle" / "pages" / "pruefstand.json"
READY = "SELECT count(*) FROM base_auftrag WHERE status IN ('wartend', 'laufend')"
SAMPLED = (
    "Im Browser angesehen wurde jede Bauform jeder Seite einmal, nicht jede Seite mit jedem Inhalt. Von Büro und "
    "Verwaltung wurden Beispiele geöffnet, nicht jeder Eintrag."
)


def main():
    django.setup()
    few, tally = amount("KOPFZEILEN", 1), Tally(say)  # 0: a quick try that writes no declaration
    with Portal("kopfzeilen") as portal:
        wait_for_documents(portal)
        seeds = list(hidden_pages(portal.ask, portal.env["SECRET_KEY"]))
        pages, visitors = visit_all(
            portal.port, portal.env["DEMO_PASSWORD"], tally, people=PEOPLE, few=max(few, 1), seeds=seeds
        )
        say(f"{len(pages)} Seiten geholt, {sum(1 for _ in worth_a_look(pages))} Bauformen")
        check_html(pages, tally)
        say("HTML geprüft")
        journal = Journal(portal.place.var.with_name("kopfzeilen.jsonl"))
        ground = Ground(
            f"http://localhost:{portal.port}",
            portal.cluster.url("postgres"),
            {name: visitor.cookies for name, visitor in visitors.items()},
        )
        with crew(ground) as do:
            for tasks in plan(pages):
                carry_out(do, tasks, tally, journal)
        journal.end()
        with chromium() as browser:
            missed = overlooked(browser, ground.address, visitors[""].get("/impressum/"))
    return report(tally, missed, unseen(pages), write=few > 0, pages=len(pages))


def plan(pages):
    """What is to be done: states and pages side by side, at last the state that breaks everything else."""
    key = key_of_sources()
    states = [
        (f"{key} {title} {name}", bring_about, title, name) for title, people in STATES.items() for name in people
    ]
    looks = [
        (key_of_page(answer, first), look, name_of(answer.person), answer.path, ALL_LOOKS, first)
        for answer, first in worth_a_look(pages)
    ]
    yield [state for state in states if state[2] not in ALONE] + looks
    yield [state for state in states if state[2] in ALONE]


def name_of(title):
    return "" if title == "anonym" else title


def carry_out(do, tasks, tally, journal):
    """Take over what an interrupted walk has seen, look at the rest."""
    known = [task[0] for task in tasks if task[0] in journal.seen]
    for key in known:
        tally.take(journal.seen[key])
    left = [task for task in tasks if task[0] not in journal.seen]
    if known:
        say(f"{len(known)} von {len(tasks)} sind vom abgebrochenen Gang bekannt")
    for number, (key, notes) in enumerate(do(left), start=1):
        journal.keep(key, notes)
        tally.take(notes)
        if number % 25 == 0 or number == len(left):
            say(f"{number} von {len(left)} im Browser gesehen")


def report(tally, missed, never, *, write, pages):
    print(tally.table(), *tally.details(), sep="\n", flush=True)
    if never:
        print(f"Nie gesehen: {', '.join(never)}")
    if missed:
        print(f"Die Kontrolle wurde nicht gefunden von: {', '.join(sorted(missed))}")
    if write:
        write_stand(tally)
    return print_result(
        "kopfzeilen",
        tried=tally.tried,
        failed=tally.failed + len(never),
        worst=tally.worst(),
        control=not missed,
        pages=pages,
    )


def wait_for_documents(portal):
    """The worker sets Steckbriefe and the first edition; their pages belong to the walk."""
    if not wait_until(lambda: portal.ask(READY)[0][0] == 0, 300, pause=1):
        say("Nicht alle PDF sind fertig; der Gang beginnt ohne sie.")


def write_stand(tally):
    """What the declaration of accessibility says: figures and what is still wrong, in words."""
    rows = [
        {"pruefung": CHECKS[check], "geprueft": looked, "beanstandet": found} for check, looked, found in tally.rows()
    ]
    gaps = [f"{CHECKS[check]}: {found} Beanstandungen stehen noch aus." for check, _, found in tally.rows() if found]
    stand = {"am": datetime.date.today().isoformat(), "zeilen": rows, "luecken": [*gaps, SAMPLED]}
    STAND.write_text(json.dumps(stand, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def say(text):
    print(f"  {datetime.datetime.now():%H:%M:%S} {text}", flush=True)
