"""The address map of the portal."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("servicestelle.pages.urls")),
    path("", include("projects.urls")),
    path("verwaltung/", admin.site.urls),
    path("konto/anmelden/", account.login, name="account_login"),
    path("konto/abmelden/", account.logout, name="account_logout"),
]

handler400 = "servicestelle.pages.errors.bad_request"
handler403 = "servicestelle.pages.errors.permission_denied"
handler404 = "servicestelle.pages.errors.page_not_found"
handler500 = "servicestelle.pages.errors.server_error"
