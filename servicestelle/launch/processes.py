"""Tells processes apart for certain (number + start time) and ends whole sessions; reads Linux's /proc."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from . import interrupts

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
URGED = 10  # seconds; PostgreSQL itself ends children that do not hear it after five


@dataclass(frozen=True)
class Identity:
    """A process number alone is reused sooner or later; with start time and boot it is not."""

    pid: int
    started: int  # clock ticks since boot
    boot: str


@dataclass(frozen=True)
class Stat:
    state: str
    session: int
    threads: int
    started: int

    @property
    def is_dead(self) -> bool:
        """A zombie whose threads still run has not let go of its port yet."""
        return self.state in "ZX" and self.threads <= 1


def read_stat(pid: int) -> Stat | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (OSError, ValueError):
        return None
    fields = text[text.rindex(")") + 2 :].split()  # the command's name may hold blanks and brackets
    return Stat(state=fields[0], session=int(fields[3]), threads=int(fields[17]), started=int(fields[19]))


def boot_id() -> str:
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return ""


def identify(pid: int) -> Identity | None:
    """Who runs under this number; None when nobody does (a zombie is nobody)."""
    stat = read_stat(pid)
    return None if stat is None or stat.is_dead else Identity(pid, stat.started, boot_id())


def identify_child(pid: int) -> Identity:
    """Who our own child is, even when it is dead already: until it is reaped its number stays taken."""
    return Identity(pid, read_stat(pid).started, boot_id())


def is_alive(identity: Identity) -> bool:
    return identify(identity.pid) == identity


def members(identity: Identity) -> list[int]:
    """Living processes of the session this process opened, also when it is dead itself."""
    leader = identify(identity.pid)
    if identity.boot != boot_id() or (leader and leader != identity):
        return []
    found = []
    for entry in os.listdir("/proc"):
        stat = read_stat(int(entry)) if entry.isdigit() else None
        if stat and stat.session == identity.pid and not stat.is_dead and stat.started >= identity.started:
            found.append(int(entry))
    return found


def send(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def ask_to_end(identity: Identity, number: int) -> None:
    if is_alive(identity):
        send([identity.pid], number)


def end_session(
    identity: Identity, patience: float, hurry: Callable[[], bool] = lambda: False, *, urging: int | None = None
) -> None:
    """Wait for a leader that was asked to end, urge it if there is a signal for that, then end its session by force."""
    wait_for_end(identity, patience, hurry)
    if urging:
        ask_to_end(identity, urging)
        wait_for_end(identity, URGED)
    while left := members(identity):
        send(left, signal.SIGKILL)
        time.sleep(0.02)


def wait_for_end(identity: Identity, patience: float, hurry: Callable[[], bool] = lambda: False) -> None:
    deadline = time.monotonic() + patience
    while is_alive(identity) and time.monotonic() < deadline and not hurry():
        interrupts.pause(0.05)


def write_record(path: Path, identity: Identity) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".neu")
    draft.write_text(json.dumps(asdict(identity)))
    draft.replace(path)


def read_record(path: Path) -> Identity | None:
    try:
        return Identity(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None
