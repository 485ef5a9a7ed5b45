"""Public sites and the cohorts they belong to."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils import timezone

from servicestelle.base.access import scopes_of
from servicestelle.base.querysets import SeiteQuerySet


class FoerderzeitraumQuerySet(models.QuerySet):
    def with_open_call(self, day=None):
        """Cohorts whose call window is open on `day` (today)."""
        day = day or timezone.localdate()
        return self.filter(aufruf_von__lte=day, aufruf_bis__gte=day)

    def calls_for(self, user):
        """Open calls that `user` may know of: real ones for everybody, invented ones for people of invented offices."""
        rows = self.with_open_call().order_by("aufruf_bis", "name")
        if user.is_authenticated and user.mitgliedschaften.valid().filter(jugendamt__fiktiv=True).exists():
            return rows
        return rows.filter(fiktiv=False)

    def for_office(self):
        """With funder and figures of the call; two queries."""
        sent = models.Q(interessenbekundungen__eingereicht_am__isnull=False)
        return (
            self.select_related("foerderer")
            .prefetch_related("foerderer__namen")
            .annotate(bekundungen=models.Count("interessenbekundungen", filter=sent, distinct=True))
            .order_by("-von_jahr", "name")
        )

    def public_overview(self):
        """Real cohorts, newest first, with their funder and the number of public sites."""
        published = models.Q(standorte__status="veroeffentlicht", standorte__jugendamt__fiktiv=False)
        return (
            self.filter(fiktiv=False)
            .select_related("foerderer")
            .prefetch_related("foerderer__namen")
            .annotate(anzahl=models.Count("standorte", filter=published))
            .order_by("-von_jahr", "name")  # counting drops the model's own order
        )


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

    def for_detail(self):
        """One site with all its page shows."""
        return self.select_related("jugendamt", "foerderzeitraum__foerderer").prefetch_related(
            "phasen", "partner", "themen", "foerderzeitraum__foerderer__namen"
        )

    def similar_to(self, site):
        """Other sites that share topics with `site`, most shared first."""
        return (
            self.exclude(pk=site.pk)
            .annotate(gemeinsam=models.Count("themen", filter=models.Q(themen__in=site.themen.all())))
            .filter(gemeinsam__gt=0)
            .order_by("-gemeinsam", "-foerderzeitraum__von_jahr", "jugendamt__name")
        )

    def for_list(self):
        """The rows of the public list as values: only what a card shows, topics as an array, one query."""
        return self.annotate(
            themen_namen=ArraySubquery(
                self.model.themen.through.objects.filter(standort=models.OuterRef("pk"))
                .order_by("thema__name")
                .values("thema__name")
            )
        ).values(
            "slug",
            "titel",
            "titel_von_uns",
            "leitfragen",
            "motto",
            "text",
            "themen_namen",
            "sozialraum",
            jugendamt_name=models.F("jugendamt__name"),
            zeitraum=models.F("foerderzeitraum__name"),
        )
