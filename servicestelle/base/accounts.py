"""How accounts come to be and get mail: by invitation, never by open sign-up, through the portal's one mail door."""

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

PASSWORD_RESET = "account/email/password_reset_key"  # noqa: S105 - the library's name of the mail


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("konto")

    def send_mail(self, template_prefix, email, context):
        """The mail with the reset link waits as a job like every other; no other mail of the library is in use."""
        from .mail import queue_mail  # the adapter is loaded before the models

        if template_prefix != PASSWORD_RESET:
            raise NotImplementedError(template_prefix)
        path = urlsplit(context["password_reset_url"]).path
        queue_mail("passwort_vergessen", to=email, subject="Neues Passwort für Ihr Konto", context={"path": path})

    def is_safe_url(self, url):
        """Where to go after the login; an address that is none at all is not safe, and no server error."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False
