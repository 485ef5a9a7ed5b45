"""The admin site at /verwaltung/, in German, with the portal's only login."""

from functools import wraps

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_VALUE = 1000


def bearable(query):
    """`query` without NUL, which PostgreSQL cannot hold, and with no value longer than a search or a filter needs."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        kept.setlist(
            name.replace("\0", "")[:LONGEST_VALUE], [value.replace("\0", "")[:LONGEST_VALUE] for value in values]
        )
    return kept


class Verwaltung(admin.AdminSite):
    site_header = "Verwaltung"
    site_title = "Verwaltung"
    index_title = "Stammdaten und Texte"
    site_url = "/"
    enable_nav_sidebar = False

    @login_not_required
    def login(self, request, extra_context=None):
        """The portal's login; people who are logged in and still end here are no office people: 403."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
            target = reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(target)
        if request.user.is_authenticated:
            raise PermissionDenied("Die Verwaltung ist den Menschen der Servicestelle vorbehalten.")
        return redirect_to_login(target)

    def logout(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def admin_view(self, view, cacheable=False):
        """Django's guard, and ours: 403 for people outside the office, no query that no list could answer."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("Die Verwaltung ist den Menschen der Servicestelle vorbehalten.")
            query = bearable(request.GET)
            if query != request.GET and request.method == "GET":
                messages.warning(request, "Ein Teil der Adresse war zu lang oder unlesbar. Wir haben ihn weggelassen.")
                return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
            request.GET = query
            return inner(request, *args, **kwargs)

        return guarded
