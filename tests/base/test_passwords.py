"""Which passwords hold."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from servicestelle.base.models import User

PERSON = User(name="Britt Bearbeitung", email="b.bearbeitung@musterstadt.example")


@pytest.mark.parametrize(
    "password, reason",
    [
        ("vierzehnZeich1", "15 Zeichen"),
        ("aaaaaaaaaaaaaaaaaa", "wiederholt"),
        ("hallohallohallohallo", "wiederholt"),
        ("12345678901234567890", "wiederholt"),
        ("gelingendesAufwachsen!", "errät"),
        ("Servicestelle2026!!", "errät"),
        ("qwertzuiopasdfghjkl", "errät"),
        ("BrittBearbeitung2026", "errät"),
        ("musterstadtPasswort1", "errät"),
    ],
)
def test_guessable_passwords_are_refused_with_the_reason(password, reason):
    with pytest.raises(ValidationError, match=reason):
        validate_password(password, PERSON)


def test_a_common_password_is_refused():
    with pytest.raises(ValidationError, match=r"verbreitet|üblich|häufig"):
        validate_password("1q2w3e4r5t6y7u8i", PERSON)


@pytest.mark.parametrize(
    "password",
    [
        "vier Wörter ohne Sinn",
        "           spazieren    ",
        "ヘビーユーザーは長いパスワードを使う",
        "x7" * 3 + "Ente" * 3 + "Zaun",
        "k" + "Ω≈ç√∫" * 40 + "z",
        "83920184756102938475",
    ],
)
def test_no_rule_asks_for_kinds_of_characters(password):
    validate_password(password, PERSON)


def test_two_ways_of_typing_an_umlaut_are_one_password():
    user = User()
    user.set_password("Mu\u0308tzen im Regen")
    assert user.check_password("M\u00fctzen im Regen")
    assert not user.check_password("Mutzen im Regen")
