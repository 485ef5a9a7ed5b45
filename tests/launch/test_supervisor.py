"""Dying parts come back; a part that cannot live ends the run with its reason."""

import os
import signal

import pytest

from servicestelle.launch import supervisor
from servicestelle.launch.speech import Refusal
from servicestelle.launch.supervisor import Supervisor
from tests.launch.test_processes import wait_for


def test_killed_part_comes_back(make_part, capsys):
    watch, part = Supervisor(), make_part("sleep 60")
    watch.take(part)
    first = part.process.pid
    os.kill(first, signal.SIGKILL)
    part.process.wait()
    watch.revive(part)
    assert part.is_running()
    assert part.process.pid != first
    assert "Teil teil ist ausgefallen (Signal SIGKILL) und wird neu gestartet." in capsys.readouterr().out


def test_part_that_keeps_dying_ends_the_run_and_shows_its_last_words(make_part, monkeypatch):
    monkeypatch.setattr(supervisor, "TOO_OFTEN", 2)
    watch = Supervisor()
    watch.take(make_part("echo Der Grund; exit 3"))
    with pytest.raises(Refusal, match=r"(?s)fällt immer wieder aus \(2-mal in einer Minute\).*Der Grund"):
        watch.watch()


def test_deaths_of_long_ago_do_not_count(make_part):
    watch, part = Supervisor(), make_part("sleep 60")
    watch.deaths[part.key] = [-1000.0] * 5
    assert watch.note_death(part) == 1


def test_database_ends_last(make_part, place):
    watch = Supervisor()
    for key in ("postgres", "web", "worker"):
        ending = f"trap 'echo {key} >> {place.var}/ende; exit' TERM"
        watch.take(make_part(f"{ending}; echo bereit; while :; do sleep 0.05; done", key))
    assert wait_for(lambda: all("bereit" in part.log.read_text() for part in watch.parts))
    watch.end_all()
    ended = (place.var / "ende").read_text().split()
    assert sorted(ended) == ["postgres", "web", "worker"]
    assert ended[-1] == "postgres"


@pytest.mark.parametrize(("code", "words"), [(None, "unbekannt"), (-9, "Signal SIGKILL"), (3, "Code 3")])
def test_reason_in_words(code, words):
    assert supervisor.reason(code) == words
