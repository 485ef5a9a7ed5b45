"""Invented people, offices and a grant, to try the portal out. Only with DEMO=1."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from servicestelle.pages.gruppen import apply_gruppen
from servicestelle.pages.startdaten.demo import PEOPLE, email_of, load_demo


class Command(BaseCommand):
    help = "Legt die Demo an: Konten mit dem Passwort aus DEMO_PASSWORD, zwei erfundene Jugendämter, eine Förderung."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Demo-Konten gibt es nur mit DEMO=1. In einem echten Portal haben sie nichts zu suchen.")
        if not settings.DEMO_PASSWORD:
            raise CommandError(
                "DEMO_PASSWORD ist leer. Setzen Sie das Passwort, mit dem sich die Demo-Konten anmelden."
            )
        apply_gruppen()
        created = load_demo(settings.DEMO_PASSWORD)
        self.stdout.write("Die Demo ist angelegt." if created else "Die Demo war schon da.")
        self.stdout.write("Konten: " + ", ".join(email_of(login) for login in PEOPLE))
