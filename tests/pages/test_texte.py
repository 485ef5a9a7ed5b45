"""Text pages: what the office writes is shown, what is missing is said kindly."""

import pytest

from servicestelle.base.models import Seitentext


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/kontakt/", "kontakt"),
        ("/kontakt/", "kontakt-hinweis"),
        ("/impressum/", "impressum"),
        ("/impressum/", "kontakt"),
        ("/datenschutz/", "datenschutz"),
        ("/fachberatung/", "kontakt"),
        ("/fachberatung/", "fachberatung-angebot"),
        ("/fachberatung/", "fachberatung-ablauf"),
        ("/fachberatung/", "fachberatung-fuer-wen"),
        ("/fachberatung/", "fachberatung-datenschutz"),
    ],
)
def test_the_text_is_shown_and_may_be_missing(client, db, address, key):
    assert client.get(address).status_code == 200
    Seitentext.objects.create(key=key, titel="Titel", text="Ein **wichtiger** Satz <script>alert(1)</script>")
    page = client.get(address).content.decode()
    assert "<strong>wichtiger</strong>" in page
    assert "<script>alert" not in page
