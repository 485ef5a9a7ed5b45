"""A form counts once: at the same moment, later, with other content, forged."""

import uuid
from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from servicestelle.base import einmal, jobs
from servicestelle.base.models import Auftrag, Einreichung
from tests.database import run_together


def send(number, content="Guten Tag", writes=None):
    def write():
        auftrag = jobs.enqueue("probe.frage", title="Frage", actor=None)
        return {"nummer": auftrag.pk}

    return einmal.accept_once(number, form="probe", content={"text": content}, write=writes or write)


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_write_one_row_and_get_one_receipt():
    number = uuid.uuid4()
    receipts = run_together([lambda: send(number)] * 20)
    assert Auftrag.objects.count() == 1
    assert receipts == [{"nummer": Auftrag.objects.get().pk}] * 20


@pytest.mark.django_db(transaction=True)
def test_control_without_the_unique_number_each_post_writes():
    run_together([lambda: send(uuid.uuid4())] * 5)
    assert Auftrag.objects.count() == 5


def test_the_next_day_the_same_page_gets_the_first_receipt(db):
    number = uuid.uuid4()
    first = send(number)
    Einreichung.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert send(number) == first
    assert Auftrag.objects.count() == 1


def test_the_same_page_with_other_content_is_refused_in_words(db):
    number = uuid.uuid4()
    first = send(number)
    with pytest.raises(einmal.AlreadySent, match="schon einmal") as refused:
        send(number, "Etwas anderes")
    assert refused.value.receipt == first
    assert Auftrag.objects.count() == 1


def test_what_fails_leaves_nothing_and_may_be_sent_again(db):
    number = uuid.uuid4()

    def broken():
        jobs.enqueue("probe.frage", title="Frage", actor=None)
        raise IntegrityError("eine Regel der Datenbank")

    with pytest.raises(IntegrityError):
        send(number, writes=broken)
    assert not Auftrag.objects.exists() and not Einreichung.objects.exists()
    assert send(number)


def test_the_hidden_field_takes_only_its_own_signed_number(monkeypatch):
    class Probe(forms.Form):
        nummer = einmal.NumberField(form="probe")

    signed = Probe()["nummer"].value()
    assert Probe({"nummer": signed}).is_valid()
    for wrong in ("", signed[:-1] + "x", einmal.new_number("anderes"), "\0", "x" * 400, str(uuid.uuid4())):
        assert not Probe({"nummer": wrong}).is_valid(), wrong
    monkeypatch.setattr(einmal, "VALID", timedelta(seconds=-1))
    with pytest.raises(ValidationError):
        einmal.read_number(signed, form="probe")


def test_a_number_is_kept_longer_than_it_is_accepted(db):
    send(uuid.uuid4())
    Einreichung.objects.update(created_at=timezone.now() - einmal.VALID)
    assert einmal.forget_old() == 0
    Einreichung.objects.update(created_at=timezone.now() - einmal.KEPT - timedelta(minutes=1))
    assert einmal.forget_old() == 1
    assert einmal.KEPT > einmal.VALID
