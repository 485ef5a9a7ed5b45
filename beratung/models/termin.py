"""An appointment of a case: one row for each time that was proposed, with what became of it."""

import uuid
from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateformat import format as format_date

from ..choices import LEAST_MEETING, MOST_MEETING, Terminstatus
from ..querysets import TerminQuerySet
from .anfrage import Anfrage


class Termin(models.Model):
    """A time one side proposes (`vom_buero` says which) and the other accepts or declines.

    A moved appointment keeps its `uid` in the row of the new time, with a higher `sequence`: calendars know it again.
    `antwort` is the word of whoever declined or cancelled.
    """

    anfrage = models.ForeignKey(Anfrage, on_delete=models.CASCADE, related_name="termine")
    status = models.CharField(
        "Stand", max_length=20, choices=Terminstatus.choices, default=Terminstatus.VORGESCHLAGEN, editable=False
    )
    vom_buero = models.BooleanField("von der Servicestelle")
    beginn = models.DateTimeField("Beginn")
    dauer_minuten = models.PositiveSmallIntegerField("Dauer in Minuten", default=60)
    ort = models.CharField("Ort", max_length=200, blank=True)
    video_url = models.CharField("Link zum Video", max_length=500, blank=True)
    antwort = models.CharField("Antwort", max_length=500, blank=True)
    uid = models.UUIDField("Kennung im Kalender", default=uuid.uuid4, editable=False)
    sequence = models.PositiveSmallIntegerField("Fassung im Kalender", default=0, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="von", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("vorgeschlagen am", default=timezone.now, editable=False)
    decided_at = models.DateTimeField("entschieden am", null=True, blank=True, editable=False)

    objects = TerminQuerySet.as_manager()

    class Meta:
        verbose_name = "Termin"
        verbose_name_plural = "Termine"
        ordering = ["beginn", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Terminstatus.values), name="beratung_termin_status"),
            models.CheckConstraint(
                condition=Q(dauer_minuten__gte=LEAST_MEETING, dauer_minuten__lte=MOST_MEETING),
                name="beratung_termin_dauer",
                violation_error_message=f"Ein Termin dauert {LEAST_MEETING} bis {MOST_MEETING} Minuten.",
            ),
            models.CheckConstraint(
                condition=Q(vom_buero=False) | ~Q(ort="") | ~Q(video_url=""),
                name="beratung_termin_place",
                violation_error_message="Nennen Sie einen Ort oder einen Link zum Video.",
            ),
            models.CheckConstraint(
                condition=Q(video_url="") | Q(video_url__regex=r"^https://[^\s/]+\S*$"),
                name="beratung_termin_video_https",
                violation_error_message="Der Link zum Video beginnt mit https://.",
            ),
            models.CheckConstraint(
                condition=Q(status="vorgeschlagen", decided_at__isnull=True)
                | (~Q(status="vorgeschlagen") & Q(decided_at__isnull=False)),
                name="beratung_termin_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["abgelehnt", "abgesagt"]) | ~Q(antwort=""),
                name="beratung_termin_word",
                violation_error_message="Sagen Sie mit einem Wort, warum.",
            ),
            models.UniqueConstraint(fields=["uid", "sequence"], name="beratung_termin_fassung"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="one_agreed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__status="vereinbart"),
                func="""
                IF NEW.beginn <= now() THEN RETURN NEW; END IF;
                -- locked by writing: whoever agrees at the same time waits, then sees this row
                UPDATE beratung_anfrage SET zustaendig_id = zustaendig_id WHERE id = NEW.anfrage_id;
                IF EXISTS (SELECT 1 FROM beratung_termin t WHERE t.anfrage_id = NEW.anfrage_id AND t.id <> NEW.id
                            AND t.status = 'vereinbart' AND t.beginn > now()) THEN
                    RAISE EXCEPTION 'Für diese Anfrage ist schon ein Termin vereinbart. Sagen Sie ihn ab oder verschieben Sie ihn.'
                        USING ERRCODE = 'unique_violation', CONSTRAINT = 'beratung_termin_one_agreed';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"Termin {self.words}"

    @property
    def ende(self):
        return self.beginn + timedelta(minutes=self.dauer_minuten)

    @property
    def words(self):
        """Day and times as people say them: `Montag, 30.11.2026, 14:00 bis 15:00 Uhr`."""
        first, last = timezone.localtime(self.beginn), timezone.localtime(self.ende)
        until = "H:i" if first.date() == last.date() else "d.m.Y, H:i"
        return f"{format_date(first, 'l, d.m.Y, H:i')} bis {format_date(last, until)} Uhr"

    @property
    def place(self):
        """Where it is, in one line; empty while nobody has said."""
        return ", ".join(filter(None, [self.ort, self.video_url and f"Video: {self.video_url}"]))

    @property
    def outcome(self):
        """What became of it, in words: a proposal nobody answered in time has lapsed, an agreed time is over."""
        if not self.is_past:
            return self.get_status_display()
        return {"vorgeschlagen": "Verstrichen", "vereinbart": "Vorbei"}.get(self.status, self.get_status_display())

    @property
    def tone(self):
        return {"verschoben": "warning", "abgesagt": "danger"}.get(self.status, "")

    @property
    def is_past(self):
        return self.beginn <= timezone.now()

    @property
    def is_upcoming(self):
        return self.status == Terminstatus.VEREINBART and not self.is_past

    @property
    def is_waiting(self):
        """Proposed and still possible."""
        return self.status == Terminstatus.VORGESCHLAGEN and not self.is_past
