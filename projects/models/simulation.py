"""Trying award sums before anything is promised: candidates of a cohort, and variants with a sum for each."""

from decimal import Decimal

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from servicestelle.base.money import CENT

from ..querysets import SimulationQuerySet
from .foerderzeitraum import Foerderzeitraum
from .personen import person_field


class Simulation(models.Model):
    """Variants for the same candidates of one cohort. No money: nothing is awarded by it. `version` counts savings."""

    foerderzeitraum = models.ForeignKey(Foerderzeitraum, on_delete=models.PROTECT, related_name="simulationen")
    name = models.CharField("Name", max_length=100)
    kandidaten = models.ManyToManyField("jugendaemter.Jugendamt", related_name="+", verbose_name="Kandidaten")
    version = models.PositiveIntegerField("Fassung", default=1, editable=False)
    created_by = person_field("angelegt von")
    created_at = models.DateTimeField("angelegt am", auto_now_add=True)
    geaendert_am = models.DateTimeField("zuletzt geändert am", auto_now=True)

    objects = SimulationQuerySet.as_manager()

    class Meta:
        verbose_name = "Simulation"
        verbose_name_plural = "Simulationen"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["foerderzeitraum", "name"],
                name="projects_simulation_once",
                violation_error_message="Eine Simulation mit diesem Namen gibt es in diesem Förderzeitraum schon.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("buero_simulation", args=[self.pk])


class Variante(models.Model):
    """One way to spread the money. `personal_prozent` of each sum become Personalkosten, the rest Sachkosten."""

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="varianten")
    name = models.CharField("Name der Variante", max_length=60)
    personal_prozent = models.DecimalField(
        "davon Personalkosten (%)",
        max_digits=5,
        decimal_places=2,
        default=Decimal("80.00"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    uebernommen_von = person_field("übernommen von")
    uebernommen_am = models.DateTimeField("übernommen am", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "Variante"
        verbose_name_plural = "Varianten"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["simulation"],
                condition=Q(uebernommen_am__isnull=False),
                name="projects_variante_uebernommen_once",
                violation_error_message="Aus dieser Simulation ist schon eine Variante übernommen.",
            ),
            models.CheckConstraint(
                condition=Q(uebernommen_von__isnull=True, uebernommen_am__isnull=True)
                | Q(uebernommen_von__isnull=False, uebernommen_am__isnull=False),
                name="projects_variante_uebernommen",
            ),
            models.CheckConstraint(
                condition=Q(personal_prozent__gte=0, personal_prozent__lte=100),
                name="projects_variante_prozent",
                violation_error_message="Der Anteil liegt zwischen 0 und 100 Prozent.",
            ),
        ]

    def __str__(self):
        return self.name


class Variantenbetrag(models.Model):
    """What a candidate would get in a variant, EUR. No row means: nothing. Fixed once drafts were made of the simulation."""

    variante = models.ForeignKey(Variante, on_delete=models.CASCADE, related_name="betraege")
    jugendamt = models.ForeignKey("jugendaemter.Jugendamt", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField("Betrag (EUR)", max_digits=12, decimal_places=2, validators=[MinValueValidator(CENT)])

    class Meta:
        verbose_name = "Betrag der Variante"
        verbose_name_plural = "Beträge der Variante"
        ordering = ["variante", "jugendamt__name"]
        constraints = [
            models.UniqueConstraint(fields=["variante", "jugendamt"], name="projects_variantenbetrag_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="projects_variantenbetrag_amount",
                violation_error_message="Der Betrag ist größer als 0,00 €.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="fixed_once_taken",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF EXISTS (SELECT 1 FROM projects_variante v
                            WHERE v.id = CASE TG_OP WHEN 'INSERT' THEN NEW.variante_id ELSE OLD.variante_id END
                              AND v.uebernommen_am IS NOT NULL) THEN
                    RAISE EXCEPTION 'Aus dieser Variante sind Entwürfe geworden. Ihre Beträge bleiben.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_variantenbetrag_fest';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.jugendamt)
