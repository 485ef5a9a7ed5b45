"""HTTP for every answer: default deny, a strict Content-Security-Policy, no methods but those of a browser."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect

from .access import lacks_second_factor
from .choices import NotAllowed

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # KERN's icons are data: masks
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class ContentSecurityPolicy:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


METHODS = ("GET", "HEAD", "POST")


class KnownMethods:
    """Nothing here answers to PUT, DELETE, TRACE or an invented method; no page is shown to them as if they were GET."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class LoginRequired(LoginRequiredMiddleware):
    """Django's default deny, but public views are let through before `request.user` reads the session.

    So their answers to anonymous people carry no `Vary: Cookie`. Every closed view asks office people for their second
    factor too, save those that set it up: no staff path can be forgotten.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        refusal = super().process_view(request, view_func, view_args, view_kwargs)
        if refusal or getattr(view_func, "before_second_factor", False):
            return refusal
        return redirect("mfa_index") if lacks_second_factor(request, request.user) else None


def code_of(refusal):
    """The status a page carries that says no: the wrong person 403, not now or not enough money 409."""
    return 403 if isinstance(refusal, NotAllowed) else 409
