"""Ctrl-C, SIGTERM and a closed terminal become one wish that every wait asks for, so nothing is torn down half way."""

import os
import select
import signal

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_wishes: list[int] = []
_wakeup: list[int] = []


class Stopped(BaseException):
    """Somebody asked us to end; raised only at safe points."""


def listen() -> None:
    """From now on signals are noted; a dying child wakes a waiting launcher at once."""
    reader, writer = os.pipe()
    for end in (reader, writer):
        os.set_blocking(end, False)
    _wakeup[:] = [reader, writer]
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in ENDING:
        signal.signal(number, lambda received, frame: _wishes.append(received))
    signal.signal(signal.SIGCHLD, lambda received, frame: None)


def stop_at_once() -> None:
    """For a program that waits in many places: the first signal raises Stopped, further ones leave the tidying alone."""

    def stop(received, frame):
        _wishes.append(received)
        if len(_wishes) == 1:
            raise Stopped

    for number in ENDING:
        signal.signal(number, stop)


def wished() -> int:
    """How often somebody asked us to end."""
    return len(_wishes)


def is_urgent() -> bool:
    """Ctrl-C for the second time. Other signals may arrive twice by themselves (make hands them on)."""
    return _wishes.count(signal.SIGINT) > 1


def last() -> int:
    """The signal that came last, 0 for none."""
    return _wishes[-1] if _wishes else 0


def check() -> None:
    if _wishes:
        raise Stopped


def pause(seconds: float) -> None:
    """Wait, but no longer than until the next signal."""
    if not _wakeup:
        select.select([], [], [], seconds)
    elif select.select([_wakeup[0]], [], [], seconds)[0]:
        os.read(_wakeup[0], 4096)
