"""The address map of the portal."""

from django.contrib import admin
from django.urls import include, path

from servicestelle.pages import mein
from servicestelle.pages.menschen import kolleginnen, zugaenge

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
    path("mein/kolleginnen/", kolleginnen.kolleginnen, name="kolleginnen"),
    path("mein/kolleginnen/<str:ags>/einladen/", kolleginnen.einladen, name="kollegin_einladen"),
    path("mein/kolleginnen/<int:pk>/beenden/", zugaenge.beenden, {"door": "mein"}, name="kollegin_beenden"),
    path(
        "mein/kolleginnen/einladung/<int:pk>/zurueckziehen/",
        zugaenge.zurueckziehen,
        {"door": "mein"},
        name="kollegin_einladung_zurueckziehen",
    ),
]

handler400 = "servicestelle.pages.errors.bad_request"
handler403 = "servicestelle.pages.errors.permission_denied"
handler404 = "servicestelle.pages.errors.page_not_found"
handler500 = "servicestelle.pages.errors.server_error"
