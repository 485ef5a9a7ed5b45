"""Amounts as people write them: read exactly, refused with the accepted form, never guessed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from servicestelle.base.money import format_euro, parse_euro
from servicestelle.base.ui.fields import EuroField, LinesField

GOOD = {
    "12.345,67": "12345.67",
    "12345,67": "12345.67",
    "12.345,67 €": "12345.67",
    "12345": "12345.00",
    "1.234.567": "1234567.00",
    "0,5": "0.50",
    " 7 EUR ": "7.00",
    "-3,20": "-3.20",
    "100.000,00\u00a0€": "100000.00",
}
BAD = [
    "12.34",
    "1,234.50",
    "12345.67",
    "1.23.456",
    "12,345",
    "1.2345",
    ",50",
    "5,",
    "",
    "€",
    "1e5",
    "zwölf",
    "１２",
    "1,2,3",
    "NaN",
]


@pytest.mark.parametrize(("text", "amount"), GOOD.items())
def test_what_people_write_is_read(text, amount):
    assert parse_euro(text) == Decimal(amount)


@pytest.mark.parametrize("text", BAD)
def test_what_is_not_clear_is_refused_with_the_accepted_form(text):
    with pytest.raises(ValueError, match=r"12\.345,67"):
        parse_euro(text)


@given(st.decimals(min_value=-(10**10), max_value=10**10, places=2))
def test_what_we_print_we_read(amount):
    assert parse_euro(format_euro(amount)) == amount


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    try:
        parse_euro(text)
    except ValueError as error:
        assert "12.345,67" in str(error)


FIELD_GOOD = {
    "0,01": "0.01", "0,1": "0.10", "0": "0.00", "1": "1.00", "01": "1.00", "00,5": "0.50", "9": "9.00",
    "10,5": "10.50", "10,50": "10.50", "999": "999.00", "999,99": "999.99", "1000": "1000.00", "1.000": "1000.00",
    "1.000,5": "1000.50", "1.000,50 €": "1000.50", "1.000,50€": "1000.50", "1.000,50 EUR": "1000.50",
    "12 345,67": "12345.67", "12\u202f345,67": "12345.67", "12\u00a0345,67\u00a0€": "12345.67",
    "123.456,78": "123456.78", "1.234.567,89": "1234567.89", "9.999.999.999,99": "9999999999.99",
    "9999999999,99": "9999999999.99", "\t5,00\n": "5.00", "5,00 ": "5.00", "100000": "100000.00",
}  # fmt: skip
FIELD_BAD = {  # what was typed: a word of the reason
    **dict.fromkeys([
        "1.00", "1.5", "10.50", "1,000.00", "1.000.00", "1,000,00", "1..000", "1.0000", "12.3456,00", ".500", "1.",
        "1,", ",1", "1,234", "1,001", "1,2,3", "1'000,00", "1_000", "1e3", "0x10", "abc", "zehn", "5 Euro", "€ 5",
        "5 €€", "$5", "5%", "+5", "--5", "5-", "- ", "NaN", "inf", "１２,００", "٣", "½", "1/2", "1;2", "<b>5</b>", "=5", "0.001", "0.001.000", "1 0", "12 34", "1 234 56", "1.234 567",
        "5,0 0,1",
    ], "12.345,67"),
    "-1": "mindestens 0,00\u00a0€",
    "-0,01": "mindestens 0,00\u00a0€",
    "−5,00": "mindestens 0,00\u00a0€",
    "10.000.000.000,00": "höchstens 9.999.999.999,99\u00a0€",
    "99999999999": "höchstens 9.999.999.999,99\u00a0€",
    "9" * 61: "zu lang",
}  # fmt: skip


def test_there_are_enough_amounts():
    assert len(FIELD_GOOD) + len(FIELD_BAD) >= 60


@pytest.mark.parametrize(("text", "amount"), FIELD_GOOD.items())
def test_what_a_form_takes(text, amount):
    assert EuroField(min_value=0).clean(text) == Decimal(amount)


@pytest.mark.parametrize(("text", "reason"), FIELD_BAD.items())
def test_what_a_form_refuses_and_why(text, reason):
    with pytest.raises(ValidationError) as refused:
        EuroField(min_value=0).clean(text)
    assert reason in " ".join(refused.value.messages)


def test_the_field_keeps_what_was_typed_and_refuses_too_much():
    field = EuroField()
    assert field.clean("1.000,50") == Decimal("1000.50")
    assert field.prepare_value(Decimal("1000.50")) == "1.000,50"
    assert field.prepare_value("tausend") == "tausend"
    for wrong in ["tausend", "9" * 11, "1" * 5000]:
        with pytest.raises(ValidationError):
            field.clean(wrong)


def test_lines_become_a_list_without_empty_entries():
    from django import forms

    field = LinesField(forms.CharField(max_length=20))
    assert field.clean("eins\r\n\r\n  zwei  \n") == ["eins", "zwei"]
    assert field.prepare_value(["eins", "zwei"]) == "eins\nzwei"
    with pytest.raises(ValidationError):
        field.clean("x" * 21)
