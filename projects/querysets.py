"""Filters of cohorts, sites and grants."""

from django.db import models
from django.utils import timezone

from servicestelle.base.access import scopes_of
from servicestelle.base.querysets import SeiteQuerySet

from .choices import NOT_YET_AWARDED, REVOKED


class FoerderzeitraumQuerySet(models.QuerySet):
    def with_open_call(self, day=None):
        """Cohorts whose call window is open on `day` (today)."""
        day = day or timezone.localdate()
        return self.filter(aufruf_von__lte=day, aufruf_bis__gte=day)


class StandortQuerySet(SeiteQuerySet):
    def public(self):
        """What everybody may see: published sites of real offices."""
        return self.published().filter(jugendamt__fiktiv=False)

    def visible_to(self, user):
        """Public sites for everybody, own ones for members, all for office people who may view sites."""
        if not user.is_authenticated:
            return self.public()
        if user.has_perm("projects.view_standort"):
            return self
        own = [scope.removeprefix("ags:") for scope in scopes_of(user)]
        return self.filter(models.Q(status="veroeffentlicht", jugendamt__fiktiv=False) | models.Q(jugendamt__in=own))


class FoerderungQuerySet(models.QuerySet):
    def awarded(self):
        return self.exclude(status__in=NOT_YET_AWARDED)

    def binding(self):
        """Grants that still bind money: awarded and not revoked."""
        return self.awarded().exclude(status__in=REVOKED)

    def visible_to(self, user):
        """All for office people who may view grants, awarded ones of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("projects.view_foerderung"):
            return self
        own = [scope.removeprefix("ags:") for scope in scopes_of(user)]
        return self.awarded().filter(jugendamt__in=own)
