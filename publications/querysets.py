"""Filters of publications, editions and news."""

from django.db import models

from servicestelle.base.querysets import SeiteQuerySet

from .choices import Ausgabestatus


class PublikationQuerySet(SeiteQuerySet):
    def for_list(self):
        """Newest first, each with `oeffentliche`: its published editions, newest first. Two queries."""
        editions = self._editions().published().for_list().order_by("-nummer")
        return self.order_by("-jahr", "titel").prefetch_related(
            models.Prefetch("ausgaben", queryset=editions, to_attr="oeffentliche")
        )

    def for_office(self):
        """By title, each with `alle`: its editions of any state, newest first, and the number of its chapters."""
        editions = models.Prefetch("ausgaben", queryset=self._editions().for_office(), to_attr="alle")
        return self.annotate(kapitelzahl=models.Count("kapitel")).order_by("titel").prefetch_related(editions)

    def _editions(self):
        return self.model.ausgaben.rel.related_model.objects


class AusgabeQuerySet(models.QuerySet):
    def for_office(self):
        """Newest first, with document and job, without snapshots."""
        rows = self.select_related("dokument", "auftrag", "publikation").order_by("-nummer")
        return rows.defer("snapshot", "dokument__snapshot")

    def for_list(self):
        """With their document, without the snapshots that only reading and setting need."""
        return self.select_related("dokument").defer("snapshot", "dokument__snapshot", "dokument__findings")

    def published(self):
        return self.filter(status=Ausgabestatus.VEROEFFENTLICHT)

    def visible_to(self, user):
        """Published editions of published publications for everybody, all for office people who may view them."""
        if user.is_authenticated and user.has_perm("publications.view_ausgabe"):
            return self
        return self.published().filter(publikation__status="veroeffentlicht")


class MeldungQuerySet(SeiteQuerySet):
    """News items."""
