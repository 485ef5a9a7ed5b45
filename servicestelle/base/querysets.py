"""Filters the floor's records share."""

from datetime import timedelta

from django.db import models
from django.db.models import DurationField, ExpressionWrapper, F, Min, Q, Value
from django.db.models.functions import Greatest, Least, Now
from django.utils import timezone

from .access import scopes_of
from .choices import Auftragsstatus, Dateistatus, Fristseite, Seitenstatus, Zuschriftstatus

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


class DateiQuerySet(ScopedQuerySet):
    def of(self, *owners):
        """Files that belong to any of these records."""
        found = Q(pk__in=[])
        for kind in {owner._meta.label_lower for owner in owners}:
            numbers = [str(owner.pk) for owner in owners if owner._meta.label_lower == kind]
            found |= Q(object_type=kind, object_id__in=numbers)
        return self.filter(found)

    def released(self):
        """What may be opened: the content is checked, and the virus scanner, where there is one, found nothing."""
        return self.filter(status=Dateistatus.FREI)

    def waiting(self):
        """What the virus scanner has not judged yet."""
        return self.filter(status__in=[Dateistatus.IN_PRUEFUNG, Dateistatus.QUARANTAENE])


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


class FristQuerySet(models.QuerySet):
    def open(self):
        return self.filter(done_at__isnull=True)

    def for_office(self):
        return self.filter(seite=Fristseite.BUERO)

    def for_members(self):
        return self.filter(seite=Fristseite.JUGENDAMT)

    def overdue(self):
        return self.open().filter(due_on__lt=timezone.localdate())

    def due_by(self, day):
        return self.open().filter(due_on__lte=day)

    def concerning(self, user):
        """What `user` has to think of: in the office the own ones and those of nobody, in a Jugendamt its own side."""
        mine = Q(zustaendig=user.pk) | Q(zustaendig__isnull=True)
        own_side = Q(seite=Fristseite.JUGENDAMT, scope__in=scopes_of(user))
        return self.visible_to(user).filter(Q(seite=Fristseite.BUERO) & mine | own_side)

    def for_list(self):
        """With what a row shows: who is in charge."""
        return self.select_related("zustaendig")

    def visible_to(self, user):
        """All for office people who look after requests; else what the person's own office has to do."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("base.view_frist"):
            return self
        return self.for_members().filter(scope__in=scopes_of(user))


class VertretungQuerySet(models.QuerySet):
    def running(self):
        """Those that give rights today."""
        return self.coming().filter(von__lte=timezone.localdate())

    def coming(self):
        """Those of today and of days to come."""
        return self.filter(beendet_am__isnull=True, bis__gte=timezone.localdate())

    def past(self):
        """Those that are over by themselves or were ended."""
        return self.filter(Q(beendet_am__isnull=False) | Q(bis__lt=timezone.localdate()))

    def for_list(self):
        return self.select_related("person", "eingetragen_von", "beendet_von")

    def visible_to(self, user):
        """All for office people who may view them, else the person's own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_perm("base.view_vertretung") else self.filter(person=user)
