"""Refusals name amounts as people write them here (96.000,00 €), the rule, the numbers and the way out."""

import django.contrib.postgres.constraints
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import projects.models.foerderung

EURO = """
CREATE FUNCTION projects_euro(amount numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT translate(to_char(amount, 'FM999,999,999,990.00'), ',.', '.,') || U&'\\00A0€'
$$;
"""
LINES_SUM_UP = """
CREATE OR REPLACE FUNCTION projects_lines_sum_up(grant_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    awarded record;
    lines numeric;
BEGIN
    SELECT amount, status INTO awarded FROM projects_foerderung WHERE id = grant_id FOR UPDATE;
    IF NOT FOUND OR awarded.status IN ('entwurf', 'zur_zeichnung') THEN RETURN; END IF;
    SELECT coalesce(sum(amount), 0) INTO lines FROM projects_budgetposten WHERE foerderung_id = grant_id;
    IF lines <> awarded.amount THEN
        RAISE EXCEPTION {text}
            USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_lines_sum_up';
    END IF;
END $$;
"""
OLD_TEXT = "'Die Budgetposten ergeben % EUR, die Fördersumme ist % EUR.', lines, awarded.amount"
NEW_TEXT = """'Die Budgetposten ergeben zusammen %, die Fördersumme ist %. Ändern Sie die Posten um %, dann ist beides gleich.',
            projects_euro(lines), projects_euro(awarded.amount), projects_euro(abs(awarded.amount - lines))"""


class Migration(migrations.Migration):
    dependencies = [
        ("jugendaemter", "0002_close_gaps_in_rules"),
        ("projects", "0003_close_gaps_in_rules"),
    ]

    operations = [
        migrations.RunSQL(EURO, "DROP FUNCTION projects_euro(numeric)"),
        migrations.RunSQL(LINES_SUM_UP.format(text=NEW_TEXT), LINES_SUM_UP.format(text=OLD_TEXT)),
        pgtrigger.migrations.RemoveTrigger(
            model_name="foerderung",
            name="award_rules",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="foerderung",
            name="phases_inside",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="foerderzeitraum",
            name="ceilings_hold",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="projektphase",
            name="in_order_and_inside",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="standort",
            name="stays_with_its_grant",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="foerderung",
            trigger=pgtrigger.compiler.Trigger(
                name="award_rules",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE cohort projects_foerderzeitraum%ROWTYPE; spent numeric;",
                    func="\n                PERFORM 1 FROM projects_standort s WHERE s.id = NEW.standort_id\n                    AND s.jugendamt_id = NEW.jugendamt_id AND s.foerderzeitraum_id = NEW.foerderzeitraum_id FOR SHARE;\n                IF NEW.standort_id IS NOT NULL AND NOT FOUND THEN\n                    RAISE EXCEPTION 'Der Standort gehört zu einem anderen Jugendamt oder Förderzeitraum als die Förderung. Wählen Sie einen, der zu beiden passt.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_standort_fits';\n                END IF;\n                IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('entwurf', 'zur_zeichnung') AND NEW.months <> OLD.months THEN\n                    RAISE EXCEPTION 'Die Dauer von % Monaten ist seit der Bewilligung fest. Länger geht es nur als Verlängerung mit Grund.', OLD.months\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_months_fixed';\n                END IF;\n                IF NEW.status IN ('entwurf', 'zur_zeichnung') THEN RETURN NEW; END IF;\n                -- locked by writing, not by FOR UPDATE: a transaction with an older snapshot then fails, it cannot overspend\n                UPDATE projects_foerderzeitraum SET dauer_monate = dauer_monate WHERE id = NEW.foerderzeitraum_id\n                    RETURNING * INTO cohort;\n                IF TG_OP = 'INSERT' OR OLD.status IN ('entwurf', 'zur_zeichnung') THEN\n                    NEW.months := cohort.dauer_monate;\n                END IF;\n                IF NEW.status IN ('widerrufen', 'zurueckgenommen') THEN RETURN NEW; END IF;\n                IF NEW.amount > cohort.hoechstbetrag THEN\n                    RAISE EXCEPTION 'Der Höchstbetrag je Standort ist %, diese Fördersumme %. Senken Sie die Fördersumme und ihre Budgetposten, oder erhöhen Sie zuerst den Höchstbetrag im Förderzeitraum.',\n                        projects_euro(cohort.hoechstbetrag), projects_euro(NEW.amount)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_ceiling';\n                END IF;\n                SELECT coalesce(sum(amount), 0) INTO spent FROM projects_foerderung\n                 WHERE foerderzeitraum_id = NEW.foerderzeitraum_id AND id <> NEW.id\n                   AND status NOT IN ('entwurf', 'zur_zeichnung') AND status NOT IN ('widerrufen', 'zurueckgenommen');\n                IF spent + NEW.amount > cohort.gesamtbetrag THEN\n                    RAISE EXCEPTION 'Vom Gesamtbetrag des Förderzeitraums (%) sind noch % frei, diese Fördersumme ist %. Senken Sie die Fördersumme und ihre Budgetposten, oder erhöhen Sie zuerst den Gesamtbetrag im Förderzeitraum.',\n                        projects_euro(cohort.gesamtbetrag), projects_euro(cohort.gesamtbetrag - spent), projects_euro(NEW.amount)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_total';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="fa1732c76e4ae67cc5d9b5f189827ba6b7217a21",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_award_rules_49354",
                    table="projects_foerderung",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="foerderung",
            trigger=pgtrigger.compiler.Trigger(
                name="phases_inside",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE grant_row projects_foerderung%ROWTYPE;",
                    func="\n                SELECT * INTO grant_row FROM projects_foerderung WHERE id = NEW.id;\n                IF NOT FOUND OR grant_row.status IN ('widerrufen', 'zurueckgenommen') THEN RETURN NULL; END IF;\n                PERFORM 1 FROM projects_standort WHERE id = grant_row.standort_id FOR UPDATE;\n                IF EXISTS (SELECT 1 FROM projects_projektphase p WHERE p.standort_id = grant_row.standort_id\n                            AND (p.beginn < grant_row.starts_on OR p.beginn >= grant_row.ends_before\n                                 OR p.ende >= grant_row.ends_before)) THEN\n                    RAISE EXCEPTION 'Eine Phase des Standorts liegt außerhalb der Förderung vom % bis %. Ändern Sie zuerst die Tage der Phase.',\n                        to_char(grant_row.starts_on, 'DD.MM.YYYY'), to_char(grant_row.ends_before - 1, 'DD.MM.YYYY')\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_projektphase_inside';\n                END IF;\n                RETURN NULL;\n                ",
                    hash="4c8bda850b3279f30905573bac132afa74598dad",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_phases_inside_895f6",
                    table="projects_foerderung",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="foerderzeitraum",
            trigger=pgtrigger.compiler.Trigger(
                name="ceilings_hold",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE highest numeric; spent numeric;",
                    func="\n                SELECT max(amount), coalesce(sum(amount), 0) INTO highest, spent FROM projects_foerderung\n                 WHERE foerderzeitraum_id = NEW.id\n                   AND status NOT IN ('entwurf', 'zur_zeichnung', 'widerrufen', 'zurueckgenommen');\n                IF highest > NEW.hoechstbetrag THEN\n                    RAISE EXCEPTION 'Für einen Standort sind schon % bewilligt. Der Höchstbetrag kann nicht auf % sinken.',\n                        projects_euro(highest), projects_euro(NEW.hoechstbetrag)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderzeitraum_hoechstbetrag_holds';\n                END IF;\n                IF spent > NEW.gesamtbetrag THEN\n                    RAISE EXCEPTION 'Zusammen sind schon % bewilligt. Der Gesamtbetrag kann nicht auf % sinken.',\n                        projects_euro(spent), projects_euro(NEW.gesamtbetrag)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderzeitraum_gesamtbetrag_holds';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="fd5539b5c9130ab06a3a658e9056a6db8ee4afb8",
                    operation='UPDATE OF "hoechstbetrag", "gesamtbetrag"',
                    pgid="pgtrigger_ceilings_hold_2d586",
                    table="projects_foerderzeitraum",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="projektphase",
            trigger=pgtrigger.compiler.Trigger(
                name="in_order_and_inside",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE places text[]; grant_row record;",
                    func="\n                places := ARRAY['analyse', 'konzept', 'umsetzung', 'praxis_check'];\n                PERFORM 1 FROM projects_standort WHERE id = NEW.standort_id FOR UPDATE;\n                IF EXISTS (SELECT 1 FROM projects_projektphase p WHERE p.standort_id = NEW.standort_id AND p.id <> NEW.id\n                            AND ((array_position(places, p.art::text) < array_position(places, NEW.art::text) AND p.beginn > NEW.beginn)\n                              OR (array_position(places, p.art::text) > array_position(places, NEW.art::text) AND p.beginn < NEW.beginn)))\n                THEN\n                    RAISE EXCEPTION 'Die Phasen beginnen in ihrer Reihenfolge; % passt nicht dazwischen. Ändern Sie den Beginn dieser oder der nächsten Phase.', to_char(NEW.beginn, 'DD.MM.YYYY')\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_projektphase_order';\n                END IF;\n                FOR grant_row IN SELECT starts_on, ends_before FROM projects_foerderung\n                     WHERE standort_id = NEW.standort_id AND starts_on IS NOT NULL\n                       AND status NOT IN ('widerrufen', 'zurueckgenommen') LOOP\n                    IF NEW.beginn < grant_row.starts_on OR NEW.beginn >= grant_row.ends_before OR NEW.ende >= grant_row.ends_before THEN\n                        RAISE EXCEPTION 'Die Phase liegt außerhalb der Förderung vom % bis %. Ändern Sie ihre Tage.',\n                            to_char(grant_row.starts_on, 'DD.MM.YYYY'), to_char(grant_row.ends_before - 1, 'DD.MM.YYYY')\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_projektphase_inside';\n                    END IF;\n                END LOOP;\n                RETURN NEW;\n                ",
                    hash="72fe16796bb54500a850e996abddcdde6417d2ce",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_in_order_and_inside_05679",
                    table="projects_projektphase",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standort",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_with_its_grant",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF EXISTS (SELECT 1 FROM projects_foerderung f WHERE f.standort_id = NEW.id\n                            AND (f.jugendamt_id <> NEW.jugendamt_id OR f.foerderzeitraum_id <> NEW.foerderzeitraum_id)) THEN\n                    RAISE EXCEPTION 'Zu diesem Standort gehört eine Förderung dieses Jugendamts in diesem Förderzeitraum. Beides bleibt, solange es sie gibt.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_standort_fits';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="65abd4a7b6709ad9b2eadea964efe912bd33588e",
                    operation='UPDATE OF "jugendamt_id", "foerderzeitraum_id"',
                    pgid="pgtrigger_stays_with_its_grant_67824",
                    table="projects_standort",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AlterConstraint(
            model_name="foerderung",
            name="projects_foerderung_no_overlap",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("starts_on__isnull", False),
                    models.Q(("status__in", ["widerrufen", "zurueckgenommen"]), _negated=True),
                ),
                expressions=[("jugendamt", "="), (projects.models.foerderung.Period("starts_on", "ends_before"), "&&")],
                name="projects_foerderung_no_overlap",
                violation_error_message="Dieses Jugendamt hat in dieser Zeit schon eine Förderung. Wählen Sie einen anderen Beginn.",
            ),
        ),
    ]
