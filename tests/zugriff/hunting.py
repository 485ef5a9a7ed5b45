"""Takes one check at a time out of a copy of the portal and sees whether a test turns red."""

import inspect
import json
import os
import shutil
import subprocess
import sys
import threading
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlsplit, urlunsplit

import psycopg
from coverage import CoverageData

from tests.test_access import addresses

from .mutants import APPS

ROOT = Path(__file__).resolve().parents[2]
SCOPE = ["test_access.py", "zugriff", "base", "beratung", "jugendaemter", "pages", "projects", "publications"]
FIRST_ASKED, THEN_ASKED, SECONDS = 120, 400, 900  # tests that may notice, in one run; seconds for a run
FIRST = ("tests/zugriff", "tests/test_access.py")
READS_SOURCES = "tests/zugriff/test_rows.py"  # and runs no line of them
TEMPLATE = "test_zugriff"


@dataclass(frozen=True)
class Verdict:
    """What became of one mutant: `red` names the test that noticed, empty when none did."""

    mutant: str
    red: str
    asked: int


def views():
    """{(file, first line of the function): names of the addresses it answers}."""
    found = defaultdict(list)
    for name, view in addresses():
        function = inspect.unwrap(getattr(view, "view_class", view))
        code = getattr(function, "__code__", None)
        if code and code.co_filename.startswith(str(ROOT)):
            found[Path(code.co_filename).relative_to(ROOT).as_posix(), code.co_firstlineno].append(name)
    return found


class Hunt:
    """A place under `var` for copies, databases and what is known already; verdicts survive an interruption."""

    def __init__(self, place, say):
        self.place, self.say = Path(place), say
        self.place.mkdir(parents=True, exist_ok=True)
        self.known = self.place / "urteile.jsonl"

    def learn(self, key):
        """Which tests run which line: all tests once, on the whole portal. `key` says for which sources."""
        stamp, data = self.place / "key", self.place / "coverage"
        if not (data.exists() and stamp.exists() and stamp.read_text() == key):
            self.known.unlink(missing_ok=True)
            self._run_all(data)
            stamp.write_text(key)
        self.coverage = CoverageData(str(data))
        self.coverage.read()
        self.green = set(json.loads((self.place / "gruen.json").read_text()))

    def run_whole(self, words, **environ):
        """Run pytest on the whole portal; its code."""
        return run_pytest(ROOT, [*words, "--reuse-db"], TEMPLATE, timeout=3600, **environ)

    def notices(self, change, test):
        """True when `test` turns red in a copy in which `change` = (file, old, new bytes) was made."""
        name, old, new = change
        fresh = Copy(self.place, 0)
        path = fresh.folder / name
        source = path.read_bytes()
        if old not in source:
            raise LookupError(f"{name} enthält nicht mehr: {old.decode()}")
        path.write_bytes(source.replace(old, new))
        return fresh.run([test]) == 1

    def _run_all(self, data):
        data.unlink(missing_ok=True)
        report = self.place / "alle.xml"
        sources = [f"--cov={app.split('/')[0]}" for app in APPS]
        parts = os.environ.get("DRILL_ZUGRIFF_TESTS", "").split() or [f"tests/{part}" for part in SCOPE]
        words = [*parts, "-m", "not browser and not worker", "--create-db"]
        words += [*dict.fromkeys(sources), "--cov-context=test", "--cov-report=", f"--junit-xml={report}"]
        code = self.run_whole(words, COVERAGE_FILE=str(data))
        self.say(f"Alle Tests auf dem ganzen Portal: Rückgabe {code}")
        (self.place / "gruen.json").write_text(json.dumps(sorted(green_tests(report))))

    def tests_for(self, mutant):
        """All tests that run the lines of `mutant` or ask its address, the likeliest witnesses first."""
        found = set()
        by_line = self.coverage.contexts_by_lineno(str(ROOT / mutant.path))
        for line in mutant.lines:
            found |= {context.rpartition("|")[0] for context in by_line.get(line, []) if context}
        turns_away = mutant.kind == "buero"  # before a line of the view runs
        if mutant.addresses or not mutant.lines or turns_away:
            found |= {test for test in self.green if self._asks(test, mutant.addresses)}
        if mutant.kind == "zeilen":
            found |= {test for test in self.green if test.startswith(READS_SOURCES)}
        found &= self.green
        app = f"tests/{mutant.path.split('/')[0]}/"
        rank = lambda test: (not test.startswith(FIRST), not test.startswith(app), test)  # noqa: E731
        return sorted(found, key=rank)

    def _asks(self, test, names):
        if not test.startswith(FIRST):
            return False
        return not names or "[" not in test or any(f"[{name}-" in test or f"[{name}]" in test for name in names)

    def verdicts(self, mutants, slots):
        """Each mutant's Verdict; known ones are taken over, the rest is found by `slots` copies side by side."""
        known = {}
        if self.known.exists():
            known = {row["mutant"]: Verdict(**row) for row in map(json.loads, self.known.read_text().splitlines())}
        queue, found, lock = Queue(), [known[str(each)] for each in mutants if str(each) in known], threading.Lock()
        for each in mutants:
            if str(each) not in known:
                queue.put(each)

        def work(slot):
            copy = Copy(self.place, slot)
            while True:
                try:
                    mutant = queue.get_nowait()
                except Empty:
                    return
                verdict = copy.judge(mutant, self.tests_for(mutant))
                with lock:
                    found.append(verdict)
                    with self.known.open("a") as file:
                        file.write(json.dumps(asdict(verdict)) + "\n")
                    self.say(f"{len(found)}/{len(mutants)} {mutant}: {verdict.red or f'ÜBERLEBT ({verdict.asked})'}")

        threads = [threading.Thread(target=work, args=(slot,)) for slot in range(slots)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def falsely_red(self, verdicts):
        """Tests that turn red without any mutant when run by themselves: their word does not count."""
        witnesses = sorted({verdict.red for verdict in verdicts if verdict.red in self.green})
        return Copy(self.place, 0).red_ones(witnesses) if witnesses else set()


class Copy:
    """The portal's sources in a folder of their own, with a database of their own."""

    def __init__(self, place, slot):
        self.folder, self.database = place / f"kopie{slot}", f"zugriff{slot}"
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], **TEXT).stdout.splitlines():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, self.folder / name)

    def judge(self, mutant, tests):
        path, asked, red = self.folder / mutant.path, 0, ""
        whole = path.read_bytes()
        path.write_bytes(mutant.apply(whole))
        try:
            for part in in_turn(tests):
                asked += len(part)
                if red := self.first_red(part):
                    break
            return Verdict(str(mutant), red, asked)
        finally:
            path.write_bytes(whole)

    def first_red(self, tests):
        report = self.folder / "bericht.xml"
        if not self.run([*tests, "-x", f"--junit-xml={report}"]):
            return ""
        return (sorted(red_tests(report)) or ["der Start"])[0]

    def red_ones(self, tests):
        report = self.folder / "bericht.xml"
        code = self.run([*tests, f"--junit-xml={report}"])
        return red_tests(report) if code else set()

    def run(self, words):
        fresh_database(f"test_{self.database}")
        (self.folder / "bericht.xml").unlink(missing_ok=True)
        return run_pytest(self.folder, [*words, "--reuse-db"], f"test_{self.database}", timeout=SECONDS)


TEXT = {"cwd": ROOT, "capture_output": True, "text": True, "check": True}


def run_pytest(folder, words, database, *, timeout, **environ):
    """Return pytest's code; a run that takes too long counts as red: something hangs without the check."""
    url = urlsplit(os.environ["DATABASE_URL"])
    environ = {"DATABASE_URL": urlunsplit(url._replace(path=f"/{database.removeprefix('test_')}"))} | environ
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words]
    try:
        done = subprocess.run(command, cwd=folder, env=os.environ | environ, capture_output=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return 124
    return done.returncode


def fresh_database(name):
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')


def _cases(report):
    for case in ElementTree.parse(report).iter("testcase") if report.exists() else ():  # noqa: S314 - our own file
        module, name = case.get("classname"), case.get("name")
        path = module.replace(".", "/") + ".py"
        yield f"{path}::{name}", {child.tag for child in case} & {"failure", "error", "skipped"}


def green_tests(report):
    return {test for test, marks in _cases(report) if not marks}


def red_tests(report):
    return {test for test, marks in _cases(report) if marks & {"failure", "error"}}


def in_turn(tests):
    """A quick first part, half of it the likeliest, half from all others; then all that is left, in larger parts."""
    first = spread(tests, FIRST_ASKED)
    asked = set(first)
    left = [test for test in tests if test not in asked]
    parts = [first, *(left[place : place + THEN_ASKED] for place in range(0, len(left), THEN_ASKED))]
    return [part for part in parts if part]


def spread(rows, most):
    """At most `most` of `rows`: the first half of the room for the first ones, the rest from all the others."""
    if len(rows) <= most:
        return rows
    head, tail = rows[: most // 2], rows[most // 2 :]
    step = len(tail) / (most - len(head))
    return head + [tail[int(place * step)] for place in range(most - len(head))]
