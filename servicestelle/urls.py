"""The address map of the portal."""

from django.contrib import admin
from django.urls import include, path

from servicestelle.pages import mein

urlpatterns = [
    path("", include("servicestelle.pages.urls")),
    path("", include("projects.urls")),
    path("", include("jugendaemter.urls")),
    path("", include("beratung.urls")),
    path("", include("publications.urls")),
    path("verwaltung/", admin.site.urls),
    path("konto/", include("servicestelle.pages.konto_urls")),
    path("buero/", include("servicestelle.pages.buero.urls")),
    path("mein/", mein.mein, name="mein"),
]

handler400 = "servicestelle.pages.errors.bad_request"
handler403 = "servicestelle.pages.errors.permission_denied"
handler404 = "servicestelle.pages.errors.page_not_found"
handler500 = "servicestelle.pages.errors.server_error"
