"""App configuration of the floor."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "servicestelle.base"
    label = "base"
    verbose_name = "Grundlagen"
