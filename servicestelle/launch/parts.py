"""One long-running part of the portal (web, worker, database …): start, watch, end, find again after a crash."""

import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import interrupts, processes
from .place import ROOT, Place
from .speech import say

LOG_LIMIT = 5_000_000  # bytes; a longer log is set aside at the next start


@dataclass
class Part:
    """What to run and how to end it; `key` names its log and its record."""

    key: str
    title: str
    command: list
    env: dict
    place: Place
    ending: int = signal.SIGTERM
    urging: int | None = None  # said before force, when patience is over
    patience: float = 10  # seconds from the wish to end to urging and force
    popen: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None
    asked: bool = False

    @property
    def log(self) -> Path:
        return self.place.logs / f"{self.key}.log"

    @property
    def record(self) -> Path:
        return self.place.records / f"{self.key}.json"

    @property
    def identity(self) -> processes.Identity | None:
        return processes.read_record(self.record)

    def start(self) -> None:
        """Start in a session of its own, so that Ctrl-C reaches the launcher alone and everything ends in order."""
        set_long_log_aside(self.log)
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [str(word) for word in self.command], env=self.env, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, **{"cwd": ROOT, **self.popen},
            )  # fmt: skip
        processes.write_record(self.record, processes.identify_child(self.process.pid))

    def is_running(self) -> bool:
        if self.process is not None:
            return self.process.poll() is None
        identity = self.identity
        return identity is not None and processes.is_alive(identity)

    def ask(self) -> None:
        """Say once that it shall end, without waiting; a second signal would cut its tidying short."""
        if not self.asked and (identity := self.identity):
            processes.ask_to_end(identity, self.ending)
        self.asked = True

    def end(self) -> None:
        """End the part and whatever it started; nothing of it is left afterwards."""
        self.ask()
        if identity := self.identity:
            processes.end_session(identity, self.patience, hurry=interrupts.is_urgent, urging=self.urging)
        if self.process is not None:
            self.process.wait()
        self.process, self.asked = None, False
        self.record.unlink(missing_ok=True)

    def clear_orphan(self) -> None:
        """End what an earlier, killed launcher left running."""
        if self.is_left_over():
            say(f"{self.title} läuft noch von einem früheren Start und wird beendet.")
        self.end()

    def is_left_over(self) -> bool:
        identity = self.identity
        return identity is not None and bool(processes.members(identity))


def set_long_log_aside(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))


def wait_until(ready, part: Part, seconds: float) -> bool:
    """True as soon as `ready()` holds, False when the part dies or the time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        interrupts.check()
        if ready():
            return True
        if not part.is_running():
            return False
        interrupts.pause(0.1)
    return False
