"""A second invented request of the demo that is under way: a talk, agreements, a next step, proposed times."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from beratung.choices import Beratungsformat
from beratung.models import Anfrage
from beratung.services import assign_anfrage, document_kontakt, propose_termine, submit_anfrage, write_empfehlung
from servicestelle.base.models import Thema

FRAGE = (
    "In der erfundenen Stadt Musterstadt wollen vier Kitas Eltern schon vor dem ersten Kita-Tag ansprechen. Womit haben andere "
    "Städte angefangen? (Diese Anfrage gehört zur Demo.)"
)


def load_case_under_way(office, *, asker, adviser):
    """Bring the case about as people would, by the services; only next to the first request of the demo."""
    if None in (office, asker, adviser) or Anfrage.objects.filter(jugendamt=office).count() != 1:
        return
    anfrage = submit_anfrage(
        jugendamt=office,
        themen=Thema.objects.filter(slug="fruehe-foerderung"),
        actor=asker,
        name=asker.name,
        email=asker.email,
        format=Beratungsformat.VIDEO,
        frage=FRAGE,
    )
    assign_anfrage(anfrage, to=adviser, actor=adviser)
    document_kontakt(
        anfrage,
        actor=adviser,
        am=timezone.localdate(),
        themen=anfrage.themen.all(),
        format=Beratungsformat.TELEFON,
        teilnehmende=2,
        beratung_minuten=35,
        vorbereitung_minuten=20,
        ergebnis="Erfunden: Es gibt schon eine Lotsin im Musterviertel, aber keinen Plan für alle vier Kitas.",
        vereinbarungen="Erfunden: Musterstadt schreibt auf, was es heute schon gibt. Wir suchen Beispiele heraus.",
        weiteres_vorgehen="Erfunden: im Gespräch die Beispiele zeigen.",
    )
    write_empfehlung(
        anfrage,
        actor=adviser,
        text="Sehen Sie sich an, wie andere Standorte angefangen haben. (Gehört zur Demo.)",
        link="/standorte/",
        faellig_am=timezone.localdate() + timedelta(weeks=3),
    )
    propose_termine(
        anfrage,
        actor=adviser,
        zeiten=[_at(7, 10), _at(9, 14)],
        dauer_minuten=60,
        ort="Besprechungsraum im erfundenen Rathaus",
    )


def _at(days, hour):
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))
