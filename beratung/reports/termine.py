"""Times people have to keep, for the calendar each person may subscribe to; and proposals that wait for a yes."""

from django.db.models import Min, Q
from django.urls import reverse
from django.utils.timezone import localdate

from servicestelle.base.aufgaben import Aufgabe
from servicestelle.base.kalender import Eintrag

from ..models import Anfrage, Anmeldung, Termin


def proposed(user):
    """For „Was ist zu tun“: the requests of the own Jugendamt to which the office proposed times; due by the first one."""
    open_ones = Q(termine__in=Termin.objects.proposed().filter(vom_buero=True).ahead())
    rows = (
        Anfrage.objects.asked_by_office_of(user)
        .unfinished()
        .annotate(erste_zeit=Min("termine__beginn", filter=open_ones))
    )
    for row in rows.filter(erste_zeit__isnull=False):
        page = reverse("mein_anfrage", args=[row.nummer])
        yield Aufgabe(
            f"{row.nummer}: Terminvorschlag beantworten", f"{page}#termine", "Fachberatung", localdate(row.erste_zeit)
        )


def termine_in_calendar(user):
    """Agreed appointments still to come: those of the own Jugendamt, and those of cases the person looks after."""
    of_office = Anfrage.objects.asked_by_office_of(user)
    of_adviser = Anfrage.objects.visible_to(user).filter(zustaendig=user)
    rows = Termin.objects.upcoming().filter(Q(anfrage__in=of_office) | Q(anfrage__in=of_adviser))
    for row in rows.select_related("anfrage"):
        page = "buero_anfrage" if row.anfrage.zustaendig_id == user.pk else "mein_anfrage"
        yield Eintrag(
            key=str(row.uid),  # the same as in the file of this one appointment
            titel=f"Fachberatung {row.anfrage.nummer}",
            beginn=row.beginn,
            ende=row.ende,
            url=reverse(page, args=[row.anfrage.nummer]),
            stand=row.decided_at,
            ort=row.place,
        )


def austausch_in_calendar(user):
    """Exchanges still to come in which the person has a place."""
    rows = Anmeldung.objects.of_person(user).registered().filter(angebot__abgesagt_am__isnull=True)
    for row in rows.coming().select_related("angebot"):
        exchange = row.angebot
        yield Eintrag(
            key=f"austausch-{exchange.pk}",  # the same as in the exchange's own file
            titel=exchange.titel,
            beginn=exchange.beginn,
            ende=exchange.ende,
            url=reverse("meine_anmeldung", args=[row.pk]),
            stand=exchange.geaendert_am,
            ort=exchange.ort or "Video",
            text=f"Video: {exchange.videolink}" if exchange.videolink else "",
        )
