"""A preparing step shows why it failed and ends when the launcher is asked to."""

import signal
import subprocess
import sys

import pytest

from servicestelle.launch import processes
from servicestelle.launch.place import ROOT
from servicestelle.launch.speech import Refusal
from servicestelle.launch.steps import clear_steps, run_step, show_output
from tests.launch.test_processes import wait_for

LONG_STEP = """
import sys, pathlib
from servicestelle.launch import interrupts
from servicestelle.launch.place import Place
from servicestelle.launch.steps import run_step
interrupts.listen()
var = pathlib.Path(sys.argv[1])
try:
    run_step(Place(var, var), ["sh", "-c", "echo bereit; sleep 60"], what="Lang", key="lang")
except interrupts.Stopped:
    sys.exit(77)
"""


def start_long_step(place):
    process = subprocess.Popen([sys.executable, "-c", LONG_STEP, place.var], cwd=ROOT)
    record = place.records / "lang.json"
    assert wait_for(lambda: processes.read_record(record) is not None)
    return process, processes.read_record(record)


def test_failed_step_names_itself_and_shows_its_end(place):
    with pytest.raises(Refusal, match=r"(?s)Probe: Der Befehl ist gescheitert \(Code 3\).*Der Grund.*probe.log"):
        run_step(place, ["sh", "-c", "echo Der Grund; exit 3"], what="Probe", key="probe")
    assert not (place.records / "probe.json").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_wish_to_end_reaches_the_step(place, number):
    process, step = start_long_step(place)
    process.send_signal(number)
    assert process.wait(10) == 77
    assert processes.members(step) == []


def test_step_of_a_killed_launcher_is_ended_by_the_next(place):
    process, step = start_long_step(place)
    process.kill()
    process.wait()
    assert processes.members(step)
    clear_steps(place, "lang", "nie-begonnen")
    assert processes.members(step) == []


def test_output_is_shown_and_returned(capfd):
    code, output = show_output(["sh", "-c", "echo eins; exit 4"])
    assert (code, output) == (4, "eins\n")
    assert capfd.readouterr().out == "eins\n"
