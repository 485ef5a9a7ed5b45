"""A release of money that the request never reserved is refused: it would give away what other requests hold."""

from importlib import import_module

from django.db import migrations

OLD = import_module("projects.migrations.0007_keep_a_ledger").BOOKED_AS_ASKED.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)
# Without any reservation its sum was NULL, and NULL minus the release counted as nothing held.
NEW = OLD.replace(
    "sum(amount) FILTER (WHERE art = 'reservierung')\n",
    "coalesce(sum(amount) FILTER (WHERE art = 'reservierung'), 0)\n",
)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0012_keep_ordered_files"),
    ]

    operations = [
        migrations.RunSQL(NEW, OLD),
    ]
