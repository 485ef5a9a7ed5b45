"""The short statement of a Jugendamt in an open call, and what reviewers think of it."""

import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from servicestelle.base.money import CENT
from servicestelle.base.wege import keep_ways

from ..choices import BEKUNDUNGSWEGE, DECIDED, Bekundungsstatus
from ..querysets import BewertungQuerySet, InteressenbekundungQuerySet
from .foerderzeitraum import Foerderzeitraum, Kriterium
from .personen import person_field, second_person

TEXTE = ("ausgangslage", "vorhaben", "netzwerk", "kontakt")  # what a submitted one says
SUBMITTED = [status for status in Bekundungsstatus if status != Bekundungsstatus.ENTWURF]
# what may still change after submitting, and only with the step itself
OF_STEPS = "{status,entschieden_von_id,entschieden_am,begruendung,zurueckgezogen_von_id,zurueckgezogen_am}"


def _stamped(name, condition):
    """Who and when are known exactly in the states of `condition`."""
    both = Q(**{f"{name}_von__isnull": False, f"{name}_am__isnull": False})
    neither = Q(**{f"{name}_von__isnull": True, f"{name}_am__isnull": True})
    return (condition & both) | (~condition & neither)


class Interessenbekundung(models.Model):
    """What a Jugendamt has in mind, EUR in `betrag`. `version` counts the savings of the draft: nobody writes over unseen.

    Submitted only inside the call window of its cohort, fixed from then on (DB).
    """

    jugendamt = models.ForeignKey(
        "jugendaemter.Jugendamt", on_delete=models.PROTECT, related_name="interessenbekundungen"
    )
    foerderzeitraum = models.ForeignKey(
        Foerderzeitraum,
        verbose_name="Förderzeitraum",
        on_delete=models.PROTECT,
        related_name="interessenbekundungen",
    )
    status = models.CharField(
        "Stand", max_length=30, choices=Bekundungsstatus.choices, default=Bekundungsstatus.ENTWURF, editable=False
    )
    ausgangslage = models.TextField("Wo stehen Sie heute?", max_length=3000, blank=True)
    vorhaben = models.TextField("Was haben Sie vor?", max_length=3000, blank=True)
    netzwerk = models.TextField("Wer macht mit?", max_length=2000, blank=True)
    kontakt = models.CharField("Wen fragen wir?", max_length=300, blank=True)
    betrag = models.DecimalField(
        "Wie viel Geld brauchen Sie ungefähr?",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(CENT)],
    )
    version = models.PositiveIntegerField("Fassung", default=1, editable=False)
    created_by = person_field("angelegt von")
    created_at = models.DateTimeField("angelegt am", auto_now_add=True)
    geaendert_von = person_field("zuletzt geändert von")
    geaendert_am = models.DateTimeField("zuletzt geändert am", auto_now=True)
    eingereicht_von = person_field("eingereicht von")
    eingereicht_am = models.DateTimeField("eingereicht am", null=True, blank=True, editable=False)
    zurueckgezogen_von = person_field("zurückgezogen von")
    zurueckgezogen_am = models.DateTimeField("zurückgezogen am", null=True, blank=True, editable=False)
    entschieden_von = person_field("entschieden von")
    entschieden_am = models.DateTimeField("entschieden am", null=True, blank=True, editable=False)
    begruendung = models.TextField("Begründung", max_length=2000, blank=True, editable=False)

    objects = InteressenbekundungQuerySet.as_manager()

    class Meta:
        verbose_name = "Interessenbekundung"
        verbose_name_plural = "Interessenbekundungen"
        permissions = [
            ("check_interessenbekundung", "Darf Interessenbekundungen bewerten"),
            ("decide_interessenbekundung", "Darf über Interessenbekundungen entscheiden"),
        ]
        ordering = ["-foerderzeitraum__von_jahr", "jugendamt__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["jugendamt", "foerderzeitraum"],
                condition=~Q(status=Bekundungsstatus.ZURUECKGEZOGEN),
                name="projects_interessenbekundung_once",
                violation_error_message="Ihr Jugendamt hat in diesem Aufruf schon eine Interessenbekundung.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Bekundungsstatus.values), name="projects_interessenbekundung_status"
            ),
            models.CheckConstraint(
                condition=Q(betrag__isnull=True) | Q(betrag__gt=0),
                name="projects_interessenbekundung_betrag",
                violation_error_message="Der Betrag ist größer als 0,00 €.",
            ),
            models.CheckConstraint(
                condition=Q(status=Bekundungsstatus.ENTWURF) | ~Q(*((name, "") for name in TEXTE), _connector=Q.OR),
                name="projects_interessenbekundung_vollstaendig",
                violation_error_message="Es fehlen noch Angaben.",
            ),
            models.CheckConstraint(
                condition=_stamped("eingereicht", Q(status__in=SUBMITTED)),
                name="projects_interessenbekundung_eingereicht",
            ),
            models.CheckConstraint(
                condition=_stamped("zurueckgezogen", Q(status=Bekundungsstatus.ZURUECKGEZOGEN)),
                name="projects_interessenbekundung_zurueckgezogen",
            ),
            models.CheckConstraint(
                condition=_stamped("entschieden", Q(status__in=DECIDED)),
                name="projects_interessenbekundung_entschieden",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=DECIDED) & ~Q(begruendung="")) | (~Q(status__in=DECIDED) & Q(begruendung="")),
                name="projects_interessenbekundung_begruendung",
                violation_error_message="Sagen Sie dem Jugendamt, warum.",
            ),
        ]
        triggers = [
            keep_ways(BEKUNDUNGSWEGE),
            second_person("projects_interessenbekundung_second_person", "NEW.foerderzeitraum_id"),
            pgtrigger.Trigger(
                name="in_the_window",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "jugendamt_id", "foerderzeitraum_id"),
                declare=[("cohort", "projects_foerderzeitraum%ROWTYPE"), ("invented", "boolean"), ("today", "date")],
                func="""
                SELECT * INTO cohort FROM projects_foerderzeitraum WHERE id = NEW.foerderzeitraum_id FOR SHARE;
                SELECT fiktiv INTO invented FROM jugendaemter_jugendamt WHERE ags = NEW.jugendamt_id;
                IF cohort.fiktiv <> invented THEN
                    RAISE EXCEPTION 'An einem erfundenen Aufruf nehmen nur erfundene Jugendämter teil, an einem echten nur echte.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_interessenbekundung_fiktiv';
                END IF;
                IF TG_OP = 'INSERT' AND NEW.status <> 'entwurf' THEN
                    RAISE EXCEPTION 'Eine Interessenbekundung beginnt als Entwurf.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_interessenbekundung_beginnt';
                END IF;
                today := (clock_timestamp() AT TIME ZONE 'Europe/Berlin')::date;
                IF TG_OP = 'UPDATE' AND OLD.status = 'entwurf' AND NEW.status = 'eingereicht'
                        AND (cohort.aufruf_von IS NULL OR today < cohort.aufruf_von OR today > cohort.aufruf_bis) THEN
                    RAISE EXCEPTION 'Der Aufruf ist nicht offen. Eingereicht wird nur vom ersten bis zum letzten Tag des Aufrufs.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_interessenbekundung_fenster';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="fixed_once_submitted",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                IF TG_OP = 'DELETE' THEN
                    IF OLD.status = 'entwurf' THEN RETURN OLD; END IF;
                ELSIF OLD.status = 'entwurf' AND OLD.jugendamt_id = NEW.jugendamt_id
                        AND OLD.foerderzeitraum_id = NEW.foerderzeitraum_id THEN
                    RETURN NEW;
                ELSIF OLD.status = 'eingereicht' AND NEW.status <> OLD.status
                        AND to_jsonb(NEW) - '{OF_STEPS}'::text[] = to_jsonb(OLD) - '{OF_STEPS}'::text[] THEN
                    RETURN NEW;
                ELSIF to_jsonb(NEW) = to_jsonb(OLD) THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'Eine eingereichte Interessenbekundung ändert sich nicht mehr, und ein Entwurf bleibt bei seinem Jugendamt und Aufruf.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_interessenbekundung_fest';
                """,
            ),
        ]

    def __str__(self):
        return f"Interessenbekundung {self.foerderzeitraum}"

    def get_absolute_url(self):
        return reverse("mein_interessenbekundung", args=[self.pk])

    def get_office_url(self):
        return reverse("buero_interessenbekundung", args=[self.pk])

    @property
    def scope(self):
        return f"ags:{self.jugendamt_id}"

    @property
    def brief_key(self):
        return f"interessenbekundung:{self.pk}"

    @property
    def is_draft(self):
        return self.status == Bekundungsstatus.ENTWURF

    @property
    def is_decided(self):
        return self.status in DECIDED

    @property
    def missing(self):
        """Labels of what a submitted one must say and this one does not yet."""
        return [self._meta.get_field(name).verbose_name for name in TEXTE if not getattr(self, name).strip()]


class Bewertung(models.Model):
    """What one reviewer thinks of one criterion, or of the whole (no criterion, no points). Only the office reads it."""

    interessenbekundung = models.ForeignKey(Interessenbekundung, on_delete=models.PROTECT, related_name="bewertungen")
    kriterium = models.ForeignKey(
        Kriterium, on_delete=models.PROTECT, related_name="bewertungen", null=True, blank=True
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    punkte = models.PositiveSmallIntegerField("Punkte", null=True, blank=True)
    notiz = models.TextField("Interne Notiz", max_length=2000, blank=True)
    geaendert_am = models.DateTimeField("geändert am", auto_now=True)

    objects = BewertungQuerySet.as_manager()

    class Meta:
        verbose_name = "Bewertung"
        verbose_name_plural = "Bewertungen"
        ordering = ["interessenbekundung", "person__name", "kriterium__reihenfolge", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interessenbekundung", "kriterium", "person"],
                nulls_distinct=False,
                name="projects_bewertung_once",
                violation_error_message="Dieses Kriterium haben Sie schon bewertet.",
            ),
            models.CheckConstraint(
                condition=Q(kriterium__isnull=False) | Q(punkte__isnull=True), name="projects_bewertung_gesamt"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="by_the_programme",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("about", "projects_interessenbekundung%ROWTYPE"), ("rule", "projects_kriterium%ROWTYPE")],
                func="""
                SELECT * INTO about FROM projects_interessenbekundung
                 WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.interessenbekundung_id ELSE NEW.interessenbekundung_id END FOR SHARE;
                IF about.status <> 'eingereicht' THEN
                    RAISE EXCEPTION 'Bewertet wird, was eingereicht und noch nicht entschieden ist.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_bewertung_eingereicht';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                SELECT * INTO rule FROM projects_kriterium WHERE id = NEW.kriterium_id FOR SHARE;
                IF NEW.kriterium_id IS NOT NULL AND rule.foerderzeitraum_id <> about.foerderzeitraum_id THEN
                    RAISE EXCEPTION 'Dieses Kriterium gehört zu einem anderen Förderzeitraum.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_bewertung_kriterium';
                END IF;
                IF NEW.punkte > rule.hoechstpunkte THEN
                    RAISE EXCEPTION 'Für „%“ gibt es höchstens % Punkte, nicht %.', rule.name, rule.hoechstpunkte, NEW.punkte
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_bewertung_punkte';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.kriterium or "Gesamteindruck")
