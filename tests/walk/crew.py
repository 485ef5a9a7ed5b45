"""Several browsers look at once, each in a process of its own, so that an end ordered from outside finds them all."""

import contextlib
import multiprocessing
from dataclasses import dataclass

import psycopg

from .looking import Watcher, chromium
from .states import show
from .tally import Notes

SIZE = 2
PATIENCE = 600  # seconds; one look or one round of states takes a fraction of it


@dataclass(frozen=True)
class Ground:
    """Where the portal stands, for a process of its own."""

    address: str
    dsn: str
    cookies: dict  # of each person

    def ask(self, statement, *values):
        with psycopg.connect(self.dsn, autocommit=True) as line:
            found = line.execute(statement, values)
            return found.fetchall() if found.description else []


@contextlib.contextmanager
def crew(ground):
    """Yields `do(tasks)`: from tasks (key, work, …) the results (key, notes), as they come."""
    pool = multiprocessing.get_context("spawn").Pool(SIZE, _begin, (ground,))
    try:
        yield lambda tasks: _results(pool.imap_unordered(_do, tasks))
    finally:
        pool.terminate()
        pool.join()


def _results(coming):
    with contextlib.suppress(StopIteration):
        while True:
            yield coming.next(timeout=PATIENCE)


def _begin(ground):
    global _here
    _here = Here(ground)


class Here:
    """The browser of this process, with one window for each person."""

    def __init__(self, ground):
        self.ground, self.watchers, self.stack = ground, {}, contextlib.ExitStack()
        self.browser = self.stack.enter_context(chromium())

    def watcher(self, name, notes):
        if name not in self.watchers:
            cookies = self.ground.cookies[name]
            self.watchers[name] = Watcher(self.browser, self.ground.address, notes, name=name, cookies=cookies)
        self.watchers[name].tally = notes
        return self.watchers[name]


def _do(task):
    key, work, *details = task
    notes = Notes()
    work(notes, *details)
    return key, notes


def look(notes, name, path, looks, special):
    """One page as one person."""
    _here.watcher(name, notes).open(path, looks, special=special)


def bring_about(notes, title, name):
    """One round of states, in a window of its own."""
    watcher = Watcher(_here.browser, _here.ground.address, notes, name=name, cookies=_here.ground.cookies[name])
    with contextlib.closing(watcher):
        show(title, name, watcher, _here.ground)
