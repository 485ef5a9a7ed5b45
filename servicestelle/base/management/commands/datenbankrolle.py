"""Grants for the application's database role: rows yes, structure no, append-only tables append-only."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from psycopg import sql

STATEMENTS = [
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
]


class Command(BaseCommand):
    help = "Gibt der Anwendungsrolle ihre Rechte. Läuft als Eigentümerrolle nach jedem migrate."

    def add_arguments(self, parser):
        parser.add_argument("rolle")

    @transaction.atomic
    def handle(self, *, rolle, **options):
        models = [model for model in apps.get_models() if getattr(model, "append_only", False)]
        with connection.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(sql.SQL(statement).format(role=sql.Identifier(rolle)))
            for model in models:
                rights = "INSERT, UPDATE, DELETE, TRUNCATE" if model.by_trigger_only else "UPDATE, DELETE, TRUNCATE"
                cursor.execute(
                    sql.SQL(f"REVOKE {rights} ON {{table}} FROM {{role}}").format(
                        table=sql.Identifier(model._meta.db_table), role=sql.Identifier(rolle)
                    )
                )
        self.stdout.write(f"Rolle {rolle}: Rechte gesetzt, {len(models)} Tabelle(n) nur zum Anfügen.")
