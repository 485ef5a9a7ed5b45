"""A portal with web server, content and demo people for the walk."""

import pytest

from tests.drills._portal import Portal
from tests.walk.looking import chromium


@pytest.fixture(scope="session")
def walked():
    """One portal for all walks of a test process; they only read."""
    with Portal("gang", parts=("web",)) as portal:
        portal.address = f"http://localhost:{portal.port}"
        yield portal


@pytest.fixture(scope="session")
def walking_browser():
    with chromium() as browser:
        yield browser
