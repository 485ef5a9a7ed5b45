"""Error pages explain themselves in German; 500 needs no database."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from servicestelle.pages import errors

PAGES = [
    (errors.bad_request, 400, "Damit können wir nichts anfangen"),
    (errors.page_not_found, 404, "Diese Seite gibt es nicht"),
    (errors.csrf_failure, 403, "Dieses Formular ist abgelaufen"),
]


@pytest.mark.parametrize("view, status, words", PAGES)
def test_error_pages_say_what_to_do(view, status, words):
    page = view(RequestFactory().get("/x/"))
    assert page.status_code == status
    assert words in page.content.decode()
    assert "Zur Startseite" in page.content.decode()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "QUATSCH"])
def test_methods_no_browser_uses_are_refused_on_every_page(client, method):
    page = client.generic(method, "/")  # no db fixture: nothing is looked up for them
    assert (page.status_code, page["Allow"], page.content) == (405, "GET, HEAD, POST", b"")


def test_a_refusal_names_its_reason():
    page = errors.permission_denied(RequestFactory().get("/x/"), PermissionDenied("Nur die Zahlstelle gibt frei."))
    assert page.status_code == 403
    assert "Nur die Zahlstelle gibt frei." in page.content.decode()


def test_a_crash_is_answered_without_database():
    page = errors.server_error(RequestFactory().get("/x/"))  # no db fixture: any query would fail here
    assert page.status_code == 500
    assert "Der Fehler liegt bei uns" in page.content.decode()


def test_an_unknown_address_gets_the_404_page(client):
    page = client.get("/gibt-es-nicht/")
    assert page.status_code == 404
    assert "Diese Seite gibt es nicht" in page.content.decode()


@pytest.mark.parametrize(
    "path, back",
    [
        ("/buero/seiten/standort/1/stand/", "/buero/seiten/standort/1/"),
        ("/buero/publikationen/1/ausgaben/1/veroeffentlichen/", "/buero/publikationen/1/"),
        ("/buero/anfragen/zuweisen/", "/buero/anfragen/"),
    ],
)
def test_the_address_of_a_form_shows_the_way_back(client, person, path, back):
    client.force_login(person("koordination1"))
    page = client.get(path)
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert f'href="{back}"' in page.content.decode()
    assert client.delete(path).content == b""
