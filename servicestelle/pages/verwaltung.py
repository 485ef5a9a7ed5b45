"""The admin site at /verwaltung/, in German, with the portal's only login."""

from functools import wraps

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


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
        """Django's guard, and ours: 403 for people outside the office, no NUL, which PostgreSQL cannot hold."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("Die Verwaltung ist den Menschen der Servicestelle vorbehalten.")
            if any("\0" in text for name, values in request.GET.lists() for text in [name, *values]):
                raise BadRequest("Die Adresse enthält ein Zeichen, das es in keinem Eintrag gibt.")
            return inner(request, *args, **kwargs)

        return guarded
