"""Filters of authorities, memberships and networks."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from servicestelle.base.querysets import SeiteQuerySet


def valid_on(day):
    """Rows whose `gueltig_von` to `gueltig_bis` (last day, open when empty) holds `day`."""
    return (Q(gueltig_von__isnull=True) | Q(gueltig_von__lte=day)) & (
        Q(gueltig_bis__isnull=True) | Q(gueltig_bis__gte=day)
    )


class JugendamtQuerySet(models.QuerySet):
    def valid(self, day=None):
        return self.filter(valid_on(day or timezone.localdate()))

    def real(self):
        """Without the fictitious offices of the demo."""
        return self.filter(fiktiv=False)

    def public(self):
        return self.real().valid()

    def visible_to(self, user):
        """Real offices for everybody; fictitious ones for the office and their own people."""
        if user.is_authenticated and user.is_staff:
            return self
        if not user.is_authenticated:
            return self.real()
        own = user.mitgliedschaften.valid().values("jugendamt")
        return self.filter(Q(fiktiv=False) | Q(pk__in=own))


class MitgliedschaftQuerySet(models.QuerySet):
    def valid(self, day=None):
        return self.filter(valid_on(day or timezone.localdate()))


class NetzwerkQuerySet(SeiteQuerySet):
    def for_list(self):
        """Published networks with their authorities, as the list shows them."""
        return self.published().prefetch_related("jugendaemter")

    def for_detail(self):
        """One network with all its page shows."""
        return self.prefetch_related("jugendaemter", "gremien", "partner", "programme", "angebote")
