"""Markup stored through a form comes alive on no page; a page that forgot to escape is found, with the policy and without."""

import contextlib
import html

import pytest

from tests.walk.executing import Judge
from tests.walk.storing import CANARY, send
from tests.walk.visiting import Visitor

pytestmark = pytest.mark.browser
ADD = "/verwaltung/publications/meldung/add/"
SLEEPING = "<!doctype html><x-kanarie onclick=x></x-kanarie><a href='javascript:x'>waits for a click</a>"
OWN = "SELECT id FROM publications_meldung WHERE text LIKE %s"


@pytest.fixture
def editor(portal):
    return Visitor(portal.port, "redaktion").login(portal.env["DEMO_PASSWORD"])


@pytest.fixture
def news(portal, editor):
    """The number of a news item full of markup; gone afterwards."""
    [form] = [each for each in editor.get(ADD).tree.forms if "titel" in each.fields]
    assert {"text", "titel"} <= set(send(editor, ADD, form))
    [(pk,)] = portal.rows(OWN, f"%{CANARY}%")
    yield pk
    portal.rows("DELETE FROM publications_meldung WHERE id = %s RETURNING id", pk)


def test_stored_markup_comes_alive_nowhere_and_the_control_does(portal, browser, editor, news):
    paths = [f"/buero/seiten/meldung/{news}/", "/buero/seiten/", f"/verwaltung/publications/meldung/{news}/change/"]
    with contextlib.closing(Judge(browser, portal.address, editor.cookies)) as judge:
        for path in paths:
            assert CANARY in editor.get(path).body.decode(), path
            assert judge.judge(path) == [], path
        shown = editor.get(paths[0])
        headers = {"Content-Type": "text/html; charset=utf-8"}
        policy = {"Content-Security-Policy": shown.headers["content-security-policy"]}
        judge.answer_instead("/kontrolle/", html.unescape(shown.body.decode()), headers | policy)
        ran = judge.judge("/kontrolle/")
        judge.answer_instead("/still/", SLEEPING, headers | policy)
        slept = judge.judge("/still/")
    assert {"die Marke ist gesetzt", "von der CSP verhindert"} <= {fault.partition(":")[0] for fault in ran}
    assert {"X-KANARIE onclick", "A href=javascript:x"} <= set(slept)
