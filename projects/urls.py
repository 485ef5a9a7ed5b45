"""Addresses of sites and funding; a site's own page is composed by the roof."""

from django.urls import path

from . import views

urlpatterns = [
    path("standorte/", views.standorte, name="standorte"),
    path("standorte/<slug:slug>/steckbrief.pdf", views.steckbrief, name="steckbrief"),
    path("foerderung/", views.foerderung, name="foerderung"),
]
