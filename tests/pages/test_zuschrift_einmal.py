"""The public forms count once: pressed twice, sent again by the back button, sent from a page without its number."""

import re
from html import unescape

import pytest
from django.core import signing

from servicestelle.base.models import Auftrag, Mail, Zuschrift
from tests.no_script import digits_in

FORMS = ("/barriere-melden/", "/kontakt/")


def fill(client, path, text="Die Karte lässt sich mit der Tastatur nicht bedienen."):
    """What a person sends who has read the page for a while."""
    page = client.get(path).content.decode()
    return {
        "text": text,
        "email": "person@demo.example",
        "nummer": value_in(page, "nummer"),
        "aufgabe": value_in(page, "aufgabe"),
        "antwort": digits_in(page),
        "begonnen": signing.dumps(0, salt="begonnen"),
    }


def value_in(page, name):
    tag = next(tag for tag in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in tag)
    return unescape(re.search(r'value="([^"]*)"', tag)[1])


@pytest.mark.django_db
@pytest.mark.parametrize("path", FORMS)
def test_the_same_page_sent_twice_is_one_message_with_one_receipt(client, path):
    fields = fill(client, path)
    first, second = client.post(path, fields), client.post(path, fields)
    assert (
        (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, first["Location"])
    )
    assert (Zuschrift.objects.count(), Mail.objects.count(), Auftrag.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_two_pages_are_two_messages(client):
    for _ in range(2):
        client.post("/kontakt/", fill(client, "/kontakt/"))
    assert Zuschrift.objects.count() == 2


@pytest.mark.django_db
def test_the_same_page_with_another_text_is_refused_and_keeps_what_was_typed(client):
    fields = fill(client, "/kontakt/")
    client.post("/kontakt/", fields)
    answer = client.post("/kontakt/", fields | {"text": "Etwas ganz anderes"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "schon einmal mit anderen Angaben gesendet" in page and "Etwas ganz anderes" in page
    assert Zuschrift.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "gefälscht", "x" * 1000, "\0"])
def test_a_page_without_its_number_comes_back_with_a_fresh_one(client, number):
    fields = fill(client, "/kontakt/")
    answer = client.post("/kontakt/", fields | {"nummer": number})
    page = answer.content.decode()
    assert answer.status_code == 422 and "senden Sie das Formular noch einmal" in page
    assert client.post("/kontakt/", fields | {"nummer": value_in(page, "nummer")}).status_code == 302
    assert Zuschrift.objects.count() == 1
