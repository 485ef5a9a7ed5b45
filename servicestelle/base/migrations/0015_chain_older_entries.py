"""Entries from before the chain get their place in it; writers of new ones go on meanwhile."""

from django.db import migrations

# Numbered by the triggers at commit, in this order. Entries written since the triggers exist have their place already.
CHAIN = """
SELECT count(base_protokoll_anmelden(id)) FROM (
    SELECT id FROM base_protokoll p
     WHERE NOT EXISTS (SELECT 1 FROM base_protokollglied g WHERE g.eintrag_id = p.id) ORDER BY id) ohne;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0014_chain_protokoll"),
    ]

    operations = [
        migrations.RunSQL(CHAIN, migrations.RunSQL.noop),
    ]
