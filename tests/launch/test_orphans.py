"""Nothing outlives tests and drills: neither what they started nor what that set free, however they are ended."""

import os
import signal
import subprocess
import sys

import pytest

from servicestelle.launch import processes
from servicestelle.launch.place import ROOT
from tests.launch.test_processes import wait_for

# Two deaf processes, each in a session of its own, one the child of the other.
DRILL = """
import subprocess, sys, time
def main():
    deaf = "trap '' INT TERM HUP; echo $$ >> {0}; ".format(sys.argv[2])
    subprocess.Popen(["sh", "-c", deaf + 'setsid sh -c "$1" & sleep 60', "sh", deaf + "sleep 60"], start_new_session=True)
    time.sleep(60)
"""
LAUNCHER = """
import contextlib, sys
from servicestelle.launch import interrupts, measuring, orphans
from servicestelle.launch.steps import show_output
interrupts.listen()
try:
    with orphans.none_left(patience=0.5) if sys.argv[1] == "guarded" else contextlib.nullcontext():
        show_output([sys.executable, "-c", measuring.CALL, "lingering", sys.argv[2]])
except interrupts.Stopped:
    sys.exit(77)
"""


def start(tmp_path, guard):
    (tmp_path / "lingering.py").write_text(DRILL)
    (file := tmp_path / "pids").touch()
    env = os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}"}
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, guard, file], cwd=tmp_path, env=env)
    assert wait_for(lambda: file.read_text().count("\n") == 2, 20)
    return launcher, [processes.identify(int(pid)) for pid in file.read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_ends_the_launcher_ends_all(tmp_path, number):
    launcher, deaf = start(tmp_path, "guarded")
    launcher.send_signal(number)
    assert launcher.wait(30) == 77
    assert [processes.members(each) for each in deaf] == [[], []]


def test_control_without_the_guard_both_go_on(tmp_path):
    launcher, deaf = start(tmp_path, "unguarded")
    launcher.send_signal(signal.SIGTERM)
    assert launcher.wait(30) == 77
    assert all(processes.members(each) for each in deaf)
    for each in deaf:
        processes.end_session(each, patience=0)
