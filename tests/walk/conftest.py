"""A portal with web server, content and demo people for the walk."""

import shutil

import pytest

from tests.drills._portal import Portal
from tests.walk.looking import FLAGS


@pytest.fixture(scope="session")
def walked():
    """One portal for all walks of a test process; they only read."""
    with Portal("gang", parts=("web",)) as portal:
        portal.address = f"http://localhost:{portal.port}"
        yield portal


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = shutil.which("chromium") or pytest.fail("Es fehlt das Paket chromium.")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def walking_browser(browser):
    """The browser of all browser tests: two drivers in one process would stand in each other's way."""
    return browser
