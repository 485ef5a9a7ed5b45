"""A place of its own for every test of the launcher."""

import pytest

from servicestelle.launch.parts import Part
from servicestelle.launch.place import Place


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "var", tmp_path / "var").make()


@pytest.fixture
def make_part(place):
    """Builds parts that run a shell line, and ends them whatever the test did."""
    made = []

    def make(line, key="teil", **options):
        part = Part(key, f"Teil {key}", ["sh", "-c", line], {"PATH": "/usr/bin:/bin"}, place, **options)
        made.append(part)
        return part

    yield make
    for part in made:
        part.end()
