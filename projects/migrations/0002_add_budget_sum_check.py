"""Rule 3: from the award on, the lines of a grant sum up to its amount, checked at commit."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION projects_lines_sum_up(grant_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    awarded record;
    lines numeric;
BEGIN
    SELECT amount, status INTO awarded FROM projects_foerderung WHERE id = grant_id FOR UPDATE;
    IF NOT FOUND OR awarded.status IN ('entwurf', 'zur_zeichnung') THEN RETURN; END IF;
    SELECT coalesce(sum(amount), 0) INTO lines FROM projects_budgetposten WHERE foerderung_id = grant_id;
    IF lines <> awarded.amount THEN
        RAISE EXCEPTION 'Die Budgetposten ergeben % EUR, die Fördersumme ist % EUR.', lines, awarded.amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_lines_sum_up';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_create_records")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION projects_lines_sum_up(bigint)")]
