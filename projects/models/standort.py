"""The public project of a Jugendamt and its phases."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from servicestelle.base.models import Seite, Thema

from ..choices import Phasenart
from ..querysets import StandortQuerySet
from .foerderzeitraum import Foerderzeitraum


class Standort(Seite):
    """A site: what one Jugendamt asks and does in one cohort. Unknown stays empty."""

    jugendamt = models.ForeignKey("jugendaemter.Jugendamt", on_delete=models.PROTECT, related_name="standorte")
    foerderzeitraum = models.ForeignKey(
        Foerderzeitraum, verbose_name="Förderzeitraum", on_delete=models.PROTECT, related_name="standorte"
    )
    slug = models.SlugField("Adresse", max_length=120, unique=True)
    titel = models.CharField("Titel", max_length=200, blank=True)
    titel_von_uns = models.BooleanField(
        "Titel von der Servicestelle",
        default=False,
        help_text="Die Quelle nennt keinen Projekttitel; er wurde hier beschreibend gewählt.",
    )
    motto = models.CharField("Motto", max_length=200, blank=True)
    leitfragen = ArrayField(models.TextField(), verbose_name="Leitfragen", default=list, blank=True)
    text = models.TextField("Text", blank=True)
    themen = models.ManyToManyField(Thema, related_name="standorte", blank=True)
    alter_von = models.PositiveSmallIntegerField("Alter von", null=True, blank=True)
    alter_bis = models.PositiveSmallIntegerField("Alter bis", null=True, blank=True)
    sozialraum = models.CharField("Ort oder Sozialraum", max_length=200, blank=True)
    rechtsgrundlagen = ArrayField(
        models.CharField(max_length=60), verbose_name="Rechtsgrundlagen", default=list, blank=True
    )

    objects = StandortQuerySet.as_manager()

    class Meta(Seite.Meta):
        verbose_name = "Standort"
        verbose_name_plural = "Standorte"
        ordering = ["-foerderzeitraum__von_jahr", "jugendamt__name"]
        constraints = [
            *Seite.Meta.constraints,
            models.UniqueConstraint(
                fields=["jugendamt", "foerderzeitraum"],
                name="projects_standort_once",
                violation_error_message="Dieses Jugendamt hat in diesem Förderzeitraum schon einen Standort.",
            ),
            models.CheckConstraint(
                condition=Q(alter_von__isnull=True, alter_bis__isnull=True)
                | Q(alter_von__isnull=False, alter_bis__isnull=False, alter_bis__gte=F("alter_von"), alter_bis__lte=27),
                name="projects_standort_alter",
                violation_error_message="Das Alter reicht von kleiner nach größer, höchstens bis 27 Jahre.",
            ),
        ]
        triggers = [
            *Seite.Meta.triggers,
            pgtrigger.Trigger(
                name="stays_with_its_grant",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("jugendamt_id", "foerderzeitraum_id"),
                func="""
                IF EXISTS (SELECT 1 FROM projects_foerderung f WHERE f.standort_id = NEW.id
                            AND (f.jugendamt_id <> NEW.jugendamt_id OR f.foerderzeitraum_id <> NEW.foerderzeitraum_id)) THEN
                    RAISE EXCEPTION 'Zu diesem Standort gehört eine Förderung dieses Jugendamts in diesem Förderzeitraum. Beides bleibt, solange es sie gibt.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_standort_fits';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return self.titel or str(self.jugendamt)

    def get_absolute_url(self):
        return reverse("standort", args=[self.slug])

    @property
    def scope(self):
        return f"ags:{self.jugendamt_id}"

    @property
    def steckbrief_key(self):
        return f"steckbrief:{self.pk}"

    def search_entry(self):
        if self.jugendamt.fiktiv:
            return None
        topics = self.themen.values_list("name", flat=True)
        body = " ".join([self.text, self.motto, self.sozialraum, *topics, *self.rechtsgrundlagen])
        return {
            "kind": "standort",
            "title": f"{self} – {self.jugendamt}",
            "teaser": " ".join(self.leitfragen) or self.text,
            "body": body,
        }


class StandortPartner(models.Model):
    """An organisation that works with a site, with its role."""

    standort = models.ForeignKey(Standort, on_delete=models.CASCADE, related_name="partner")
    name = models.CharField("Name", max_length=200)
    rolle = models.CharField("Rolle", max_length=200, blank=True)

    class Meta:
        verbose_name = "Partner"
        verbose_name_plural = "Partner"
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Projektphase(models.Model):
    """One of the four phases of a site. Days and results that nobody has shown stay empty."""

    standort = models.ForeignKey(Standort, on_delete=models.CASCADE, related_name="phasen")
    art = models.CharField("Phase", max_length=20, choices=Phasenart.choices)
    beginn = models.DateField("Beginn", null=True, blank=True)
    ende = models.DateField("letzter Tag", null=True, blank=True)
    schwerpunkte = models.TextField("Schwerpunkte", blank=True)
    ergebnisse = models.TextField("Ergebnisse", blank=True)

    class Meta:
        verbose_name = "Projektphase"
        verbose_name_plural = "Projektphasen"
        ordering = [
            models.Case(*[models.When(art=art, then=place) for place, art in enumerate(Phasenart.values)], default=9)
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["standort", "art"],
                name="projects_projektphase_once",
                violation_error_message="Diese Phase gibt es an diesem Standort schon.",
            ),
            models.CheckConstraint(condition=Q(art__in=Phasenart.values), name="projects_projektphase_art"),
            models.CheckConstraint(
                condition=Q(ende__isnull=True) | Q(ende__gte=F("beginn"), beginn__isnull=False),
                name="projects_projektphase_tage",
                violation_error_message="Der letzte Tag liegt vor dem Beginn, oder der Beginn fehlt.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="in_order_and_inside",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("places", "text[]"), ("grant_row", "record")],
                func="""
                places := ARRAY['analyse', 'konzept', 'umsetzung', 'praxis_check'];
                PERFORM 1 FROM projects_standort WHERE id = NEW.standort_id FOR UPDATE;
                IF EXISTS (SELECT 1 FROM projects_projektphase p WHERE p.standort_id = NEW.standort_id AND p.id <> NEW.id
                            AND ((array_position(places, p.art::text) < array_position(places, NEW.art::text) AND p.beginn > NEW.beginn)
                              OR (array_position(places, p.art::text) > array_position(places, NEW.art::text) AND p.beginn < NEW.beginn)))
                THEN
                    RAISE EXCEPTION 'Die Phasen beginnen in ihrer Reihenfolge; % passt nicht dazwischen. Ändern Sie den Beginn dieser oder der nächsten Phase.', to_char(NEW.beginn, 'DD.MM.YYYY')
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_projektphase_order';
                END IF;
                FOR grant_row IN SELECT starts_on, ends_before FROM projects_foerderung
                     WHERE standort_id = NEW.standort_id AND starts_on IS NOT NULL
                       AND status NOT IN ('widerrufen', 'zurueckgenommen') LOOP
                    IF NEW.beginn < grant_row.starts_on OR NEW.beginn >= grant_row.ends_before OR NEW.ende >= grant_row.ends_before THEN
                        RAISE EXCEPTION 'Die Phase liegt außerhalb der Förderung vom % bis %. Ändern Sie ihre Tage.',
                            to_char(grant_row.starts_on, 'DD.MM.YYYY'), to_char(grant_row.ends_before - 1, 'DD.MM.YYYY')
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_projektphase_inside';
                    END IF;
                END LOOP;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.get_art_display()
