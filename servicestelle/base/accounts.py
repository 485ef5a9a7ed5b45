"""How accounts come to be: by invitation, never by open sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("konto")
