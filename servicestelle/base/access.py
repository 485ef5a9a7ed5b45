"""Who a person is to the portal: public views, own scopes, office."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

public = login_not_required  # every view is closed unless it says so

_sources = []


def viewer(request):
    """The person who looks; anonymous without touching the session when no session cookie came.

    So public pages for anonymous people set no cookie and vary by none. Office people who still owe their second
    factor see what everybody sees.
    """
    person = signed_in(request)
    return AnonymousUser() if lacks_second_factor(request, person) else person


def signed_in(request):
    """Whoever is logged in, for name and navigation only; `viewer` says what they may see."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and hasattr(request, "user"):
        return request.user
    return AnonymousUser()


def before_second_factor(view):
    """Open `view` to office people who still owe their second factor: what they need to set it up."""
    view.before_second_factor = True
    return view


def lacks_second_factor(request, person):
    """True when `person` works in the office, must show a second factor and has not in this session."""
    from allauth.account.authentication import get_authentication_records  # knows models, and ours know this module

    if not (settings.SECOND_FACTOR and person.is_authenticated and (person.is_staff or person.is_superuser)):
        return False
    return not any(record["method"] == "mfa" for record in get_authentication_records(request, person))


def register_scopes(source):
    """Let an app say which scopes (`ags:05558000`) a user has; `source(user)` returns an iterable of texts."""
    _sources.append(source)
    return source


def scopes_of(user):
    """All scopes of `user` as a set; empty for anonymous people."""
    if not user.is_authenticated:
        return set()
    return {scope for source in _sources for scope in source(user)}


def is_office(user):
    """True for active people of the Servicestelle and its partners in the office."""
    return user.is_authenticated and user.is_active and user.is_staff


def office_only(view):
    """Let only office people into `view`; others get the 403 page (anonymous people log in first, by default)."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not is_office(request.user):
            raise PermissionDenied("Das Büro ist den Menschen der Servicestelle vorbehalten.")
        return view(request, *args, **kwargs)

    return guarded
