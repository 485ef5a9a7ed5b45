"""Exchanges for tests: published ones to come, and people registered by the services they use."""

import re
from datetime import timedelta

from django.utils import timezone

from beratung import services
from beratung.models import Anmeldung, Austauschangebot
from servicestelle.base.models import Mail


def make_austausch(slug="treffen", *, starts_in=timedelta(days=7), published=True, **fields):
    start = timezone.now() + starts_in
    defaults = {
        "titel": slug.title(),
        "slug": slug,
        "text": "Worum es geht",
        "fuer_wen": "Fachkräfte",
        "beginn": start,
        "ende": start + timedelta(hours=2),
        "anmeldeschluss": start - timedelta(days=1),
        "ort": "Münster",
        "plaetze": 2,
    }
    if published:
        defaults |= {"status": "veroeffentlicht", "veroeffentlicht_am": timezone.now()}
    return Austauschangebot.objects.create(**defaults | fields)


def sign_up(angebot, number=1, **fields):
    """A registration without an account, not confirmed yet."""
    return services.register(angebot, name=f"Mensch {number}", email=f"mensch{number}@example.org", **fields)


def join(angebot, number=1):
    """A confirmed registration: with a place, or waiting."""
    return services.confirm_anmeldung(sign_up(angebot, number))


def shift(angebot, **delta):
    """Move all its times into the past, past the services."""
    fields = {name: getattr(angebot, name) - timedelta(**delta) for name in ("beginn", "ende", "anmeldeschluss")}
    Austauschangebot.objects.filter(pk=angebot.pk).update(**fields)
    angebot.refresh_from_db()
    return angebot


def statuses(angebot):
    return list(Anmeldung.objects.filter(angebot=angebot).order_by("pk").values_list("status", flat=True))


def subjects(to=None):
    rows = Mail.objects.filter(to=to) if to else Mail.objects.all()
    return list(rows.order_by("pk").values_list("subject", flat=True))


def link_of(address):
    """The path of the secret link in the newest mail to `address`."""
    return re.search(r"/austausch/anmeldung/\S+", Mail.objects.filter(to=address).first().text)[0]
