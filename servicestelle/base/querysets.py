"""Filters the floor's records share."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .access import scopes_of
from .choices import Auftragsstatus, Seitenstatus, Zuschriftstatus


class SeiteQuerySet(models.QuerySet):
    """Rows with a public page."""

    def published(self):
        return self.filter(status=Seitenstatus.VEROEFFENTLICHT)

    def drafts(self):
        return self.filter(status__in=[Seitenstatus.ENTWURF, Seitenstatus.IN_PRUEFUNG])

    def visible_to(self, user):
        """Published rows for everybody; all rows for office people who may view the model."""
        if user.is_authenticated and user.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"):
            return self
        return self.published()


class ScopedQuerySet(models.QuerySet):
    """Rows whose text `scope` says to whom they belong."""

    def visible_to(self, user):
        """All rows for office people who may view the model, else those of the person's own scopes."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm(f"base.view_{self.model._meta.model_name}"):
            return self
        return self.filter(scope__in=scopes_of(user))


class AuftragQuerySet(ScopedQuerySet):
    def open(self):
        return self.filter(status__in=[Auftragsstatus.WARTEND, Auftragsstatus.LAUFEND])

    def due(self):
        """Rows a worker may claim now: waiting and not postponed, or running with a lease that ran out."""
        now = timezone.now()
        waiting = Q(status=Auftragsstatus.WARTEND, not_before__lte=now)
        lost = Q(status=Auftragsstatus.LAUFEND, lease_until__lt=now)
        return self.filter(waiting | lost)


class DokumentQuerySet(ScopedQuerySet):
    def public(self):
        return self.filter(public=True)

    def visible_to(self, user):
        return self.public() | super().visible_to(user)

    def newest(self, key):
        """The newest document made for `key`, or None."""
        return self.filter(key=key).order_by("-created_at", "-pk").first()


class ZuschriftQuerySet(models.QuerySet):
    def open(self):
        """Confirmed and not yet answered."""
        return self.filter(status=Zuschriftstatus.EINGEGANGEN)

    def confirmed(self):
        return self.exclude(status=Zuschriftstatus.UNBESTAETIGT)

    def visible_to(self, user):
        """Confirmed ones for office people who may view them."""
        if user.is_authenticated and user.has_perm("base.view_zuschrift"):
            return self.confirmed()
        return self.none()
