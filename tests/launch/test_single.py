"""One launcher per place; the lock of a killed one is free at once."""

import subprocess
import sys

import pytest

from servicestelle.launch import single
from servicestelle.launch.place import ROOT
from servicestelle.launch.speech import Refusal

HOLD = """
import sys, pathlib, time
from servicestelle.launch import single
with single.hold(pathlib.Path(sys.argv[1]), busy="", about={"address": "http://localhost:1/"}):
    print("hält", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path / "lock"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "hält\n"
    yield process
    process.kill()
    process.wait()


def test_second_launcher_is_told_who_holds_the_place(holder, tmp_path):
    with pytest.raises(Refusal) as refused, single.hold(tmp_path / "lock", busy="läuft: {pid} {address}"):
        pass
    assert str(refused.value) == f"läuft: {holder.pid} http://localhost:1/"
    assert single.is_held(tmp_path / "lock")


def test_killed_launcher_holds_nothing(holder, tmp_path):
    holder.kill()
    holder.wait()
    assert not single.is_held(tmp_path / "lock")
    with single.hold(tmp_path / "lock", busy="läuft"):
        assert single.is_held(tmp_path / "lock")


def test_set_up_waits_for_its_turn(holder, tmp_path, capsys):
    import threading

    threading.Timer(0.3, holder.kill).start()
    with single.wait_for(tmp_path / "lock"):
        assert "Ein anderer Aufruf richtet gerade ein" in capsys.readouterr().out


def test_nobody_holds_a_place_that_is_not_there(tmp_path):
    assert not single.is_held(tmp_path / "lock")
    assert single.read_holder(tmp_path / "lock") == {}
