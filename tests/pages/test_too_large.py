"""More than a form may carry gets a page with the limits, whoever sends it and wherever to."""

import io

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from servicestelle.base.dateien.checking import TOGETHER
from servicestelle.pages import errors

pytestmark = pytest.mark.django_db


def send(client, size, body=b"x"):
    return client.generic("POST", reverse("anfrage"), body, content_type="text/plain", CONTENT_LENGTH=str(size))


@pytest.mark.parametrize("size", [settings.BODY_LIMIT + 1, 10**15, 10**30])
def test_a_body_that_says_it_is_too_large_gets_the_limits(client, size):
    page = send(client, size, b"x" * size if size < 10**9 else b"x")
    assert page.status_code == 413
    assert "jede höchstens 10 MB, zusammen höchstens 20 MB" in page.content.decode()
    assert page["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("size", ["", "0", "abc", "-5"])
def test_an_odd_length_breaks_nothing(client, size):
    assert send(client, size).status_code in {400, 403, 422}


def test_the_body_is_read_to_its_end_before_the_answer():
    stream = io.BytesIO(b"x" * 300_000)
    errors.drain(stream, 10**9)
    assert stream.read() == b""


@pytest.mark.parametrize("exception", [RequestDataTooBig(), TooManyFilesSent()])
def test_what_django_finds_too_much_gets_the_same_page(exception):
    page = errors.bad_request(RequestFactory().get("/x/"), exception)
    assert page.status_code == 413


def test_too_much_text_and_too_many_files_get_it_too(client):
    text = client.post(reverse("anfrage"), {"frage": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    files = client.post(reverse("anfrage"), {"dateien": [SimpleUploadedFile("a.txt", b"x")] * 30})
    assert (text.status_code, files.status_code) == (413, 413)


def test_too_many_keys_in_the_address_are_not_called_a_form(client):
    page = client.get(reverse("suche") + "?" + "&".join(f"x{number}=1" for number in range(1001)))
    text = page.content.decode()
    assert page.status_code == 413
    assert "Diese Adresse trägt mehr Angaben, als eine Seite annimmt: höchstens 1000" in text
    assert "Formular" not in text.partition("<main")[2].partition("</main>")[0]


def test_all_a_form_may_carry_fits_the_body():
    assert settings.BODY_LIMIT > TOGETHER + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
