"""Filters of authorities, memberships and networks."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from servicestelle.base.querysets import SeiteQuerySet

from .choices import Rolle


def valid_on(day):
    """Rows whose `gueltig_von` to `gueltig_bis` (last day, open when empty) holds `day`."""
    return (Q(gueltig_von__isnull=True) | Q(gueltig_von__lte=day)) & (
        Q(gueltig_bis__isnull=True) | Q(gueltig_bis__gte=day)
    )


class JugendamtQuerySet(models.QuerySet):
    def valid(self, day=None):
        return self.filter(valid_on(day or timezone.localdate()))

    def valid_in(self, year):
        """Offices that existed on at least one day of the calendar year."""
        begun = Q(gueltig_von__isnull=True) | Q(gueltig_von__lte=date(year, 12, 31))
        return self.filter(begun, Q(gueltig_bis__isnull=True) | Q(gueltig_bis__gte=date(year, 1, 1)))

    def real(self):
        """Without the fictitious offices of the demo."""
        return self.filter(fiktiv=False)

    def public(self):
        return self.real().valid()

    def without_release(self):
        """Offices with people in the portal of whom none may give legal effect today."""
        people = self.model.mitgliedschaften.rel.related_model.objects.filter(jugendamt=OuterRef("pk"))
        return self.filter(Exists(people.valid()), ~Exists(people.releasing()))

    def visible_to(self, user):
        """Real offices for everybody; fictitious ones for the office and their own people."""
        if user.is_authenticated and user.is_staff:
            return self
        if not user.is_authenticated:
            return self.real()
        return self.filter(Q(fiktiv=False) | Q(pk__in=self.of_member(user).values("pk")))

    def of_member(self, user):
        """The offices `user` works in today."""
        return self.filter(pk__in=user.mitgliedschaften.valid().values("jugendamt"))


class MitgliedschaftQuerySet(models.QuerySet):
    def valid(self, day=None):
        return self.filter(valid_on(day or timezone.localdate()))

    def not_over(self):
        """Those of today and of days to come."""
        return self.filter(Q(gueltig_bis__isnull=True) | Q(gueltig_bis__gte=timezone.localdate()))

    def reachable(self):
        """Those of today whose account is open."""
        return self.valid().filter(user__is_active=True)

    def releasing(self):
        """Those that give legal effect today: role, days and an open account."""
        return self.reachable().filter(rolle=Rolle.FREIGABE)

    def addresses(self):
        """The mail addresses of their people, each once."""
        return sorted(set(self.values_list("user__email", flat=True)))

    def visible_to(self, user):
        """All for office people who may view them; else those of the offices `user` belongs to today."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("jugendaemter.view_mitgliedschaft"):
            return self
        return self.filter(jugendamt__in=user.mitgliedschaften.valid().values("jugendamt"))

    def for_list(self):
        return self.select_related("user", "jugendamt").order_by("user__name", "user__email", "rolle")


class EinladungQuerySet(models.QuerySet):
    def open(self):
        """Not accepted, not withdrawn, not expired."""
        return self.pending().filter(expires_at__gt=timezone.now())

    def pending(self):
        """Neither accepted nor withdrawn; may have expired."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def visible_to(self, user):
        """All for those who manage everybody's access; else those into offices where `user` may release."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("base.manage_user"):
            return self
        own = user.mitgliedschaften.valid().filter(rolle=Rolle.FREIGABE)
        return self.filter(jugendamt__in=own.values("jugendamt"))

    def for_list(self):
        return self.select_related("jugendamt").order_by("email", "rolle")


class NetzwerkQuerySet(SeiteQuerySet):
    def for_list(self):
        """Published networks with their authorities, as the list shows them."""
        return self.published().prefetch_related("jugendaemter")

    def for_detail(self):
        """One network with all its page shows."""
        return self.prefetch_related("jugendaemter", "gremien", "partner", "programme", "angebote")
