"""Values nobody expects in every field and parameter as every kind of person; and stored markup, shown everywhere.

First the flood: every form and every list found by crawling, in processes with copies of the database, all undone.
Then the store: markup goes through every form that takes text and stays; every page, mail, feed and PDF that shows
it is opened in the browser, with the policy and without. Controls: planted faults, and a real page left unescaped.
"""

import contextlib
import datetime
import html
import io

import django
import pikepdf

from tests.drills._portal import Portal, amount, print_result, wait_until
from tests.walk.crawling import crawl, text_of
from tests.walk.executing import Judge
from tests.walk.flooding import PEOPLE, SIZE, flooders, planted_faults, share_out
from tests.walk.hidden import hidden_pages
from tests.walk.looking import chromium
from tests.walk.storing import CANARY, columns_with_markup, confirm_mails, store
from tests.walk.values import ALL
from tests.walk.visiting import Visitor

READY = "SELECT count(*) FROM base_auftrag WHERE status IN ('wartend', 'laufend')"
FAILED_JOBS = "SELECT kind, error FROM base_auftrag WHERE status = 'fehlgeschlagen'"
WRITERS = ("", "bearbeitung", "freigabe", "koordination1", "fachberatung", "redaktion", "betrieb")
READERS = ("", *(name for name in PEOPLE if name))
BROADLY = ("", "koordination1")  # all public pages, two records of each kind; of what others see anew one of each
PDFS = "SELECT '/standorte/' || slug || '/steckbrief.pdf' FROM projects_standort WHERE status = 'veroeffentlicht'"
ACTIVE = ("/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/AA", "/RichMedia", "/SubmitForm")


def main():
    django.setup()
    values = ALL[: amount("EINGABEN", len(ALL))]  # 0: only the stored markup, for a try
    with Portal("eingaben") as portal:
        wait_for_jobs(portal)
        hidden = list(hidden_pages(portal.ask, portal.env["SECRET_KEY"]))
        tried, faults, missed = flood_all(portal, values, hidden) if values else (0, [], [])
        stored = store_all(portal, hidden, few=2 if len(values) == len(ALL) else 1)
        with chromium() as browser:
            looked, alive, blind = look_everywhere(portal, hidden, browser)
    faults = [*faults, *alive, *([] if len(stored) > 20 else [("Speichern", f"nur {len(stored)} Spalten")])]
    for control in (*missed, *blind):
        print(f"  Die Kontrolle wurde nicht gefunden: {control}")
    return print_result(
        "eingaben", tried=tried + looked, failed=len(dict.fromkeys(faults)), worst=worst_of(faults),
        control=not missed and not blind, values=len(values), stored_columns=len(stored), pages_with_markup=looked,
    )  # fmt: skip


def say(text):
    print(f"  {datetime.datetime.now():%H:%M:%S} {text}", flush=True)


def told(faults):
    """The same, said at once."""
    faults = list(faults)
    for where, fault in faults:
        say(f"{where}: {fault}")
    return faults


def worst_of(faults):
    """The first fault in one word, `keine` when all is well."""
    return "_".join(str(faults[0][1]).split())[:60] if faults else "keine"


def wait_for_jobs(portal):
    if not wait_until(lambda: portal.ask(READY)[0][0] == 0, 300, pause=1):
        say("Nicht alle Aufträge sind fertig; die Probe geht weiter.")


# The flood ----------------------------------------------------------------------------------------------------


def flood_all(portal, values, hidden):
    """(how many values went into a field, faults, controls that were missed). The portal rests meanwhile."""
    tried, faults = 0, []
    for part in portal.parts.values():
        part.end()
    with flooders([own_copy(portal, number) for number in range(SIZE)]) as (find, send, ask):
        found = dict(find(PEOPLE, hidden))
        tasks = share_out(found, values)
        full = [task for task in tasks if task[3]]
        say(f"{len(full)} Formulare und Listen mit {sum(len(task[1].fields) for task in full)} Feldern, alle Werte")
        say(f"{len(tasks) - len(full)} noch einmal als andere Person oder ohne Feld, ein Teil der Werte")
        for number, (task, found_here) in enumerate(send(tasks), start=1):
            name, target, sent, alone = task
            tried += max(1, len(target.fields)) * len(sent) + alone
            faults += told((f"{name or 'anonym'}: {what}", fault) for what, fault in found_here)
            if number % 50 == 0 or number == len(tasks):
                say(f"{number} von {len(tasks)} geflutet, {len(faults)} Fehler")
        missed = ask(planted_faults)
    for part in portal.parts.values():
        portal.start(part)
    portal.wait_for_web()
    return tried, faults, missed


def own_copy(portal, number):
    """The environment of a process with a database of its own."""
    name = f"kopie_{number}"
    portal.ask(f'CREATE DATABASE "{name}" TEMPLATE portal OWNER portal')
    return portal.env | {
        "DATABASE_URL": portal.cluster.url("portal_app", name),
        "ALLOWED_HOSTS": "testserver,localhost",
    }


# The store ----------------------------------------------------------------------------------------------------


def store_all(portal, hidden, few):
    """Markup through every form; returns the columns that hold it."""
    anonymous = Visitor(portal.port)
    for name in WRITERS:
        visitor = Visitor(portal.port, name).login(portal.env["DEMO_PASSWORD"])
        taken, refused = store(visitor, few=few, hidden=hidden)
        confirm_mails(anonymous, portal)
        say(f"{visitor.title}: {len(taken)} Formulare nahmen Markup an; {len(refused)} lehnten ab {' '.join(refused)}")
    set_everything_anew(portal)
    columns = columns_with_markup(portal)
    say(f"{len(columns)} Spalten halten jetzt Markup: {', '.join(columns)}")
    return columns


def set_everything_anew(portal):
    """The brochures and sheets with what is stored now."""
    visitor = Visitor(portal.port, "koordination1").login(portal.env["DEMO_PASSWORD"])
    for (pk,) in portal.ask("SELECT id FROM publications_publikation"):
        visitor.get(f"/buero/publikationen/{pk}/")
        visitor.post(f"/buero/publikationen/{pk}/setzen/", {})
    wait_for_jobs(portal)


# The look -----------------------------------------------------------------------------------------------------


def look_everywhere(portal, hidden, browser):
    """(how many pages, mails and PDFs that hold markup were opened, what came alive, controls that were missed)."""
    looked, faults, seen, sample = 0, [], set(), None
    for name in READERS:
        visitor = Visitor(portal.port, name).login(portal.env["DEMO_PASSWORD"])
        with contextlib.closing(Judge(browser, f"http://localhost:{portal.port}", visitor.cookies)) as judge:
            for answer in crawl(visitor, few=2 if name in BROADLY else 1, public_too=not name, seeds=hidden):
                if CANARY.encode() not in answer.body or "html" not in answer.headers.get("content-type", ""):
                    continue
                if (text := text_of(answer)) not in seen:
                    seen.add(text)
                    looked, sample = looked + 1, sample or answer
                    faults += told((f"{answer.path} ({answer.person})", fault) for fault in judge.judge(answer.path))
        say(f"{visitor.title}: {looked} Seiten mit Markup angesehen, {len(faults)} Fehler")
    with contextlib.closing(Judge(browser, f"http://localhost:{portal.port}")) as judge:
        for title, look in (("Mail", mails), ("Feed", feed)):
            for where, text in look(portal):
                looked += 1
                faults += told((f"{title} {where}", fault) for fault in judge.judge_html(text))
        blind = controls(judge, sample)
    number, wrong = documents(portal)
    say(f"{number} PDF mit Markup gelesen")
    faults += told(("Auftrag", f"{kind} {error[:200]}") for kind, error in portal.ask(FAILED_JOBS))
    return looked + number, [*faults, *wrong], blind


def mails(portal):
    return portal.ask("SELECT subject, html FROM base_mail WHERE html LIKE %s", f"%{CANARY}%")


def feed(portal):
    """Each entry as a reader shows it: what is declared as HTML is read as HTML."""
    from lxml import etree

    answer = Visitor(portal.port).get("/aktuelles/feed/")
    for node in etree.fromstring(answer.body).iter("{*}summary", "{*}content", "{*}title"):
        if CANARY in (node.text or ""):
            yield node.tag.rpartition("}")[2], node.text if node.get("type") == "html" else html.escape(node.text)


def documents(portal):
    """(PDFs that show markup, active parts in any PDF); the public ones and those only the office may read."""
    visitor = Visitor(portal.port, "koordination1").login(portal.env["DEMO_PASSWORD"])
    paths = [path for (path,) in portal.ask(PDFS)]
    paths += [
        f"/buero/publikationen/{pk}/ausgaben/{number}.pdf"
        for pk, number in portal.ask("SELECT publikation_id, nummer FROM publications_ausgabe")
    ]
    number, faults = 0, []
    for path in paths:
        answer = visitor.get(path)
        if answer.status != 200:
            continue
        with pikepdf.open(io.BytesIO(answer.body)) as pdf:
            number += CANARY.encode() in answer.body or holds_markup(pdf)
            faults += told((path, fault) for fault in active_parts(pdf))
    return number, faults


def holds_markup(pdf):
    """Its title, bookmarks and alternative texts are written out; the text on the pages is drawn from glyphs."""
    return any(
        CANARY in str(value) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) for value in strings(each)
    )


def strings(each):
    return [value for _, value in each.items() if isinstance(value, pikepdf.String)]


def active_parts(pdf):
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary):
            yield from (f"aktiver Teil {key}" for key in ACTIVE if key in each)
            if "/URI" in each and str(each.URI).lower().startswith(("javascript:", "data:", "file:")):
                yield f"Verweis auf {str(each.URI)[:60]}"


def controls(judge, sample):
    """A real page that shows markup, sent without escaping: found by the policy's refusal and by the mark itself."""
    if sample is None:
        return ["keine Seite zeigte gespeichertes Markup"]
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": sample.headers["content-security-policy"],
    }
    judge.answer_instead("/kontrolle/", html.unescape(sample.body.decode()), headers)
    found = judge.judge("/kontrolle/")
    wanted = {"gesetzte Marke": "die Marke ist gesetzt", "Regel der Seite": "von der CSP verhindert"}
    return [name for name, words in wanted.items() if not any(words in fault for fault in found)]
