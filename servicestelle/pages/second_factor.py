"""Setting up a second factor: who has just proven one need not do so again in this session."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView


class AppEinrichten(ActivateTOTPView):
    def form_valid(self, form):
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return answer


class PasskeyEinrichten(AddWebAuthnView):
    def form_valid(self, form):
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn")
        return answer

    def get_context_data(self, **kwargs):
        """Keeps what was typed, with its error: the library shows an empty form again."""
        return super().get_context_data(**kwargs) | kwargs
