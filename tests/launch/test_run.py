"""The port is checked before anything starts, with a way out."""

import socket
import threading

import pytest

from servicestelle.launch import run
from servicestelle.launch.speech import Refusal


@pytest.mark.parametrize("text", ["abc", "0", "70000", "-1"])
def test_port_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Refusal, match=f"PORT={text} ist keine Portnummer"):
        run.read_port()


def test_taken_port_names_a_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=rf"Port {port} ist belegt.*PORT=\d+ make run") as refused:
            run.check_port(port)
    assert f"PORT={port} " not in str(refused.value)


def test_port_just_given_back_is_waited_for():
    taken = socket.create_server(("127.0.0.1", 0))
    threading.Timer(0.3, taken.close).start()
    run.check_port(taken.getsockname()[1], patience=5)


def test_silent_port_does_not_answer():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert not run.answers(free.getsockname()[1])
