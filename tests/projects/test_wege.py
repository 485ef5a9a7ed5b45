"""Grants and what is asked of them move on their ways only, whoever writes: the services' tables are the database's too."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from projects.choices import (
    ABRUFWEGE,
    ANTRAGSWEGE,
    FOERDERWEGE,
    MIT_DER_FOERDERUNG,
    NOT_YET_AWARDED,
    Abrufstatus,
    Antragsstatus,
    Foerderstatus,
)
from tests.database import sql
from tests.projects import briefe
from tests.projects.money import bring_to, make_money
from tests.records import make_cohort, make_grant, make_jugendamt

pytestmark = pytest.mark.django_db
REFUSED = "Invalid transition|nicht wieder zum Entwurf"


def grant_in(status):
    awarded = None if status in NOT_YET_AWARDED else timezone.now()
    return make_grant(make_jugendamt(briefe.OWN), make_cohort(), status=status, bewilligt_am=awarded, lines=["100.00"])


KINDS = {
    Foerderstatus: ([FOERDERWEGE], grant_in),
    Abrufstatus: ([ABRUFWEGE, MIT_DER_FOERDERUNG], lambda status: bring_to(make_money(), status, "10.00")),
    Antragsstatus: ([ANTRAGSWEGE], lambda status: briefe.plant_antrag(briefe.running(), status=status)),
}


@pytest.mark.usefixtures("in_2030")
@pytest.mark.parametrize(("kind", "start"), [(kind, start) for kind in KINDS for start in kind], ids=str)
def test_no_state_is_reached_past_its_ways(kind, start):
    tables, make = KINDS[kind]
    near = {start}.union(*(table.get(start, ()) for table in tables))
    row, elsewhere = make(start), [each for each in kind if each not in near]
    table = row._meta.db_table
    for target in [*elsewhere, "egal"]:
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            sql(f"UPDATE {table} SET status = %s WHERE id = %s", target, row.pk)
    assert type(row).objects.get(pk=row.pk).status == start
