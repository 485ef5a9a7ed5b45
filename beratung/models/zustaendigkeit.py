"""Who looks after which topic in which region, and who is away and stood in for by whom."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from jugendaemter.choices import Regierungsbezirk
from servicestelle.base.models import Thema
from servicestelle.base.ranges import DateRange

from ..choices import SCHON_ABWESEND
from ..querysets import AbwesenheitQuerySet


class Zustaendigkeit(models.Model):
    """A rule of triage: `person` is proposed for requests of this topic from this region; empty means any.

    The most specific rule wins: topic before region, Kreis before Regierungsbezirk.
    """

    thema = models.ForeignKey(
        Thema,
        verbose_name="Thema",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="zustaendigkeiten",
        help_text="Leer: alle Themen.",
    )
    regierungsbezirk = models.CharField(
        "Regierungsbezirk", max_length=20, choices=Regierungsbezirk.choices, blank=True, help_text="Leer: überall."
    )
    kreis = models.CharField("Kreis", max_length=120, blank=True, help_text="Leer: alle Kreise.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="zuständig",
        on_delete=models.CASCADE,
        related_name="zustaendigkeiten",
    )

    class Meta:
        verbose_name = "Zuständigkeit"
        verbose_name_plural = "Zuständigkeiten"
        ordering = ["thema__name", "regierungsbezirk", "kreis"]
        constraints = [
            models.UniqueConstraint(
                fields=["thema", "regierungsbezirk", "kreis"],
                nulls_distinct=False,
                name="beratung_zustaendigkeit_once",
                violation_error_message="Für dieses Thema und diese Region gibt es schon eine Regel. Ändern Sie jene.",
            ),
            models.CheckConstraint(
                condition=Q(regierungsbezirk="") | Q(kreis=""),
                name="beratung_zustaendigkeit_region",
                violation_error_message="Nennen Sie einen Regierungsbezirk oder einen Kreis, nicht beides.",
            ),
            models.CheckConstraint(
                condition=Q(regierungsbezirk__in=["", *Regierungsbezirk.values]),
                name="beratung_zustaendigkeit_bezirk",
            ),
        ]

    def __str__(self):
        return f"{self.was}: {self.person}"

    @property
    def was(self):
        """Topic and region in words: „Elternstärkung, Kreis Coesfeld“."""
        return f"{self.thema or 'Alle Themen'}, {self.region}"

    @property
    def region(self):
        if self.kreis:
            return self.kreis
        return f"Regierungsbezirk {self.regierungsbezirk}" if self.regierungsbezirk else "überall"

    @property
    def rank(self):
        """Higher is more specific."""
        return bool(self.thema_id), bool(self.kreis), bool(self.regierungsbezirk)


class Abwesenheit(models.Model):
    """`user` is away from day to day, both included; `vertretung` stands in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wer", on_delete=models.CASCADE, related_name="abwesenheiten"
    )
    von = models.DateField("erster Tag")
    bis = models.DateField("letzter Tag")
    vertretung = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Vertretung",
        null=True,
        on_delete=models.SET_NULL,
        related_name="vertretungen",
    )

    objects = AbwesenheitQuerySet.as_manager()

    class Meta:
        verbose_name = "Abwesenheit"
        verbose_name_plural = "Abwesenheiten"
        ordering = ["von", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bis__gte=F("von")),
                name="beratung_abwesenheit_bis",
                violation_error_message="Der letzte Tag liegt vor dem ersten.",
            ),
            models.CheckConstraint(
                condition=Q(vertretung__isnull=True) | ~Q(vertretung=F("user")),
                name="beratung_abwesenheit_selbst",
                violation_error_message="Niemand vertritt sich selbst. Wählen Sie eine andere Person.",
            ),
            ExclusionConstraint(
                name="beratung_abwesenheit_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (DateRange("von", "bis", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                violation_error_message=SCHON_ABWESEND,
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.von:%d.%m.%Y} bis {self.bis:%d.%m.%Y}"

    @property
    def is_running(self):
        return self.von <= timezone.localdate() <= self.bis
