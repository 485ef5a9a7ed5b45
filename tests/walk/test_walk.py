"""A sample of the walk: each kind of page in one look, the four looks in turn; planted faults are found."""

import pytest

from tests.walk.control import overlooked
from tests.walk.crawling import kind_of
from tests.walk.hidden import REFUSING, hidden_pages, in_sample, unseen
from tests.walk.tally import Tally
from tests.walk.visiting import Visitor
from tests.walk.walking import check_html, look_at, visit_all

pytestmark = pytest.mark.browser
SAMPLE = ("", "koordination1", "bearbeitung", "betrieb")


def sample_of(path):
    """The kind of page, for all records of the admin together; the drill looks at each."""
    return in_sample(kind_of(path)[0])


@pytest.fixture(scope="session")
def seeds(portal):
    """Made once for each portal, however often a test is tried."""
    return list(hidden_pages(portal.rows, portal.env["SECRET_KEY"]))


@pytest.fixture(scope="module")
def walked(portal, seeds, browser):
    """What each kind of page answered, what was found about it without a browser, and who visited.

    It takes the browser so that every test of it stands in the browser's part of the run and the walk is done once.
    """
    write_to_the_office(Visitor(portal.port))
    tally, kinds = Tally(), {}
    password = portal.env["DEMO_PASSWORD"]
    pages, visitors = visit_all(
        portal.port, password, tally, people=SAMPLE, few=1, every_public=False, kind=sample_of, seeds=seeds
    )
    for answer in pages:
        kinds.setdefault((sample_of(answer.path), answer.status), answer)
    check_html(kinds.values(), tally)
    return tally, kinds, visitors


def write_to_the_office(visitor):
    """A mail for the post of the demo."""
    form = {"login": "revision@demo.example", "email": "revision@demo.example"}
    visitor.get("/konto/passwort-vergessen/")
    assert visitor.post("/konto/passwort-vergessen/", form).status == 302


def test_every_kind_of_page_is_visited(walked):
    assert unseen(walked[1].values()) == []
    assert sorted(REFUSING - {name for name, _ in walked[1]}) == []


def test_every_kind_of_page_is_in_order(walked, portal, browser):
    tally, kinds, visitors = walked
    look_at(browser, portal.address, [kinds[kind] for kind in sorted(kinds)], visitors, tally)
    assert not tally.failed, "\n".join([tally.table(), *tally.details()])


def test_planted_faults_are_found(portal, browser):
    page = Visitor(portal.port).get("/impressum/")
    assert overlooked(browser, portal.address, page) == set()
