"""Says whether the audit log is still what was written."""

from django.core.management.base import BaseCommand, CommandError

from servicestelle.base import protokollkette
from servicestelle.base.protokollkette import Broken, Head

NEXT = (
    "Ändern Sie nichts. Sichern Sie die Datenbank, und vergleichen Sie mit der letzten Sicherung, die unversehrt war."
)


class Command(BaseCommand):
    help = "Prüft die Kette des Protokolls Eintrag für Eintrag und nennt ihren Stand. Ändert nichts."

    def add_arguments(self, parser):
        parser.add_argument(
            "--stand",
            action="append",
            default=[],
            metavar="ZAHL:PRÜFSUMME",
            help="ein früherer, außerhalb aufbewahrter Stand",
        )

    def handle(self, *, stand, **options):
        try:
            head = protokollkette.check(kept=[(f"Der Stand {text}", _read(text)) for text in stand])
        except Broken as reason:
            raise CommandError(f"Das Protokoll ist verändert. {reason} {NEXT}") from None
        self.stdout.write(f"Das Protokoll ist unversehrt: {head.eintraege} Einträge.")
        for text in stand:
            self.stdout.write(f"Es enthält den Stand {text}.")
        self.stdout.write(f"Stand jetzt, zum Aufbewahren an einem anderen Ort:\n{head}")


def _read(text):
    try:
        return Head.read(text)
    except ValueError:
        raise CommandError(
            f"„{text}“ ist kein Stand. Er sieht so aus: 1234:3f… (Zahl, Doppelpunkt, 64 Zeichen)."
        ) from None
