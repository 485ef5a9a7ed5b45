"""Documents, what is prepared for one, and what the Jugendamt asks or answers around them."""

from django.db import models

from ..choices import REPLACING, Antragsstatus
from .foerderungen import OfGrantQuerySet


class BescheidQuerySet(OfGrantQuerySet):
    def for_list(self):
        """Newest first, with grant, last delivery and declarations; three queries."""
        rows = self.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum")
        return rows.prefetch_related("zustellungen", "erklaerungen").order_by("-pk")

    def undelivered(self):
        return self.filter(zustellungen__isnull=True)

    def replaced_by(self, bescheid):
        """What came after `bescheid` and changed or ended the same grant, oldest first."""
        return self.filter(foerderung=bescheid.foerderung_id, pk__gt=bescheid.pk, art__in=REPLACING).order_by("pk")


class BescheidentwurfQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For office people who may view them; the Jugendamt sees a document when it is signed."""
        allowed = user.is_authenticated and user.has_perm("projects.view_bescheidentwurf")
        return self if allowed else self.none()

    def for_list(self):
        return self.select_related("foerderung__jugendamt", "foerderung__foerderzeitraum", "vorbereitet_von", "antrag")


class AnhoerungQuerySet(OfGrantQuerySet):
    def open(self):
        """Not ended, neither by a document nor otherwise."""
        return self.filter(beendet_am__isnull=True)


class AenderungsantragQuerySet(OfGrantQuerySet):
    def visible_to(self, user):
        """Submitted ones for office people who may view them, all of the own office for its members, else none."""
        if user.is_authenticated and user.has_perm("projects.view_aenderungsantrag"):
            return self.submitted()
        return super().visible_to(user)

    def submitted(self):
        """What the office ever received."""
        return self.filter(eingereicht_am__isnull=False)

    def to_decide(self):
        return self.filter(status=Antragsstatus.EINGEREICHT)

    def for_list(self):
        return self.select_related(
            "foerderung__jugendamt", "foerderung__foerderzeitraum", "von_posten", "nach_posten", "created_by"
        )
