"""The walk through the whole site: every address as every person, every kind of page and state in the browser."""

import datetime
import json
from pathlib import Path

import django

from tests.drills._portal import Portal, amount, print_result, wait_until
from tests.walk.control import overlooked
from tests.walk.looking import chromium
from tests.walk.states import show_states
from tests.walk.tally import CHECKS, Tally
from tests.walk.walking import PEOPLE, check_html, look_at, unvisited, visit_all, worth_a_look

STAND = Path(__file__).resolve().parents[2] / "servicestelle" / "pages" / "pruefstand.json"
READY = "SELECT count(*) FROM base_auftrag WHERE status IN ('wartend', 'laufend')"
SAMPLED = (
    "Geprüft wird mit Werkzeugen: jede öffentliche Seite, und von Büro und Verwaltung jede Art von Seite an "
    "Beispielen. Nicht jeder Eintrag wurde einzeln geöffnet."
)


def main():
    django.setup()
    few, tally = amount("KOPFZEILEN", 1), Tally()  # 0: a quick try that writes no declaration
    with Portal("kopfzeilen") as portal, chromium() as browser:
        address = f"http://localhost:{portal.port}"
        wait_for_documents(portal)
        pages, visitors = visit_all(portal.port, portal.env["DEMO_PASSWORD"], tally, people=PEOPLE, few=max(few, 1))
        say(f"{len(pages)} Seiten geholt")
        check_html(pages, tally)
        say("HTML geprüft")
        show_states(portal, browser, address, visitors, tally)
        say("Zustände gesehen")
        looks = list(worth_a_look(pages, every_public=few > 0))
        look_at(browser, address, looks, visitors, tally, say=say)
        missed = overlooked(browser, address, visitors[""].get("/impressum/"))
    print(tally.table(), *tally.details(), sep="\n", flush=True)
    print(f"Nie besucht: {', '.join(unvisited(tally))}")
    if missed:
        print(f"Die Kontrolle wurde nicht gefunden von: {', '.join(sorted(missed))}")
    if few:
        write_stand(tally)
    return print_result(
        "kopfzeilen", tried=tally.tried, failed=tally.failed, worst=tally.worst(), control=not missed, pages=len(pages)
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
