"""Until when paid money must be spent: the programme's weeks after each payment, counted down (a rule of the programme)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from servicestelle.base.aufgaben import Aufgabe

from ..models import Mittelabruf

NEAR = 14  # days: from then on it stands in „Was ist zu tun“
REMEMBERED = 28  # days after the end during which the money page still says so


@dataclass(frozen=True)
class Fenster:
    """The spending window of one paid request, first and last day; `heute` is the day it is looked at."""

    abruf: Mittelabruf
    ausgezahlt: date
    bis: date
    heute: date

    @property
    def key(self):
        return f"fenster-{self.abruf.pk}"

    @property
    def tage(self):
        return (self.bis - self.ausgezahlt).days

    @property
    def rest(self):
        """Days left, the last one not counted: 0 on the last day and afterwards."""
        return max((self.bis - self.heute).days, 0)

    @property
    def is_over(self):
        return self.heute > self.bis

    @property
    def is_near(self):
        return not self.is_over and self.rest <= NEAR

    @property
    def words(self):
        if self.is_over:
            return f"vorbei seit dem {self.bis:%d.%m.%Y}"
        left = f"noch {self.rest} von {self.tage} Tagen" if self.rest else "heute ist der letzte Tag"
        return f"{left}, bis {self.bis:%d.%m.%Y}"


def spend_until(paid, weeks, last_day):
    """The last day for money paid on `paid`: `weeks` later, never after the grant's `last_day`.

    None where the programme sets no weeks, and for a payment after the last day: it makes good what was spent before.
    """
    if not weeks or paid > last_day:
        return None
    return min(paid + timedelta(weeks=weeks), last_day)


def fenster_of(abrufe, today=None):
    """The Fenster of each of `abrufe` that has one, the earliest end first. `abrufe` come from `with_money_to_spend`."""
    today = today or timezone.localdate()
    found = []
    for abruf in abrufe:
        grant, paid = abruf.foerderung, timezone.localdate(abruf.ausgezahlt_am)
        until = spend_until(paid, grant.foerderzeitraum.verwendung_wochen, grant.last_day)
        if until:
            found.append(Fenster(abruf, paid, until, today))
    return sorted(found, key=lambda each: (each.bis, each.abruf.pk))


def fenster_to_show(abrufe, today=None):
    """What a money page shows: windows that run, and those that ended lately."""
    return [each for each in fenster_of(abrufe, today) if (each.heute - each.bis).days <= REMEMBERED]


def near_fenster(user):
    """For „Was ist zu tun“: money of the person's own offices that must be spent soon. One query."""
    for each in fenster_of(Mittelabruf.objects.of_member(user).with_money_to_spend()):
        if each.is_near:
            grant = each.abruf.foerderung
            url = f"{each.abruf.get_absolute_url()}#verwendung"
            yield Aufgabe(
                f"{each.abruf}: Geld ausgeben oder zurückzahlen", url, f"Förderung {grant.jugendamt}", each.bis
            )
