"""Small records for tests: plain functions with the fewest fields the database accepts."""

import uuid
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from jugendaemter.models import Jugendamt, Netzwerk
from projects.models import Budgetposten, Foerderung, Foerderzeitraum, Standort
from publications.models import Ausgabe, Meldung, Publikation
from servicestelle.base.fristen import open_frist
from servicestelle.base.models import Datei, Dokument

FREE = "05900001"


def make_jugendamt(ags=FREE, **fields):
    defaults = {
        "name": f"Stadt {ags}",
        "slug": f"stadt-{ags}",
        "art": "kreisfreie_stadt",
        "kreis": f"Stadt {ags}",
        "regierungsbezirk": "Arnsberg",
        "fiktiv": ags.startswith("00"),
    }
    return Jugendamt.objects.get_or_create(ags=ags, defaults=defaults | fields)[0]


def make_frist(jugendamt=None, art="probe", *, due_on=date(2026, 11, 5), seite="jugendamt", **fields):
    """An open deadline of a Jugendamt itself; its day moves only by a Fristverschiebung."""
    fields = {"titel": "Unterlagen einreichen", "url": "/mein/"} | fields
    return open_frist(jugendamt or make_jugendamt(), art, due_on=due_on, seite=seite, **fields)


def make_netzwerk(slug="netz", **fields):
    return Netzwerk.objects.create(**{"name": slug.title(), "slug": slug, "gebiet": "Westfalen"} | fields)


def make_cohort(slug="2030", **fields):
    defaults = {"name": f"Kohorte {slug}", "slug": slug, "von_jahr": 2030, "bis_jahr": 2032, "dauer_monate": 30}
    return Foerderzeitraum.objects.create(**defaults | fields)


def make_standort(jugendamt=None, cohort=None, **fields):
    jugendamt = jugendamt or make_jugendamt()
    cohort = cohort or make_cohort()
    slug = fields.pop("slug", f"standort-{jugendamt.pk}-{cohort.pk}")
    return Standort.objects.create(jugendamt=jugendamt, foerderzeitraum=cohort, slug=slug, **fields)


def publish(page):
    """Put a page straight to published, past the service: many rows for lists."""
    type(page).objects.filter(pk=page.pk).update(status="veroeffentlicht", veroeffentlicht_am=timezone.now())
    page.refresh_from_db()
    return page


def make_grant(jugendamt=None, cohort=None, lines=(), **fields):
    """A draft grant; with `lines` (amounts in EUR as text) an awarded one that sums up."""
    if lines:
        fields = {"amount": sum(map(Decimal, lines)), "status": "bewilligt", "bewilligt_am": timezone.now()} | fields
    fields = {"amount": Decimal("100.00"), "months": 30, "starts_on": date(2030, 1, 1)} | fields
    with transaction.atomic():
        grant = Foerderung.objects.create(
            jugendamt=jugendamt or make_jugendamt(), foerderzeitraum=cohort or make_cohort(), **fields
        )
        for amount in lines:
            Budgetposten.objects.create(foerderung=grant, art="personal", amount=Decimal(amount))
    grant.refresh_from_db()
    return grant


def make_publikation(slug="heft", **fields):
    return Publikation.objects.create(**{"titel": slug.title(), "slug": slug, "art": "broschuere"} | fields)


def make_document(object_key="a/1.pdf", **fields):
    defaults = {"key": "probe", "title": "Probe", "filename": "probe.pdf", "sha256": "0" * 64, "size": 1, "pages": 1}
    return Dokument.objects.create(**defaults | {"object_key": object_key} | fields)


def make_datei(owner, number=1, **fields):
    """The row of an uploaded file that belongs to `owner`; its content is nowhere."""
    defaults = {"name": f"datei-{number}.pdf", "media_type": "application/pdf", "size": 1234, "sha256": "0" * 64}
    kept = {"object_key": f"dateien/{uuid.uuid4().hex}", "status": "frei", "checked_at": timezone.now()}
    known = {"object_type": owner._meta.label_lower, "object_id": str(owner.pk), "scope": owner.scope}
    return Datei.objects.create(**defaults | kept | known | fields)


def make_ausgabe(publikation=None, nummer=1, published=False, **fields):
    if published:
        fields = {
            "status": "veroeffentlicht",
            "veroeffentlicht_am": timezone.now(),
            "dokument": make_document(f"ausgabe/{nummer}.pdf"),
        } | fields
    return Ausgabe.objects.create(publikation=publikation or make_publikation(), nummer=nummer, **fields)


def make_meldung(slug="neu", **fields):
    return Meldung.objects.create(**{"titel": slug, "slug": slug, "datum": date(2026, 1, 1), "text": "Text"} | fields)
