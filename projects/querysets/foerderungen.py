"""Grants and what belongs to one, for the office and for the people of its Jugendamt."""

from django.db import models

from ..choices import NOT_YET_AWARDED, REVOKED

LEFT_TO_OTHERS = {"foerderung__foerderzeitraum__eigene_freigabe": False}  # with who wrote last: another person submits


class FoerderungQuerySet(models.QuerySet):
    def awarded(self):
        return self.exclude(status__in=NOT_YET_AWARDED)

    def binding(self):
        """Grants that take a place of their cohort: awarded and not revoked."""
        return self.awarded().exclude(status__in=REVOKED)

    def living(self):
        """Drafts and grants that were not revoked."""
        return self.exclude(status__in=REVOKED)

    def visible_to(self, user):
        """All for office people who may view grants, awarded ones of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_perm("projects.view_foerderung") else self.of_member(user)

    def of_member(self, user):
        """Awarded ones of the offices `user` works in today."""
        return self.awarded().filter(jugendamt__in=offices_of(user))

    def for_detail(self):
        return self.select_related("jugendamt", "foerderzeitraum", "standort")

    def for_money_list(self):
        """With what a row of money shows, newest first; one query."""
        return self.select_related("jugendamt", "foerderzeitraum", "standort__jugendamt").order_by(
            "-starts_on", "jugendamt__name", "pk"
        )


def offices_of(user):
    return user.mitgliedschaften.valid().values("jugendamt")


class OfGrantQuerySet(models.QuerySet):
    """Rows of a grant, for the office and for the people of its Jugendamt."""

    def visible_to(self, user):
        """All for office people who may view them, those of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm(f"projects.view_{self.model._meta.model_name}"):
            return self
        return self.of_member(user)

    def of_member(self, user):
        """Those of the offices `user` works in today."""
        return self.filter(foerderung__jugendamt__in=offices_of(user))
