"""Who stands in for a role of the office, from which day to which."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ..choices import Vertretungsrolle
from ..querysets import VertretungQuerySet
from ..ranges import DateRange

LONGEST = 92  # days, first and last included: a quarter; whoever stands in for longer gets the role itself


def _account(label, **options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.PROTECT,
        **{"related_name": "+", "editable": False} | options,
    )


class Vertretung(models.Model):
    """On the days `von` to `bis`, both included, `person` has the rights of `rolle` besides her own.

    Written once and kept, as it says who could release payments when; it can only be ended, for good.
    """

    person = _account("wer vertritt", related_name="rollenvertretungen", editable=True)
    rolle = models.CharField(
        "wen", max_length=20, choices=Vertretungsrolle.choices, default=Vertretungsrolle.ZAHLSTELLE
    )
    von = models.DateField("erster Tag")
    bis = models.DateField("letzter Tag")
    eingetragen_von = _account("eingetragen von")
    created_at = models.DateTimeField("eingetragen am", default=timezone.now, editable=False)
    beendet_von = _account("beendet von", null=True, blank=True)
    beendet_am = models.DateTimeField("vorzeitig beendet am", null=True, blank=True, editable=False)

    objects = VertretungQuerySet.as_manager()

    class Meta:
        verbose_name = "Vertretung"
        verbose_name_plural = "Vertretungen"
        ordering = ["von", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rolle__in=Vertretungsrolle.values), name="base_vertretung_rolle"),
            models.CheckConstraint(
                condition=Q(bis__gte=F("von")),
                name="base_vertretung_bis",
                violation_error_message="Der letzte Tag liegt vor dem ersten.",
            ),
            models.CheckConstraint(
                condition=Q(bis__lt=F("von") + timedelta(days=LONGEST)),
                name="base_vertretung_longest",
                violation_error_message=f"Eine Vertretung dauert höchstens {LONGEST} Tage.",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("eingetragen_von")),
                name="base_vertretung_not_oneself",
                violation_error_message="Niemand trägt sich selbst als Vertretung ein. Bitten Sie eine zweite Person.",
            ),
            models.CheckConstraint(
                condition=Q(beendet_am__isnull=True, beendet_von__isnull=True)
                | Q(beendet_am__isnull=False, beendet_von__isnull=False),
                name="base_vertretung_beendet",
            ),
            ExclusionConstraint(
                name="base_vertretung_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("rolle", RangeOperators.EQUAL),
                    (DateRange("von", "bis", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                condition=Q(beendet_am__isnull=True),
                violation_error_message="An einem dieser Tage vertritt die Person diese Rolle schon.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="only_ends",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP = 'DELETE' OR OLD.beendet_am IS NOT NULL
                   OR to_jsonb(NEW) - '{beendet_am,beendet_von_id}'::text[]
                      IS DISTINCT FROM to_jsonb(OLD) - '{beendet_am,beendet_von_id}'::text[] THEN
                    RAISE EXCEPTION 'Eine eingetragene Vertretung ändert sich nicht mehr. Beenden Sie sie und tragen Sie eine neue ein.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'base_vertretung_only_ends';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.get_rolle_display()}, {self.von:%d.%m.%Y} bis {self.bis:%d.%m.%Y}"

    @property
    def is_over(self):
        """True when it gives no rights any more: its days are over, or somebody ended it."""
        return self.beendet_am is not None or self.bis < timezone.localdate()

    @property
    def is_running(self):
        """True when it gives its rights today."""
        return not self.is_over and self.von <= timezone.localdate()
