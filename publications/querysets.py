"""Filters of publications, editions and news."""

from django.db import models

from servicestelle.base.querysets import SeiteQuerySet

from .choices import Ausgabestatus


class PublikationQuerySet(SeiteQuerySet):
    """Publications."""


class AusgabeQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Ausgabestatus.VEROEFFENTLICHT)

    def visible_to(self, user):
        """Published editions of published publications for everybody, all for office people who may view them."""
        if user.is_authenticated and user.has_perm("publications.view_ausgabe"):
            return self
        return self.published().filter(publikation__status="veroeffentlicht")


class MeldungQuerySet(SeiteQuerySet):
    """News items."""
