"""Filters the floor's records share."""

from datetime import timedelta

from django.db import models
from django.db.models import DurationField, ExpressionWrapper, F, Min, Q, Value
from django.db.models.functions import Greatest, Least, Now

from .access import scopes_of
from .choices import Auftragsstatus, Seitenstatus, Zuschriftstatus

HINT_AGAIN, HINT_AT_MOST = timedelta(seconds=30), timedelta(minutes=5)


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
        waiting = Q(status=Auftragsstatus.WARTEND, not_before__lte=Now())
        lost = Q(status=Auftragsstatus.LAUFEND, lease_until__lt=Now())
        return self.filter(waiting | lost)

    def with_due_since(self):
        """`due_since`: from when on a worker could have had the row."""
        return self.annotate(due_since=Greatest("not_before", "lease_until"))  # PostgreSQL skips the NULL

    def age_in_seconds(self):
        """How long the longest due row has been due; 0 when there is none."""
        found = self.with_due_since().aggregate(
            age=ExpressionWrapper(Now() - Min("due_since"), output_field=DurationField())
        )
        return found["age"].total_seconds() if found["age"] else 0.0

    def to_hint(self):
        """Due rows whose last hint must be taken for lost, longest unhinted first.

        The wait doubles from HINT_AGAIN to HINT_AT_MOST, so that a worker that is away finds no flood of repeats.
        """
        waited = ExpressionWrapper(F("hinted_at") - F("due_since"), output_field=DurationField())
        pause = Least(Greatest(waited, Value(HINT_AGAIN)), Value(HINT_AT_MOST))
        again = Q(hinted_at__isnull=True) | Q(hinted_at__lt=F("due_since")) | Q(hinted_at__lt=Now() - pause)
        return self.due().with_due_since().filter(again).order_by(F("hinted_at").asc(nulls_first=True), "pk")


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
