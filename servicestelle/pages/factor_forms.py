"""Forms of the second factor: the library's, with our limit, our words, and codes that count once."""

import struct
from contextlib import contextmanager

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django.core.exceptions import ValidationError
from django.db import transaction

from servicestelle.base import limits
from servicestelle.base.accounts import CODE


class Counted:
    """A code is a try like a password: counted per account before it is judged."""

    authenticator = None
    label, help_text = "Code", "Sechs Ziffern aus Ihrer App oder ein Code für den Notfall."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text, field.max_length = self.label, self.help_text, 40
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "40"}

    def clean_code(self):
        try:
            limits.count_try(CODE, self.user.pk)
        except limits.TooMany as refusal:
            raise ValidationError(str(refusal), code="too_many") from refusal
        code = super().clean_code()
        if self.authenticator and self.authenticator.type == Authenticator.Type.TOTP:
            accept_once(self.authenticator, code)
        limits.forget_tries(CODE, self.user.pk)
        return code


class CodeForm(Counted, base.AuthenticateForm):
    pass


class ConfirmCodeForm(Counted, base.ReauthenticateForm):
    pass


class FirstCodeForm(Counted, ActivateTOTPForm):
    label, help_text = "Code aus der App", "Die sechs Ziffern, die Ihre App jetzt anzeigt."


class Readable:
    """An answer of a device that lacks a part is refused like a wrong one; the library expects all parts."""

    def clean_credential(self):
        with refuse_unreadable():
            inherited = getattr(super(), "clean_credential", None)
            return inherited() if inherited else self.cleaned_data["credential"]

    def clean(self):
        with refuse_unreadable():
            return super().clean()


@contextmanager
def refuse_unreadable():
    try:
        yield
    except (KeyError, IndexError, AttributeError, TypeError, ValueError, struct.error) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class UsePasskeyForm(Readable, AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(Readable, ReauthenticateWebAuthnForm):
    pass


class PasskeyForm(Readable, AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        self.fields["name"].help_text = "Woran Sie ihn später erkennen, zum Beispiel „Diensthandy“."
        self.fields["name"].max_length = 60
        self.fields["credential"].error_messages["required"] = (
            "Das Gerät hat keinen Passkey geliefert. Versuchen Sie es noch einmal."
        )


@transaction.atomic
def accept_once(authenticator, code):
    """A code from the app counts once, also within the minute and a half it would be valid (RFC 6238, 5.2)."""
    fresh = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret, given = get_adapter().decrypt(fresh.data["secret"]), code.replace(" ", "").replace("-", "")
    steps = totp.yield_hotp_counters_from_time()
    step = next((each for each in steps if totp.format_hotp_value(totp.hotp_value(secret, each)) == given), 0)
    if step <= fresh.data.get("step", 0):
        raise get_adapter().validation_error("incorrect_code")
    fresh.data["step"] = step
    fresh.save(update_fields=["data"])
