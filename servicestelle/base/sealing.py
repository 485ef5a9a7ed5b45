"""The rules in the database have no off switch: neither for a session nor for a line of Python."""

from django.db import connections

# django-pgtrigger lets every session skip triggers by a variable (pgtrigger.ignore). Here nobody may: money rules,
# frozen editions and the audit log hold for shell, import and raw SQL alike. Installing a trigger brings its function
# back, so this runs after every migrate.
SEAL = """
CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""


def seal_triggers(sender, using, **kwargs):
    """Replace the function that every trigger asks whether it may be skipped."""
    with connections[using].cursor() as cursor:
        cursor.execute(SEAL)
