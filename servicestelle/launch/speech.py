"""What the launcher says: short German lines with the time, on the terminal and in a log."""

import os
import sys
import time


class Refusal(Exception):
    """The launcher cannot go on; the text says why and what to do next."""


def say(text: str) -> None:
    """Print one line; a terminal that has gone away is no error."""
    write_out(f"{time.strftime('%H:%M:%S')}  {text}\n")


def say_plain(text: str = "") -> None:
    write_out(f"{text}\n")


def write_out(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except (OSError, ValueError):
        # The reader closed the pipe or the terminal: keep stopping in order instead of dying half way.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def last_lines(path, count: int = 15) -> str:
    """The end of a log, for a refusal that shows what happened."""
    try:
        lines = path.read_text(errors="replace").splitlines()
    except OSError:
        return "(kein Protokoll)"
    return "\n".join(f"    {line}" for line in lines[-count:]) or "    (leer)"
