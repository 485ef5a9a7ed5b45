"""Runs one preparing command to its end: output into a log, stoppable, a failure shown with its last lines."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from . import interrupts, processes
from .place import ROOT, Place
from .speech import Refusal, last_lines, write_out

PATIENCE = 10  # seconds a command gets to end by itself


def run_step(
    place: Place,
    command: list,
    *,
    what: str,
    key: str,
    env: dict | None = None,
    cwd: Path = ROOT,
    may_be_killed: bool = True,
) -> None:
    """Run `command` silently; raises Refusal with the end of its log, Stopped when somebody ends us.

    It is recorded as `key` while it runs, so that the next start finds it should this launcher be killed.
    """
    log, record = place.logs / f"{key}.log", place.records / f"{key}.json"
    with log.open("w") as output:
        process = begin(
            command,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        if may_be_killed:
            processes.write_record(record, processes.identify_child(process.pid))
        code = wait_for_group(process, may_be_killed)
    record.unlink(missing_ok=True)
    if code:
        raise Refusal(
            f"{what}: Der Befehl ist gescheitert (Code {code}).\n{last_lines(log)}\n  Ganzes Protokoll: {log}"
        )


def wait_for_group(process: subprocess.Popen, may_be_killed: bool) -> int:
    def send(number: int) -> None:
        if may_be_killed:
            os.killpg(process.pid, number)

    return wait(process, ask=lambda: send(signal.SIGTERM), force=lambda: send(signal.SIGKILL))


def clear_steps(place: Place, *keys: str) -> None:
    """End steps that a killed launcher left running; two of a kind would spoil each other's work."""
    for key in keys:
        record = place.records / f"{key}.json"
        if identity := processes.read_record(record):
            processes.ask_to_end(identity, signal.SIGTERM)
            processes.end_session(identity, PATIENCE)
        record.unlink(missing_ok=True)


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
