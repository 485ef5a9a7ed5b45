"""What comes in on a call, what is thought of it, what is tried out."""

from django.db import models
from django.utils import timezone

from ..choices import DECIDED, Bekundungsstatus
from .foerderungen import offices_of

LAGEN = {  # of an Interessenbekundung: what the office has to do with it
    "entscheiden": [Bekundungsstatus.EINGEREICHT],
    "ausgewaehlt": [Bekundungsstatus.AUSGEWAEHLT],
    "nicht_ausgewaehlt": [Bekundungsstatus.NICHT_AUSGEWAEHLT],
    "zurueckgezogen": [Bekundungsstatus.ZURUECKGEZOGEN],
    "alle": Bekundungsstatus.values,
}


class InteressenbekundungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Submitted ones for office people who may view them, all of the own office for its members, else none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("projects.view_interessenbekundung"):
            return self.submitted()
        return self.of_member(user)

    def of_member(self, user):
        """All of the offices `user` works in today, drafts too."""
        return self.filter(jugendamt__in=offices_of(user))

    def submitted(self):
        """What the office ever received; drafts belong to the Jugendamt alone."""
        return self.filter(eingereicht_am__isnull=False)

    def living(self):
        """What counts in its call: everything that was not withdrawn."""
        return self.exclude(status=Bekundungsstatus.ZURUECKGEZOGEN)

    def candidates(self):
        """Submitted and not turned down: whom a simulation starts with."""
        return self.filter(status__in=[Bekundungsstatus.EINGEREICHT, Bekundungsstatus.AUSGEWAEHLT])

    def drafts_in_open_calls(self):
        day = timezone.localdate()
        open_call = {"foerderzeitraum__aufruf_von__lte": day, "foerderzeitraum__aufruf_bis__gte": day}
        return self.filter(status=Bekundungsstatus.ENTWURF, **open_call)

    def decided(self):
        return self.filter(status__in=DECIDED)

    def in_lage(self, lage):
        return self.filter(status__in=LAGEN[lage])

    def for_list(self):
        """With office, cohort and the average of the points (`schnitt`); one query."""
        rows = self.select_related("jugendamt", "foerderzeitraum")
        return rows.annotate(schnitt=models.Avg("bewertungen__punkte"))

    def for_detail(self):
        return self.select_related(
            "jugendamt", "foerderzeitraum", "geaendert_von", "eingereicht_von", "entschieden_von", "zurueckgezogen_von"
        )


class BewertungQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For office people who may view Interessenbekundungen; never for a Jugendamt."""
        allowed = user.is_authenticated and user.is_staff and user.has_perm("projects.view_interessenbekundung")
        return self if allowed else self.none()

    def for_list(self):
        return self.select_related("kriterium", "person").order_by("kriterium__reihenfolge", "person__name", "pk")


class SimulationQuerySet(models.QuerySet):
    def visible_to(self, user):
        allowed = user.is_authenticated and user.is_staff and user.has_perm("projects.view_simulation")
        return self if allowed else self.none()

    def for_list(self):
        """With author and the number of variants; one query."""
        return self.select_related("created_by").annotate(zahl=models.Count("varianten"))
