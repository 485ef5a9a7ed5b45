"""What public pages have in common: state, topics, editable texts."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..choices import Seitenstatus, Textart
from ..querysets import SeiteQuerySet


class Seite(models.Model):
    """A record with a public page. Only `base.publishing` moves its status."""

    status = models.CharField(
        "Stand", max_length=20, choices=Seitenstatus.choices, default=Seitenstatus.ENTWURF, editable=False
    )
    veroeffentlicht_am = models.DateTimeField("veröffentlicht am", null=True, blank=True, editable=False)
    geaendert_am = models.DateTimeField("geändert am", auto_now=True)

    objects = SeiteQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Seitenstatus.values), name="%(app_label)s_%(class)s_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="veroeffentlicht") | Q(veroeffentlicht_am__isnull=False),
                name="%(app_label)s_%(class)s_published_at",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.status = 'veroeffentlicht'"),
                func="""
                RAISE EXCEPTION 'Dieser Eintrag ist öffentlich. Nehmen Sie ihn erst im Büro von der Website.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'base_seite_published_stays';
                """,
            )
        ]

    @property
    def is_published(self):
        return self.status == Seitenstatus.VEROEFFENTLICHT

    def search_entry(self):
        """What the search shall know of this row, or None: title, teaser, body, kind."""
        return


class Thema(models.Model):
    """A topic that Standorte, requests and publications share."""

    name = models.CharField("Name", max_length=100, unique=True)
    slug = models.SlugField("Adresse", max_length=100, unique=True)

    class Meta:
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Seitentext(models.Model):
    """An editable text of a page, in a small Markdown subset."""

    key = models.SlugField("Schlüssel", max_length=60, unique=True, help_text="Sagt, auf welcher Seite der Text steht.")
    titel = models.CharField("Überschrift", max_length=200, blank=True)
    text = models.TextField("Text", blank=True, help_text="Absätze, **fett**, Listen mit - und [Verweise](/adresse/).")
    art = models.CharField(
        "Art",
        max_length=20,
        choices=Textart.choices,
        default=Textart.SEITE,
        help_text="Texte in Leichter Sprache bekommen eine eigene Seite unter /leichte-sprache/.",
    )
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    geaendert_am = models.DateTimeField("geändert am", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "Seitentext"
        verbose_name_plural = "Seitentexte"
        ordering = ["reihenfolge", "key"]

    def __str__(self):
        return self.titel or self.key
