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
