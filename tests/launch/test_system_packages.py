"""A missing package is named with the one command that installs it."""

import pytest

from servicestelle.launch import system_packages
from servicestelle.launch.speech import Refusal


def test_missing_packages_are_named_once_in_order():
    groups = {"da": lambda: True, "fehlt": lambda: False}, {"fehlt-auch": lambda: False}
    assert system_packages.find_missing(*groups) == ["fehlt", "fehlt-auch"]


def test_without_apt_the_reader_gets_one_command(place, monkeypatch):
    monkeypatch.setattr(system_packages, "has_program", lambda *names: False)
    with pytest.raises(Refusal, match=r"(?s)Es fehlen Pakete des Systems: paket-a.*apt-get install -y paket-a"):
        system_packages.ensure_packages(place, {"paket-a": lambda: False})


def test_library_is_tried_not_guessed():
    assert system_packages.has_library("libc.so.6")
    assert not system_packages.has_library("libgibtesnicht.so.0")
