"""Addresses of the roof's pages."""

from django.urls import path

from . import views

urlpatterns = [path("", views.start, name="start")]
