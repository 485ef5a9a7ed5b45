"""Two invented exchanges of the demo: one that comes, with few places, and one that was, with a certificate."""

from datetime import timedelta

from django.utils import timezone

from beratung.choices import Anmeldestatus
from beratung.models import Anmeldung, Austauschangebot
from beratung.services import order_bescheinigung
from servicestelle.base.models import User
from servicestelle.base.publishing import publish_loaded

AHEAD, AGO, LONG = timedelta(days=28), timedelta(days=14), timedelta(hours=2)
NOTE = "\n\nDieses Treffen ist erfunden und gehört zur Demo."
GUEST = ("Gesa Gast (erfunden)", "gast@demo.example")


def load_exchanges(once, member):
    """Create what is missing; `member` is the address of the demo person who took part."""
    this_hour = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    coming = _create(
        once,
        "runder-tisch-uebergang-kita-schule",
        titel="Runder Tisch: Von der Kita in die Schule (erfunden)",
        text="Drei Netzwerke erzählen, wie sie den Übergang gestalten. Danach ist Zeit für Ihre Fragen. Bringen Sie ein "
        f"Beispiel mit, das gut gelungen ist, und eines, an dem Sie hängen.{NOTE}",
        fuer_wen="Netzwerkkoordination und Fachkräfte in Jugendämtern",
        beginn=this_hour + AHEAD,
        ende=this_hour + AHEAD + LONG,
        anmeldeschluss=this_hour + AHEAD - timedelta(days=3),
        videolink="https://video.demo.example/runder-tisch",
        plaetze=3,
    )
    if coming:
        Anmeldung.objects.create(
            angebot=coming,
            name=GUEST[0],
            email=GUEST[1],
            status=Anmeldestatus.ANGEMELDET,
            confirmed_at=timezone.now(),
        )
    past = _create(
        once,
        "werkstatt-wirkung-zeigen",
        titel="Werkstatt: Wirkung zeigen (erfunden)",
        text=f"Wie zeigt ein Netzwerk, was es bewirkt? Eine Werkstatt mit Übungen zu zweit.{NOTE}",
        fuer_wen="Menschen, die Netzwerke für Kinder koordinieren",
        beginn=this_hour - AGO,
        ende=this_hour - AGO + LONG,
        anmeldeschluss=this_hour - AGO - timedelta(days=3),
        ort="Haus der Beispiele, Beispielweg 1, 00000 Beispielort",
        plaetze=12,
    )
    person = User.objects.filter(email=member).first()
    if past and person:
        _take_part(past, person)


def _create(once, slug, **fields):
    exchange = once.create(Austauschangebot, key=("slug", slug), fiktiv=True, **fields)
    if exchange:
        publish_loaded(exchange, source="demodaten")
    return exchange


def _take_part(exchange, person):
    registered = Anmeldung.objects.create(
        angebot=exchange,
        name=person.name,
        email=person.email,
        konto=person,
        status=Anmeldestatus.ANGEMELDET,
        confirmed_at=exchange.anmeldeschluss,
        teilgenommen=True,
    )
    order_bescheinigung(registered, actor=None)
