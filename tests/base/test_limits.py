"""Tries per account: counted before they are judged, in the database, for known and unknown addresses alike."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from servicestelle.base import limits
from servicestelle.base.models import Versuch

pytestmark = pytest.mark.django_db
ADDRESS = "person@demo.example"


def try_often(number, account=ADDRESS, **options):
    for _ in range(number):
        limits.count_try("probe", account, **options)


def pause():
    row = Versuch.objects.get()
    return round((row.blocked_until - row.last_at).total_seconds())


def pauses_end():
    Versuch.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))


def test_five_tries_are_free_the_sixth_waits():
    try_often(5)
    with pytest.raises(limits.TooMany, match="in einer Minute"):
        try_often(1)
    assert Versuch.objects.get().count == 5  # a try during the pause neither counts nor lengthens it


@pytest.mark.parametrize("tries, seconds", [(5, 60), (6, 120), (8, 480), (10, 1920), (11, 3600), (60, 3600)])
def test_pauses_double_up_to_an_hour(tries, seconds):
    for _ in range(tries):
        try_often(1)
        pauses_end()
    Versuch.objects.update(count=tries - 1)
    try_often(1)
    assert pause() == seconds


def test_a_hundred_wrong_tries_close_the_account_until_it_has_a_new_password():
    try_often(1)
    Versuch.objects.update(count=99)
    try_often(1)
    with pytest.raises(limits.TooMany, match="neues Passwort"):
        try_often(1)
    limits.forget_tries("probe", ADDRESS)
    try_often(1)


def test_what_must_always_be_possible_again_never_closes():
    try_often(1, ends=False)
    Versuch.objects.update(count=500)
    try_often(1, ends=False)
    assert pause() == 3600


def test_others_are_never_locked():
    with pytest.raises(limits.TooMany):
        try_often(6)
    try_often(1, "andere@demo.example")
    limits.count_try("anderes", ADDRESS)


def test_upper_and_lower_case_are_one_account():
    try_often(3, ADDRESS.upper())
    with pytest.raises(limits.TooMany):
        try_often(3)


def test_the_row_tells_nobody_whose_it_is():
    try_often(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT base_versuch::text FROM base_versuch")
        assert "person" not in cursor.fetchone()[0]


def test_old_tries_are_forgotten():
    try_often(2)
    assert limits.forget_old_tries() == 0
    Versuch.objects.update(last_at=timezone.now() - timedelta(days=31))
    assert limits.forget_old_tries() == 1
