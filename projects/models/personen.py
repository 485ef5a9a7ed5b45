"""Who took a step of a process, and the rule that two people submit where the programme asks for it."""

import pgtrigger
from django.conf import settings
from django.db import models

from ..choices import SECOND_PERSON


def person_field(label):
    """The account of somebody who did something here; it is kept as long as the row is."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )


def second_person(rule, cohort):
    """The trigger `rule`: where the cohort (SQL for its number) says so, whoever wrote last does not submit (rule 6)."""
    return pgtrigger.Trigger(
        name="second_person",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        func=f"""
                IF NEW.status = 'eingereicht' AND OLD.status <> NEW.status AND NEW.eingereicht_von_id = NEW.geaendert_von_id
                   AND EXISTS (SELECT 1 FROM projects_foerderzeitraum z WHERE z.id = {cohort} AND z.eigene_freigabe = false) THEN
                    RAISE EXCEPTION '{SECOND_PERSON}'
                        USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';
                END IF;
                RETURN NEW;
                """,  # noqa: S608 - only our own names
    )


COHORT_OF_GRANT = "(SELECT f.foerderzeitraum_id FROM projects_foerderung f WHERE f.id = NEW.foerderung_id)"
