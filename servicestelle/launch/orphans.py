"""Ends what a command leaves running, whatever session it set that free into: nothing outlives tests and drills."""

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from . import interrupts, processes

PR_SET_CHILD_SUBREAPER = 36


@contextlib.contextmanager
def none_left(patience: float = 10) -> Iterator[None]:
    """What the block started, or what that started, ends with the block: asked first, after `patience` seconds by force."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)  # who loses its parent becomes our child
    before = children()
    try:
        yield
    finally:
        end_children(before, patience)


def end_children(before: set[int], patience: float) -> None:
    deadline, asked = time.monotonic() + patience, set()
    while left := living(children() - before):
        if time.monotonic() < deadline and not interrupts.is_urgent():
            processes.send(list(left - asked), signal.SIGINT)  # PostgreSQL ends quickly and cleanly
            asked |= left
        else:
            processes.send(list(left), signal.SIGKILL)
        time.sleep(0.05)


def children() -> set[int]:
    lists = (path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    return {int(number) for number in " ".join(lists).split()}


def living(pids: set[int]) -> set[int]:
    """Those that still run; the dead are reaped, so that no number of theirs is taken for somebody else."""
    return {pid for pid in pids if not is_reaped(pid)}


def is_reaped(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True
