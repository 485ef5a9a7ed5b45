"""Addresses of the Fachberatung."""

from django.urls import path

from . import views

urlpatterns = [path("fachberatung/", views.fachberatung, name="fachberatung")]
