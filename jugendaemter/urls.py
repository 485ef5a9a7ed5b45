"""Addresses of networks; the authorities' own pages are composed at the roof, because they show sites."""

from django.urls import path

from . import views

urlpatterns = [
    path("netzwerke/", views.netzwerke, name="netzwerke"),
    path("netzwerke/<slug:slug>/", views.netzwerk, name="netzwerk"),
]
