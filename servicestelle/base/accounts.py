"""How accounts come to be, log in and get mail: by invitation, within limits, through the portal's one mail door."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.urls import reverse

LOGIN, CODE = "anmelden", "code"  # purposes of tries, see limits
MESSAGES = {  # the library's own German says du
    "email_password_mismatch": "E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie bitte beides.",
    "enter_current_password": "Das bisherige Passwort stimmt nicht.",
    "incorrect_password": "Das Passwort stimmt nicht.",
    "invalid_password_reset": "Dieser Link gilt nicht mehr. Fordern Sie bitte einen neuen an.",
}


class ClosedAccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | MESSAGES

    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("konto")

    def pre_authenticate(self, request, **credentials):
        """Our own limit instead of the library's: it counts per account, in the database."""
        from . import limits  # the adapter is loaded before the models

        try:
            limits.count_try(LOGIN, credentials["email"])
        except limits.TooMany as refusal:
            raise ValidationError(str(refusal), code="too_many_login_attempts") from refusal

    def authenticate(self, request, **credentials):
        from . import limits

        user = super().authenticate(request, **credentials)
        if user:
            limits.forget_tries(LOGIN, credentials["email"])
        return user

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has logged in or confirmed within REAUTHENTICATION_TIMEOUT is not asked again."""
        from allauth.account.authentication import get_authentication_records

        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)

    def login(self, request, user):
        from . import sitzungen

        super().login(request, user)
        sitzungen.note_login(request)

    def set_password(self, user, password):
        """A new password ends every pause, so that its owner goes on at once, and all other sessions."""
        from . import limits, passwords, sitzungen

        super().set_password(user, password)
        sitzungen.end_sessions(user, actor=user, keep=self.request.session.session_key or "")
        for purpose in (LOGIN, passwords.REQUEST):
            limits.forget_tries(purpose, user.email)
        limits.forget_tries(CODE, user.pk)

    def send_mail(self, template_prefix, email, context):
        """No mail of the library is in use."""
        raise NotImplementedError(template_prefix)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        from . import konten

        verb, sentence = konten.NOTICES[template_prefix]
        konten.note_change(user, verb, sentence, actor=user)

    def is_safe_url(self, url):
        """Where to go after the login; an address that is none at all is not safe, and no server error."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
