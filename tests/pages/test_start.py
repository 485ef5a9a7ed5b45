"""The start page: what editors write is shown, figures are counted, visitors leave no trace."""

import pytest
from django.urls import reverse

from servicestelle.base.models import Seitentext
from servicestelle.pages.start import SIGNS, read_questions, site_facts
from tests.records import make_cohort, make_jugendamt, make_standort, publish


def test_questions_are_read_line_by_line():
    text = "- **Familie:** Habe ich Menschen?\n- kein Eintrag\n* **Mut**: Traue ich mich?"
    assert read_questions(text) == [
        {"area": "Familie", "text": "Habe ich Menschen?", "sign": "familie"},
        {"area": "Mut", "text": "Traue ich mich?", "sign": ""},
    ]


def test_every_sign_is_drawn(settings):
    drawn = (settings.BASE_DIR / "static/img/kinderfragen.svg").read_text()
    assert [sign for sign in SIGNS if f'id="{sign}"' not in drawn] == []


def test_figures_count_public_sites_only(db):
    cohort = make_cohort("a", dauer_monate=30, hoechstbetrag=100000)
    publish(make_standort(make_jugendamt("05900001"), cohort, slug="eins"))
    make_standort(make_jugendamt("05900002"), cohort, slug="zwei")
    publish(make_standort(make_jugendamt("00000001"), make_cohort("b", fiktiv=True), slug="drei"))
    assert site_facts() == {"sites": 1, "months": 30, "ceiling": 100000}


def test_an_empty_portal_welcomes_too(client, db):
    page = client.get("/")
    assert page.status_code == 200
    assert "Netzwerke für Kinder" in page.content.decode()


def test_visitors_get_no_cookie_and_no_vary(client, db):
    page = client.get("/")
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")


def test_editors_words_are_cleaned(client, db):
    Seitentext.objects.create(key="kinderfragen", text="- **<b>x</b>:** <script>y</script>?")
    page = client.get("/").content.decode()
    assert "<script>y" not in page
    assert "&lt;script&gt;y" in page


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow(client, db, number, django_assert_num_queries):
    cohort = make_cohort()
    for index in range(number):
        office = make_jugendamt(f"059{index:05}")
        publish(make_standort(office, cohort, slug=f"ort-{index}", leitfragen=["Was hilft?"]))
    with django_assert_num_queries(8):
        client.get(reverse("start"))
