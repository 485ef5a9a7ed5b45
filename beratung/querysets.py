"""Filters of requests."""

from django.conf import settings
from django.db import models
from django.db.models import BigIntegerField, CharField, Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from jugendaemter.models import Jugendamt
from servicestelle.base.models import Frist
from servicestelle.base.querysets import SeiteQuerySet

from .choices import AKTIV, BEENDET, Anfragestatus, Anmeldestatus, Reihenfolge, Terminstatus


class AnfrageQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(status=Anfragestatus.UNBESTAETIGT)

    def active(self):
        """What somebody has to go on with."""
        return self.filter(status__in=AKTIV)

    def unfinished(self):
        """Active or at rest: somebody is still in charge."""
        return self.filter(status__in=[*AKTIV, Anfragestatus.RUHEND])

    def ended(self):
        return self.filter(status__in=BEENDET)

    def unassigned(self):
        return self.active().filter(zustaendig__isnull=True)

    def visible_to(self, user):
        """All confirmed ones for the advisers; for members those of their own Jugendamt; else none."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("beratung.view_anfrage"):
            return self.confirmed()
        return self.asked_by_office_of(user)

    def asked_by_office_of(self, user):
        """Confirmed ones of the offices `user` works in today."""
        return self.confirmed().filter(jugendamt__in=Jugendamt.objects.of_member(user))

    def linked_to(self, anfrage):
        """Its predecessor and its follow-up."""
        return self.filter(Q(vorgaenger=anfrage) | Q(folge=anfrage)).order_by("pk")

    def late(self):
        """With a deadline that is over, whichever side it binds."""
        late = Frist.objects.overdue().filter(object_type=self.model._meta.label_lower)
        return self.filter(pk__in=late.values(number=Cast("object_id", BigIntegerField())))

    def of_absent(self):
        """Active ones whose person in charge is away today."""
        away = self.model.zustaendig.field.related_model.objects.filter(
            abwesenheiten__von__lte=timezone.localdate(), abwesenheiten__bis__gte=timezone.localdate()
        )
        return self.active().filter(zustaendig__in=away)

    def in_lage(self, lage, user):
        """The part of the queue that `lage` names (filters.LAGEN); the figures of the office count the same rows."""
        return {
            "offen": self.active,
            "neu": self.unassigned,
            "meine": lambda: self.active().filter(zustaendig=user),
            "faellig": self.late,
            "abwesend": self.of_absent,
            "ruhend": lambda: self.filter(status=Anfragestatus.RUHEND),
            "beendet": self.ended,
            "alle": self.all,
        }[lage]()

    def count_parts(self, parts):
        """How many rows of these (`parts`: {name: rows of this model}) are in each; one query, whatever their number."""
        inside = {name: Count("pk", filter=Q(pk__in=rows.order_by().values("pk"))) for name, rows in parts.items()}
        return self.order_by().aggregate(**inside) if inside else {}

    def in_order(self, key):
        """Sorted by one of Reihenfolge, the newest first where two are equal."""
        if key == Reihenfolge.FRIST:
            return self._with_next_due().order_by(F("naechste").asc(nulls_last=True), "-confirmed_at", "-pk")
        fields = {Reihenfolge.ALT: ["confirmed_at", "pk"], Reihenfolge.JUGENDAMT: ["jugendamt__name", "-confirmed_at"]}
        return self.order_by(*fields.get(key, ["-confirmed_at", "-pk"]))

    def _with_next_due(self):
        due = Frist.objects.open().filter(
            object_type=self.model._meta.label_lower, object_id=Cast(OuterRef("pk"), CharField())
        )
        return self.annotate(naechste=Subquery(due.order_by("due_on").values("due_on")[:1]))

    def awaiting_answer(self):
        """Open ones in which the office wrote last: now the Jugendamt has the word. `gefragt_am` says since when."""
        last = self.model.nachrichten.rel.related_model.objects.filter(anfrage=OuterRef("pk")).order_by("-created_at")
        rows = self.annotate(
            vom_buero=Subquery(last.values("vom_buero")[:1]), gefragt_am=Subquery(last.values("created_at")[:1])
        )
        return rows.exclude(status__in=BEENDET).filter(vom_buero=True)

    def matching(self, text):
        """Number, Jugendamt or person hold `text`, or the question does."""
        found = Q()
        for field in ("nummer", "jugendamt__name", "name", "email", "frage"):
            found |= Q(**{f"{field}__icontains": text})
        return self.filter(found) if text else self

    def for_list(self):
        """With what a row of the queue shows."""
        return self.select_related("jugendamt", "zustaendig").prefetch_related("themen")


class TerminQuerySet(models.QuerySet):
    def proposed(self):
        return self.filter(status=Terminstatus.VORGESCHLAGEN)

    def ahead(self):
        return self.filter(beginn__gt=timezone.now())

    def upcoming(self):
        """Agreed and still to come."""
        return self.filter(status=Terminstatus.VEREINBART).ahead()

    def with_calendar_file(self):
        """Those a calendar may know: agreed, or cancelled after that."""
        return self.filter(status__in=[Terminstatus.VEREINBART, Terminstatus.ABGESAGT])


class EmpfehlungQuerySet(models.QuerySet):
    def valid(self):
        """Not taken back; open ones first, then by day."""
        return self.filter(zurueckgenommen_at__isnull=True).order_by("erledigt_at", "faellig_am", "pk")


class AustauschangebotQuerySet(SeiteQuerySet):
    def public(self):
        """Published ones of the real programme; search engines and the search know only these."""
        return self.published().filter(fiktiv=False)

    def listed(self):
        """What everybody sees: invented ones only in the demo."""
        return self.published() if settings.DEMO else self.public()

    def visible_to(self, user):
        """Listed ones for everybody; all for office people who may view them."""
        if user.is_authenticated and user.has_perm("beratung.view_austauschangebot"):
            return self
        return self.listed()

    def coming(self):
        """Not over yet, the next one first."""
        return self.filter(ende__gte=timezone.now()).order_by("beginn", "pk")

    def past(self):
        """Over, the latest first."""
        return self.filter(ende__lt=timezone.now()).order_by("-beginn", "-pk")

    def for_office(self):
        """The latest first, each with `wartend`: how many wait for a place, and `unbestaetigt`: whose address is not confirmed."""
        counted = self.annotate(
            wartend=_registrations(Anmeldestatus.WARTELISTE), unbestaetigt=_registrations(Anmeldestatus.UNBESTAETIGT)
        )
        return counted.order_by("-beginn", "-pk")  # counting drops the model's own order

    def to_fill(self):
        """Those still to come where somebody waits though a place is free."""
        waiting = Q(anmeldungen__status=Anmeldestatus.WARTELISTE)
        return self.filter(
            waiting, belegt__lt=F("plaetze"), abgesagt_am__isnull=True, beginn__gt=timezone.now()
        ).distinct()


def _registrations(status):
    return Count("anmeldungen", filter=Q(anmeldungen__status=status))


class AnmeldungQuerySet(models.QuerySet):
    def registered(self):
        """Those with a place, by name."""
        return self.filter(status=Anmeldestatus.ANGEMELDET).order_by("name", "pk")

    def waiting(self):
        """The waiting list in its order."""
        return self.filter(status=Anmeldestatus.WARTELISTE).order_by("wartet_seit", "pk")

    def coming(self):
        """Of exchanges that are not over yet."""
        return self.filter(angebot__ende__gte=timezone.now())

    def of_person(self, user):
        """The person's own ones, as far as the account has confirmed them."""
        return self.filter(konto=user, confirmed_at__isnull=False) if user.is_authenticated else self.none()


class NachrichtQuerySet(models.QuerySet):
    def for_thread(self):
        return self.select_related("author").order_by("created_at", "pk")


class KontaktQuerySet(models.QuerySet):
    def for_list(self):
        """With what a line of the documentation shows, newest day first."""
        return self.select_related("author").prefetch_related("themen")

    def agreed_with_jugendamt(self):
        """Day, format and agreements: all the Jugendamt reads of the documentation; nothing else is fetched."""
        return self.exclude(vereinbarungen="").only("anfrage", "am", "format", "vereinbarungen")

    def minutes(self):
        """The sums of `beratung` and `vorbereitung` in minutes; 0 without rows."""
        return self.aggregate(
            beratung=Coalesce(Sum("beratung_minuten"), 0), vorbereitung=Coalesce(Sum("vorbereitung_minuten"), 0)
        )


class AnsichtQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the own ones, and only while the person may read the queue."""
        return self.filter(user=user) if user.has_perm("beratung.view_anfrage") else self.none()

    def pinned(self):
        return self.filter(angeheftet=True)


class AbwesenheitQuerySet(models.QuerySet):
    def running(self):
        today = timezone.localdate()
        return self.filter(von__lte=today, bis__gte=today)

    def not_over(self):
        return self.filter(bis__gte=timezone.localdate())

    def with_cases(self):
        """Each with the number of unfinished requests of the absent person as `offene`."""
        mine = Q(user__anfragen__status__in=[*AKTIV, Anfragestatus.RUHEND])
        return self.annotate(offene=Count("user__anfragen", filter=mine))
