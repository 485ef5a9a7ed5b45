"""A part starts, is found again after its launcher died, and leaves nothing behind."""

import os
import signal

from servicestelle.launch import processes
from servicestelle.launch.parts import LOG_LIMIT
from tests.launch.test_processes import wait_for


def test_part_and_its_children_end_together(make_part):
    part = make_part("sleep 60 & echo bereit; wait")
    part.start()
    identity = part.identity
    assert wait_for(lambda: "bereit" in part.log.read_text() and len(processes.members(identity)) == 2)
    part.end()
    assert processes.members(identity) == []
    assert not part.record.exists()
    assert not part.is_running()


def test_next_launcher_finds_and_ends_what_a_killed_one_left(make_part, capsys):
    left = make_part("sleep 60")
    left.start()
    identity = left.identity
    found = make_part("sleep 60")  # as the next launcher sees it: a record, no process of its own
    assert found.is_running()
    found.clear_orphan()
    assert "von einem früheren Start" in capsys.readouterr().out
    assert left.process.wait() == -signal.SIGTERM
    assert processes.members(identity) == []


def test_record_of_a_dead_part_is_dropped_in_silence(make_part, capsys):
    part = make_part("exit 0")
    part.start()
    part.process.wait()
    make_part("exit 0").clear_orphan()
    assert capsys.readouterr().out == ""


def test_part_gets_one_signal_only(make_part):
    part = make_part("trap 'echo gebeten' TERM; echo bereit; while :; do sleep 0.1; done", patience=0.5)
    part.start()
    assert wait_for(lambda: "bereit" in part.log.read_text())
    part.ask()
    part.ask()
    part.end()
    assert part.log.read_text().count("gebeten") == 1


def test_who_ignores_the_wish_is_urged_before_force(make_part):
    line = "trap '' TERM; trap 'echo gedrängt; exit 7' USR1; echo bereit; while :; do sleep 0.1; done"
    part = make_part(line, patience=3, urging=signal.SIGUSR1)  # QUIT may come to us ignored, and stays so
    part.start()
    assert wait_for(lambda: "bereit" in part.log.read_text())
    process = part.process
    part.end()
    assert (process.returncode, part.log.read_text().split()[-1]) == (7, "gedrängt")


def test_long_log_is_set_aside(make_part):
    part = make_part("echo neu")
    with part.log.open("w") as log:
        os.truncate(log.fileno(), LOG_LIMIT + 1)
    part.start()
    part.process.wait()
    assert part.log.read_text() == "neu\n"
    assert part.log.with_suffix(".log.1").stat().st_size == LOG_LIMIT + 1
