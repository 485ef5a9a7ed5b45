"""Processes are told apart for certain, and sessions end completely."""

import os
import signal
import subprocess
import time

from servicestelle.launch import processes


def open_session(line):
    process = subprocess.Popen(["sh", "-c", line], start_new_session=True)
    return process, processes.identify_child(process.pid)


def wait_for(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_number_with_another_start_time_is_somebody_else():
    me = processes.identify(os.getpid())
    assert processes.is_alive(me)
    assert not processes.is_alive(processes.Identity(me.pid, me.started + 1, me.boot))


def test_number_from_before_a_reboot_is_nobody():
    me = processes.identify(os.getpid())
    assert processes.members(processes.Identity(me.pid, me.started, "another boot")) == []


def test_zombie_is_nobody():
    process, identity = open_session("exit 0")
    assert wait_for(lambda: not processes.is_alive(identity))
    process.wait()


def test_children_are_found_when_their_leader_is_dead():
    process, identity = open_session("sleep 60 & sleep 60 & wait")
    assert wait_for(lambda: len(processes.members(identity)) == 3)
    process.kill()
    process.wait()
    assert len(processes.members(identity)) == 2
    processes.end_session(identity, patience=0)
    assert processes.members(identity) == []


def test_who_does_not_listen_is_ended_by_force():
    process, identity = open_session("trap '' TERM; sleep 60 & while :; do sleep 1; done")
    assert wait_for(lambda: len(processes.members(identity)) >= 2)
    processes.ask_to_end(identity, signal.SIGTERM)
    processes.end_session(identity, patience=0.3)
    assert process.wait() == -signal.SIGKILL
    assert processes.members(identity) == []


def test_broken_record_is_no_record(tmp_path):
    record = tmp_path / "teil.json"
    assert processes.read_record(record) is None
    record.write_text('{"pid": 1')
    assert processes.read_record(record) is None
    processes.write_record(record, processes.Identity(1, 2, "x"))
    assert processes.read_record(record) == processes.Identity(1, 2, "x")
