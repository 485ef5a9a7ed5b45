"""Runs one preparing command to its end: output into a log, stoppable, a failure shown with its last lines."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from . import interrupts
from .place import ROOT
from .speech import Refusal, last_lines, write_out

PATIENCE = 10  # seconds a command gets to end by itself


def run_step(command: list, *, what: str, log: Path, env: dict | None = None, cwd: Path = ROOT, **popen) -> None:
    """Run `command` silently; raises Refusal with the end of its log, Stopped when somebody ends us."""
    with log.open("w") as output:
        process = begin(
            command,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **popen,
        )
        code = wait(
            process,
            ask=lambda: os.killpg(process.pid, signal.SIGTERM),
            force=lambda: os.killpg(process.pid, signal.SIGKILL),
        )
    if code:
        raise Refusal(
            f"{what}: Der Befehl ist gescheitert (Code {code}).\n{last_lines(log)}\n  Ganzes Protokoll: {log}"
        )


def show_step(command: list, *, env: dict | None = None, cwd: Path = ROOT, **popen) -> int:
    """Run `command` before the reader's eyes and return its exit code."""
    process = begin(command, env=env, cwd=cwd, **popen)

    def ask() -> None:
        # Ctrl-C reaches the command through the terminal; a second one would cut its own tidying short.
        if interrupts.last() != signal.SIGINT:
            process.terminate()

    return wait(process, ask=ask, force=process.kill)


def show_output(command: list, *, env: dict | None = None) -> tuple[int, str]:
    """Like `show_step`, and return what was printed as well."""
    lines: list[str] = []
    process = begin(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, errors="replace")

    def pass_on() -> None:
        for line in process.stdout:
            lines.append(line)
            write_out(line)

    reader = threading.Thread(target=pass_on, daemon=True)
    reader.start()
    code = wait(process, ask=process.terminate, force=process.kill)
    reader.join(5)
    return code, "".join(lines)


def begin(command: list, **popen) -> subprocess.Popen:
    interrupts.check()
    return subprocess.Popen([str(word) for word in command], **popen)


def wait(process: subprocess.Popen, *, ask, force) -> int:
    """Wait for the end; when we are asked to stop, ask the command once and force it after PATIENCE."""
    deadline = None
    while process.poll() is None:
        interrupts.pause(0.2)
        if deadline is None and interrupts.wished():
            deadline = time.monotonic() + PATIENCE
            unless_gone(ask)
        elif deadline is not None and time.monotonic() > deadline:
            unless_gone(force)
    interrupts.check()
    return process.returncode


def unless_gone(action) -> None:
    with contextlib.suppress(ProcessLookupError):
        action()
