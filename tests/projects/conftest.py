"""Days on which the grants of these tests run."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def in_2030(time_machine):
    """A day inside the period of `make_money`: earlier its money is not paid."""
    time_machine.move_to(datetime(2030, 2, 1, 12, tzinfo=UTC))
