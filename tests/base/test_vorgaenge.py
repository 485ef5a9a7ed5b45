"""The audit log in words: every action has its label, every detail reads as a sentence."""

import re
from pathlib import Path

import pytest

from beratung.choices import Anfragestatus, Anmeldestatus
from projects.choices import Abrufstatus, Antragsstatus, Bekundungsstatus, Erklaerungsart, Foerderstatus
from publications.choices import Ausgabestatus
from servicestelle.base import protokoll
from servicestelle.base.choices import Dateistatus, Seitenstatus, Zuschriftstatus
from servicestelle.base.einzelheiten import kind_in_words, lines_of
from servicestelle.base.models import Protokoll, User
from servicestelle.base.vorgaenge import LABELS, label_of
from tests.records import make_meldung
from tests.test_architecture import ROOT, sources

AREAS = "|".join(sorted({verb.partition(".")[0] for verb in LABELS}))
WRITTEN = re.compile(
    rf"""(?:record\(|verb=)\s*f?["']([a-z_]+\.[^"']+)["']|^[A-Z_]+ = ["']((?:{AREAS})\.[a-z_]+)["']""", re.MULTILINE
)
MOVES = {  # the states an action is made from
    "aenderungsantrag.{to.value}": Antragsstatus,
    "bescheid.{art.value}": Erklaerungsart,
    "foerderung.{to.value}": Foerderstatus,
    "seite.{to.value}": Seitenstatus,
    "ausgabe.{to.value}": Ausgabestatus,
    "anfrage.{to.value}": Anfragestatus,
    "datei.{to.value}": [Dateistatus.FREI, Dateistatus.QUARANTAENE, Dateistatus.ABGELEHNT],
    "anmeldung.{to.value}": Anmeldestatus,
    "interessenbekundung.{to.value}": [status for status in Bekundungsstatus if status != Bekundungsstatus.ENTWURF],
    "mittelabruf.{to.value}": [status for status in Abrufstatus if status != Abrufstatus.ENTWURF],
    "zuschrift.{to.value}": [Zuschriftstatus.EINGEGANGEN, Zuschriftstatus.ERLEDIGT],
}


def written_verbs():
    for path in sources(Path(ROOT)):
        for verb in map("".join, WRITTEN.findall(path.read_text())):
            yield from (re.sub(r"{.*}", status, verb) for status in MOVES[verb]) if "{" in verb else [verb]


def test_every_action_in_the_code_has_words():
    verbs = set(written_verbs())
    assert {"seite.archiviert", "ausgabe.geprueft", "startdaten.geladen", "sicherung.erstellt"} <= verbs
    assert sorted(verb for verb in verbs if verb not in LABELS) == []


def test_an_action_without_words_is_refused(db):
    with pytest.raises(ValueError, match=r"nie\.genannt"):
        protokoll.record("nie.genannt", make_meldung(), actor=None)
    assert not Protokoll.objects.exists()


@pytest.mark.parametrize(
    ("kind", "verb", "details", "lines"),
    [
        ("publications.ausgabe", "ausgabe.geprueft", {"von": "wird_gesetzt", "nummer": 2},
         ["Stand: Wird gesetzt → Geprüft", "Nummer der Ausgabe: 2"]),
        ("publications.meldung", "verwaltung.geaendert",
         {"felder": ["titel", "datum"], "werte": {"datum": ["2026-01-01", None]}},
         ["Datum: 01.01.2026 → leer", "Titel: geändert"]),
        ("projects.foerderung", "verwaltung.geaendert",
         {"budgetposten": {"geaendert": ["amount", "bezeichnung"], "werte": {"7": {"amount": ["60.00", "1061.00"]}}}},
         ["Budgetposten 7, aus der Förderung (EUR): 60,00 → 1.061,00", "Budgetposten: geändert Bezeichnung"]),
        ("base.user", "verwaltung.geaendert", {"groups": {"dazu": ["Redaktion"], "weg": ["Betrieb"]}},
         ["Gruppen dazu: Redaktion", "Gruppen weggenommen: Betrieb"]),
        ("publications.publikation", "verwaltung.geaendert", {"kapitel": {"neu": 2, "geloescht": 1}},
         ["Kapitel: 2 neu", "Kapitel: 1 gelöscht"]),
        ("jugendaemter.jugendamt", "startdaten.geladen", {"schluessel": [str(n) for n in range(14)]},
         ["Einträge: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 und 2 weitere"]),
        ("gibt.es_nicht", "verwaltung.geaendert", {"felder": ["x"], "werte": {"x": [1, "y"]}, "rest": "z"},
         ["x: 1 → y", "rest: z"]),
        ("sicherung", "sicherung.erstellt", {"tabellen": 24}, ["Tabellen: 24"]),
    ],
)  # fmt: skip
def test_details_read_as_sentences(kind, verb, details, lines):
    assert lines_of(Protokoll(object_type=kind, verb=verb, details=details)) == lines


def test_the_admin_shows_words_only(client, db):
    client.force_login(User.objects.create_superuser("chef@demo.example", "ein-langes-passwort"))
    entry = protokoll.record("seite.veroeffentlicht", make_meldung(), actor=None, von="in_pruefung")
    page = client.get("/verwaltung/base/protokoll/").content.decode()
    for words in (label_of(entry.verb), kind_in_words(entry.object_type)):
        assert f">{words}</a>" in page  # in the filters
    assert "publications.meldung<" not in page and "seite.veroeffentlicht<" not in page
    shown = client.get(f"/verwaltung/base/protokoll/{entry.pk}/change/").content.decode()
    assert "Stand: In Prüfung → Veröffentlicht" in shown and "{" not in re.sub(
        r"<(script|style).*?</\1>", "", shown, flags=re.S
    )
    for query in (
        "verb=seite.veroeffentlicht",
        "object_type=publications.meldung",
        "q=veröffentlicht",
        f"q={entry.object_id}",
    ):
        assert client.get(f"/verwaltung/base/protokoll/?{query}").context["cl"].result_count == 1, query
    assert client.get("/verwaltung/base/protokoll/?verb=quatsch").context["cl"].result_count == 0
