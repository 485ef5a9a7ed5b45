"""Numbers and tables for German eyes and spreadsheets."""

from datetime import date
from decimal import Decimal

import pytest

from servicestelle.base.tabellen import as_csv, csv_cell, number_text


@pytest.mark.parametrize(
    "value, page, file",
    [
        (0, "0", "0"),
        (1234, "1.234", "1234"),
        (-5, "-5", "-5"),
        (Decimal("1234567.50"), "1.234.567,50", "1234567,50"),
        (Decimal("0.1"), "0,1", "0,1"),
        (None, "–", ""),
    ],
)
def test_numbers(value, page, file):
    assert (number_text(value), csv_cell(value)) == (page, file)


@pytest.mark.parametrize("text", ["=1+1", "+49 251", "-x", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text):
    assert csv_cell(text) == f"'{text.strip()}"


def test_days_and_lines():
    assert csv_cell(date(2028, 2, 29)) == "29.02.2028"
    assert csv_cell("Zeile\r\n=2") == "Zeile =2"


def test_other_texts_stay():
    assert [csv_cell(text) for text in ("", "Kreis Ahlen", "a=b", "’=1")] == ["", "Kreis Ahlen", "a=b", "’=1"]


def test_the_form_of_the_file():
    assert as_csv([("a", "ä;b"), (1, 'sagt "ja"')]) == '\ufeffa;"ä;b"\r\n1;"sagt ""ja"""\r\n'.encode()
