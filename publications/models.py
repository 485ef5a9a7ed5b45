"""Publication, its chapters and frozen editions; news."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from servicestelle.base.models import Auftrag, Dokument, Seite, Thema

from .choices import Ausgabestatus, Kapitelart, Publikationsart
from .querysets import AusgabeQuerySet, MeldungQuerySet, PublikationQuerySet


class Publikation(Seite):
    """A publication: one that the portal sets itself has chapters and editions, others are only listed."""

    titel = models.CharField("Titel", max_length=200)
    untertitel = models.CharField("Untertitel", max_length=300, blank=True)
    slug = models.SlugField("Adresse", max_length=120, unique=True)
    art = models.CharField("Art", max_length=30, choices=Publikationsart.choices)
    jahr = models.PositiveSmallIntegerField("Jahr", null=True, blank=True)
    reihe = models.CharField("Reihe", max_length=200, blank=True)
    heft = models.CharField("Heft", max_length=40, blank=True)
    issn = models.CharField("ISSN", max_length=9, blank=True)
    seiten = models.PositiveSmallIntegerField(
        "Seiten der Vorlage", null=True, blank=True, help_text="Nur bei Publikationen, die nicht das Portal setzt."
    )
    text = models.TextField("Worum es geht", blank=True)
    hinweis = models.TextField("Hinweis zum Bezug", blank=True)
    beleg = models.CharField("Beleg", max_length=300, blank=True)
    impressum = models.TextField("Impressum", blank=True)
    herausgeber = models.CharField("Herausgeber", max_length=300, blank=True)
    schlagworte = ArrayField(models.CharField(max_length=60), verbose_name="Schlagworte", default=list, blank=True)
    themen = models.ManyToManyField(Thema, related_name="publikationen", blank=True)

    objects = PublikationQuerySet.as_manager()

    class Meta(Seite.Meta):
        verbose_name = "Publikation"
        verbose_name_plural = "Publikationen"
        ordering = ["-jahr", "titel"]
        constraints = [
            *Seite.Meta.constraints,
            models.CheckConstraint(condition=Q(art__in=Publikationsart.values), name="publications_publikation_art"),
            models.CheckConstraint(
                condition=Q(issn="") | Q(issn__regex=r"^[0-9]{4}-[0-9]{3}[0-9X]$"),
                name="publications_publikation_issn",
                violation_error_message="Eine ISSN sieht so aus: 1614-3027.",
            ),
        ]

    def __str__(self):
        return self.titel

    def get_absolute_url(self):
        return reverse("publikation", args=[self.slug])

    def search_entry(self):
        chapters = " ".join(f"{k.titel} {k.text}" for k in self.kapitel.all())
        return {
            "kind": "publikation",
            "title": self.titel,
            "teaser": self.text,
            "body": f"{self.reihe} {self.untertitel} {chapters}",
        }


class Kapitel(models.Model):
    """A chapter, in order: free text, one Standort in the fixed pattern, or the overview of all Standorte."""

    publikation = models.ForeignKey(Publikation, on_delete=models.CASCADE, related_name="kapitel")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    art = models.CharField("Art", max_length=20, choices=Kapitelart.choices)
    titel = models.CharField("Überschrift", max_length=200, blank=True)
    text = models.TextField("Text", blank=True)
    standort = models.ForeignKey(
        "projects.Standort", on_delete=models.PROTECT, related_name="kapitel", null=True, blank=True
    )

    class Meta:
        verbose_name = "Kapitel"
        verbose_name_plural = "Kapitel"
        ordering = ["publikation", "reihenfolge"]
        constraints = [
            models.UniqueConstraint(
                fields=["publikation", "reihenfolge"],
                name="publications_kapitel_reihenfolge",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Diesen Platz in der Reihenfolge hat schon ein anderes Kapitel.",
            ),
            models.CheckConstraint(condition=Q(art__in=Kapitelart.values), name="publications_kapitel_art"),
            models.CheckConstraint(
                condition=Q(art="standort", standort__isnull=False) | (~Q(art="standort") & Q(standort__isnull=True)),
                name="publications_kapitel_standort",
                violation_error_message="Genau die Kapitel der Art „Standort“ haben einen Standort.",
            ),
        ]

    def __str__(self):
        return self.titel or str(self.standort or self.get_art_display())


class Ausgabe(models.Model):
    """A frozen edition: a snapshot of the chapters and the document made from it. Fixed from publishing on."""

    publikation = models.ForeignKey(Publikation, on_delete=models.PROTECT, related_name="ausgaben")
    nummer = models.PositiveSmallIntegerField("Nummer")
    status = models.CharField(
        "Stand", max_length=20, choices=Ausgabestatus.choices, default=Ausgabestatus.ENTWURF, editable=False
    )
    snapshot = models.JSONField("Stand der Daten", default=dict, blank=True)
    aenderungen = models.TextField("Was sich geändert hat", blank=True)
    auftrag = models.ForeignKey(
        Auftrag, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    dokument = models.OneToOneField(
        Dokument, on_delete=models.PROTECT, null=True, blank=True, related_name="ausgabe", editable=False
    )
    created_at = models.DateTimeField("angelegt am", auto_now_add=True)
    veroeffentlicht_am = models.DateTimeField("veröffentlicht am", null=True, blank=True, editable=False)

    objects = AusgabeQuerySet.as_manager()

    class Meta:
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        ordering = ["publikation", "-nummer"]
        constraints = [
            models.UniqueConstraint(fields=["publikation", "nummer"], name="publications_ausgabe_nummer"),
            models.CheckConstraint(
                condition=Q(status__in=Ausgabestatus.values), name="publications_ausgabe_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["geprueft", "veroeffentlicht", "zurueckgezogen"]) | Q(dokument__isnull=False),
                name="publications_ausgabe_has_document",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["veroeffentlicht", "zurueckgezogen"]) | Q(veroeffentlicht_am__isnull=False),
                name="publications_ausgabe_published_at",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_once_published",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status IN ('veroeffentlicht', 'zurueckgezogen')"),
                func="""
                IF TG_OP = 'UPDATE' AND OLD.status = 'veroeffentlicht' AND NEW.status = 'zurueckgezogen'
                   AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'Eine veröffentlichte Ausgabe ändert sich nicht mehr. Setzen Sie eine neue.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'publications_ausgabe_frozen';
                """,
            )
        ]

    def __str__(self):
        return f"{self.publikation}, Ausgabe {self.nummer}"


class Meldung(Seite):
    """A news item with its source and, where there is one, a statement with its person."""

    datum = models.DateField("Datum")
    titel = models.CharField("Titel", max_length=200)
    slug = models.SlugField("Adresse", max_length=120, unique=True)
    quelle = models.CharField("Quelle", max_length=200, blank=True)
    text = models.TextField("Text")
    aussage = models.TextField("Aussage", blank=True)
    aussage_woertlich = models.BooleanField("wörtliches Zitat", default=False)
    aussage_person = models.CharField("Person", max_length=150, blank=True)
    aussage_funktion = models.CharField("Funktion", max_length=150, blank=True)
    publikationen = models.ManyToManyField(Publikation, related_name="meldungen", blank=True)

    objects = MeldungQuerySet.as_manager()

    class Meta(Seite.Meta):
        verbose_name = "Meldung"
        verbose_name_plural = "Meldungen"
        ordering = ["-datum", "titel"]
        constraints = [
            *Seite.Meta.constraints,
            models.CheckConstraint(
                condition=Q(aussage="") | ~Q(aussage_person=""),
                name="publications_meldung_aussage_person",
                violation_error_message="Zu einer Aussage gehört die Person, die sie gemacht hat.",
            ),
        ]

    def __str__(self):
        return self.titel

    def get_absolute_url(self):
        return reverse("meldung", args=[self.slug])

    def search_entry(self):
        return {"kind": "meldung", "title": self.titel, "teaser": self.text, "body": f"{self.quelle} {self.aussage}"}
