"""The same form counts once: posted fifty times at once or again the next day, it gets the first receipt."""

import json
import uuid
from datetime import timedelta

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .choices import NotNow
from .models import Einreichung

VALID = timedelta(days=30)  # how long an open page may be sent
KEPT = timedelta(days=60)  # longer than VALID: a number that is forgotten is no longer accepted either
SALT = "servicestelle.einmal"
TOO_OLD = "Diese Seite ist zu alt oder unvollständig. Prüfen Sie Ihre Angaben und senden Sie das Formular noch einmal."


class AlreadySent(NotNow):
    """The form was sent before with other content; `receipt` is what the first one got."""

    def __init__(self, receipt):
        super().__init__(
            "Dieses Formular haben Sie schon einmal mit anderen Angaben gesendet. Die ersten Angaben gelten. "
            "Für eine weitere Nachricht öffnen Sie das Formular neu."
        )
        self.receipt = receipt


def new_number(form):
    """A fresh number for one showing of the form named `form`, signed by the server; goes into a hidden field."""
    return signing.dumps([form, uuid.uuid4().hex], salt=SALT)


def read_number(signed, *, form):
    """The UUID in `signed`. Raises ValidationError when it is forged, older than VALID or of another form."""
    try:
        named, number = signing.loads(signed, salt=SALT, max_age=VALID)
    except signing.BadSignature as error:
        raise ValidationError(TOO_OLD, code="number") from error
    if named != form:
        raise ValidationError(TOO_OLD, code="number")
    return uuid.UUID(number)


class NumberField(forms.CharField):
    """The hidden field of a form that counts once: `nummer = NumberField(form="kontakt")`; cleans to the UUID."""

    def __init__(self, *, form, **options):
        self.form = form
        nameless = forms.HiddenInput(attrs={"id": False})  # several forms on one page may carry one
        options = {"label": "Formularnummer", "widget": nameless} | options
        super().__init__(initial=lambda: new_number(form), **options)

    def clean(self, value):
        return read_number(value or "", form=self.form)

    def bound_data(self, data, initial):
        """A page whose number is missing or ran out is shown again with a fresh one and all that was typed."""
        try:
            self.clean(data)
        except ValidationError:
            return new_number(self.form)
        return data


class OnceForm(forms.Form):
    """A form with a field `nummer`; what is wrong with the number is said of the whole form, since nobody sees the field."""

    def clean(self):
        if wrong := self.errors.pop("nummer", None):
            self.add_error(None, wrong.as_data())
        return super().clean()


def accept_once(number, *, form, content, write):
    """Call `write()` once for `number`, in a transaction; return its receipt (a dict for JSON), now and every later time.

    `content` is what was sent (and who sent it), for comparison only. A post that comes while the first is being
    written waits for it. Raises AlreadySent when the same page was sent before with other content.
    """
    digest = _digest(content)
    try:
        with transaction.atomic():
            sent = Einreichung.objects.create(number=number, form=form, digest=digest)
            sent.receipt = write()
            sent.save(update_fields=["receipt"])
            return sent.receipt
    except IntegrityError:
        first = Einreichung.objects.filter(number=number).first()
        if first is None:  # it was `write` that broke a rule
            raise
    if first.digest != digest:
        raise AlreadySent(first.receipt)
    return first.receipt


def receipt_of(number):
    """The receipt of what was sent under `number` before, or None: for a form whose record its first sending used up."""
    return Einreichung.objects.filter(number=number).values_list("receipt", flat=True).first()


def forget_old():
    """Delete what nobody can send again; return how many."""
    return Einreichung.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _digest(content):
    text = json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder)
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
