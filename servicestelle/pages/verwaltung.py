"""The admin site at /verwaltung/, in German, with the portal's only login."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse


class Verwaltung(admin.AdminSite):
    site_header = "Verwaltung"
    site_title = "Verwaltung"
    index_title = "Stammdaten und Texte"
    site_url = "/"
    enable_nav_sidebar = False

    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))
