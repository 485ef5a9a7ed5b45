"""The kinds of public pages and one list over all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, Count, F, Model, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf

from beratung.models import Austauschangebot
from jugendaemter.models import Netzwerk
from projects.models import Standort
from projects.services import order_steckbrief
from publications.models import Meldung, Publikation
from servicestelle.base.choices import Seitenstatus
from servicestelle.base.publishing import move_page

COLUMNS = ["seitenart", "pk", "bezeichnung", "status", "geaendert_am", "veroeffentlicht_am"]


@dataclass(frozen=True)
class Seitenart:
    """A kind of page: `key` stands in addresses, `title` is the SQL of a row's name."""

    key: str
    model: type[Model]
    title: Combinable
    label: str
    plural: str
    on_publish: Callable | None = None

    def may_view(self, user):
        return user.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}")

    def may_add(self, user):
        return user.has_perm(f"{self.model._meta.app_label}.add_{self.model._meta.model_name}")

    def rows(self, user):
        """All rows `user` may see, unordered, with kind and name as columns."""
        kind = Value(self.key, output_field=CharField())
        rows = self.model.objects.visible_to(user).order_by()
        return rows.annotate(seitenart=kind, bezeichnung=Cast(self.title, CharField()))


_name_of_site = Coalesce(NullIf("titel", Value("")), "jugendamt__name")
SEITENARTEN = {
    art.key: art
    for art in [
        Seitenart("standort", Standort, _name_of_site, "Standort", "Standorte", order_steckbrief),
        Seitenart("meldung", Meldung, F("titel"), "Meldung", "Meldungen"),
        Seitenart("publikation", Publikation, F("titel"), "Publikation", "Publikationen"),
        Seitenart("netzwerk", Netzwerk, F("name"), "Netzwerk", "Netzwerke"),
        Seitenart("austausch", Austauschangebot, F("titel"), "Austausch", "Austausch"),
    ]
}


def visible_kinds(user):
    """The kinds whose records `user` may view."""
    return [art for art in SEITENARTEN.values() if art.may_view(user)]


def pages_of(user, *, kind=None, statuses=None, text=""):
    """Pages of all kinds `user` may view as one query of dicts (COLUMNS), unordered; None when there are none to view."""
    wanted = [art for art in visible_kinds(user) if kind in (None, art.key)]
    rows = [_filtered(art.rows(user), statuses, text).values(*COLUMNS) for art in wanted]
    if not rows:
        return Standort.objects.none()
    return rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0]


def _filtered(rows, statuses, text):
    rows = rows.filter(status__in=statuses) if statuses else rows
    return rows.filter(bezeichnung__icontains=text) if text else rows


def label_rows(rows):
    """The dicts with words for people: `art` and `stand`."""
    return [
        {**row, "art": SEITENARTEN[row["seitenart"]].label, "stand": Seitenstatus(row["status"]).label} for row in rows
    ]


def count_by_status(user):
    """How many pages stand where, over all kinds `user` may view, in one query."""
    counts = [art.rows(user).values("status").annotate(zahl=Count("pk")) for art in visible_kinds(user)]
    total = dict.fromkeys(Seitenstatus.values, 0)
    for row in counts[0].union(*counts[1:], all=True) if counts else []:
        total[row["status"]] += row["zahl"]
    return total


@transaction.atomic
def move_seite(kind, obj, *, to, expected, actor):
    """Move the page as `move_page` does and order what its publishing brings (a site's Steckbrief); return the row."""
    page = move_page(obj, to=to, expected=expected, actor=actor)
    if page.is_published and kind.on_publish:
        kind.on_publish(page, actor=actor)
    return page
