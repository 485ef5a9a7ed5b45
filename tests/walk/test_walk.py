"""A sample of the walk: every kind of page once, narrow and light, wide and dark; planted faults are found."""

import pytest

from tests.walk.control import overlooked
from tests.walk.crawling import kind_of
from tests.walk.looking import TWO_LOOKS
from tests.walk.tally import Tally
from tests.walk.visiting import Visitor
from tests.walk.walking import check_html, look_at, visit_all

pytestmark = pytest.mark.browser
SAMPLE = ("", "koordination1", "bearbeitung")


def sample_of(name):
    """In the admin one list, one form, one question stand for those of all records; the drill looks at each."""
    return f"admin:{name.rpartition('_')[2]}" if name.startswith("admin:") else name


def test_every_kind_of_page_is_in_order(walked, walking_browser):
    tally, kinds = Tally(), {}
    pages, visitors = visit_all(
        walked.port, walked.env["DEMO_PASSWORD"], tally, people=SAMPLE, few=1, every_public=False
    )
    for answer in pages:
        kinds.setdefault((sample_of(kind_of(answer.path)[0]), answer.status), answer)
    check_html(kinds.values(), tally)
    look_at(walking_browser, walked.address, kinds.values(), visitors, tally, looks=TWO_LOOKS)
    assert len(kinds) > 50
    assert not tally.failed, "\n".join([tally.table(), *tally.details()])


def test_planted_faults_are_found(walked, walking_browser):
    page = Visitor(walked.port).get("/impressum/")
    assert overlooked(walking_browser, walked.address, page) == set()
