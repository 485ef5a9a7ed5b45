import datetime

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jugendaemter", "0006_keep_kinds_and_districts"),
        ("projects", "0010_keep_ordered_files"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="buchung",
            name="moves_balances",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="foerderung",
            name="award_rules",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="foerderzeitraum",
            name="ceilings_hold",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="buchung",
            trigger=pgtrigger.compiler.Trigger(
                name="moves_balances",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE grant_row projects_foerderung%ROWTYPE; promised numeric; gone numeric;",
                    func="\n                -- the grant first: whoever books at the same time waits here, then sees this entry\n                SELECT * INTO grant_row FROM projects_foerderung WHERE id = NEW.foerderung_id FOR UPDATE;\n                IF NOT EXISTS (SELECT 1 FROM projects_budgetposten p\n                                WHERE p.id = NEW.budgetposten_id AND p.foerderung_id = NEW.foerderung_id)\n                   OR NEW.mittelabruf_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_mittelabruf m\n                                WHERE m.id = NEW.mittelabruf_id AND m.foerderung_id = NEW.foerderung_id) THEN\n                    RAISE EXCEPTION 'Posten, Mittelabruf und Förderung einer Buchung gehören zusammen.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_buchung_of_one_grant';\n                END IF;\n                IF NEW.art = 'reservierung' AND grant_row.status NOT IN ('bewilligt', 'bestandskraeftig') THEN\n                    RAISE EXCEPTION 'Aus dieser Förderung lässt sich gerade kein Geld abrufen.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_buchung_grant_open';\n                END IF;\n                IF NEW.art = 'reservierung' AND grant_row.status = 'bewilligt' AND EXISTS (\n                        SELECT 1 FROM projects_foerderzeitraum z WHERE z.id = grant_row.foerderzeitraum_id AND z.bestandskraft_noetig) THEN\n                    RAISE EXCEPTION 'Das Programm zahlt erst, wenn die Bewilligung bestandskräftig oder der Vertrag angenommen ist.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_buchung_after_bestandskraft';\n                END IF;\n                promised := CASE WHEN NEW.art IN ('reservierung', 'korrektur') THEN NEW.amount\n                                 WHEN NEW.art IN ('freigabe', 'rueckzahlung') THEN -NEW.amount ELSE 0 END;\n                gone := CASE WHEN NEW.art IN ('auszahlung', 'korrektur') THEN NEW.amount\n                             WHEN NEW.art = 'rueckzahlung' THEN -NEW.amount ELSE 0 END;\n                UPDATE projects_budgetposten SET reserved = reserved + promised, paid = paid + gone\n                 WHERE id = NEW.budgetposten_id;\n                UPDATE projects_foerderung SET reserved = reserved + promised, paid = paid + gone\n                 WHERE id = NEW.foerderung_id;\n                RETURN NEW;\n                ",
                    hash="3e8dd2dcaa403e730ff5e7bc055542b2e9a4a0eb",
                    operation="INSERT",
                    pgid="pgtrigger_moves_balances_ca481",
                    table="projects_buchung",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="foerderung",
            trigger=pgtrigger.compiler.Trigger(
                name="award_rules",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE cohort projects_foerderzeitraum%ROWTYPE; spent numeric;",
                    func="\n                PERFORM 1 FROM projects_standort s WHERE s.id = NEW.standort_id\n                    AND s.jugendamt_id = NEW.jugendamt_id AND s.foerderzeitraum_id = NEW.foerderzeitraum_id FOR SHARE;\n                IF NEW.standort_id IS NOT NULL AND NOT FOUND THEN\n                    RAISE EXCEPTION 'Der Standort gehört zu einem anderen Jugendamt oder Förderzeitraum als die Förderung. Wählen Sie einen, der zu beiden passt.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_standort_fits';\n                END IF;\n                IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('entwurf', 'zur_zeichnung') AND NEW.months <> OLD.months THEN\n                    RAISE EXCEPTION 'Die Dauer von % Monaten ist seit der Bewilligung fest. Länger geht es nur als Verlängerung mit Grund.', OLD.months\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_months_fixed';\n                END IF;\n                IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('entwurf', 'zur_zeichnung') AND NEW.status IN ('entwurf', 'zur_zeichnung') THEN\n                    RAISE EXCEPTION 'Eine bewilligte Förderung wird nicht wieder zum Entwurf. Der Weg zurück ist Widerruf oder Rücknahme.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_stays_awarded';\n                END IF;\n                IF NEW.status IN ('entwurf', 'zur_zeichnung') THEN RETURN NEW; END IF;\n                -- locked by writing, not by FOR UPDATE: a transaction with an older snapshot then fails, it cannot overspend\n                UPDATE projects_foerderzeitraum SET dauer_monate = dauer_monate WHERE id = NEW.foerderzeitraum_id\n                    RETURNING * INTO cohort;\n                IF TG_OP = 'INSERT' OR OLD.status IN ('entwurf', 'zur_zeichnung') THEN\n                    NEW.months := cohort.dauer_monate;\n                    UPDATE projects_budgetposten SET toleranz_prozent = coalesce(cohort.toleranz_prozent, 0)\n                     WHERE foerderung_id = NEW.id;\n                END IF;\n                IF NEW.status IN ('widerrufen', 'zurueckgenommen') THEN RETURN NEW; END IF;\n                IF NEW.amount > cohort.hoechstbetrag THEN\n                    RAISE EXCEPTION 'Der Höchstbetrag je Standort ist %, diese Fördersumme %. Senken Sie die Fördersumme und ihre Budgetposten, oder erhöhen Sie zuerst den Höchstbetrag im Förderzeitraum.',\n                        projects_euro(cohort.hoechstbetrag), projects_euro(NEW.amount)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_ceiling';\n                END IF;\n                -- a revoked grant binds what was paid from it and did not come back\n                SELECT coalesce(sum(CASE WHEN status IN ('widerrufen', 'zurueckgenommen') THEN reserved ELSE amount END), 0)\n                  INTO spent FROM projects_foerderung\n                 WHERE foerderzeitraum_id = NEW.foerderzeitraum_id AND id <> NEW.id\n                   AND status NOT IN ('entwurf', 'zur_zeichnung');\n                IF spent + NEW.amount > cohort.gesamtbetrag THEN\n                    RAISE EXCEPTION 'Vom Gesamtbetrag des Förderzeitraums (%) sind noch % frei, diese Fördersumme ist %. Senken Sie die Fördersumme und ihre Budgetposten, oder erhöhen Sie zuerst den Gesamtbetrag im Förderzeitraum.',\n                        projects_euro(cohort.gesamtbetrag), projects_euro(cohort.gesamtbetrag - spent), projects_euro(NEW.amount)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderung_total';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="45f61b06a2f3fd298a6db02996bf1ae64ccea5db",
                    operation='INSERT OR UPDATE OF "status", "amount", "starts_on", "months", "extension_months", "jugendamt_id", "foerderzeitraum_id", "standort_id"',
                    pgid="pgtrigger_award_rules_49354",
                    table="projects_foerderung",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="foerderzeitraum",
            trigger=pgtrigger.compiler.Trigger(
                name="ceilings_hold",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE highest numeric; spent numeric;",
                    func="\n                SELECT max(amount) FILTER (WHERE status NOT IN ('widerrufen', 'zurueckgenommen')),\n                       coalesce(sum(CASE WHEN status IN ('widerrufen', 'zurueckgenommen') THEN reserved ELSE amount END), 0)\n                  INTO highest, spent FROM projects_foerderung\n                 WHERE foerderzeitraum_id = NEW.id AND status NOT IN ('entwurf', 'zur_zeichnung');\n                IF highest > NEW.hoechstbetrag THEN\n                    RAISE EXCEPTION 'Für einen Standort sind schon % bewilligt. Der Höchstbetrag kann nicht auf % sinken.',\n                        projects_euro(highest), projects_euro(NEW.hoechstbetrag)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderzeitraum_hoechstbetrag_holds';\n                END IF;\n                IF spent > NEW.gesamtbetrag THEN\n                    RAISE EXCEPTION 'Zusammen sind schon % gebunden. Der Gesamtbetrag kann nicht auf % sinken.',\n                        projects_euro(spent), projects_euro(NEW.gesamtbetrag)\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_foerderzeitraum_gesamtbetrag_holds';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="87c336effb800d49925a3e4dc5c39d8bacd14f57",
                    operation='UPDATE OF "hoechstbetrag", "gesamtbetrag"',
                    pgid="pgtrigger_ceilings_hold_2d586",
                    table="projects_foerderzeitraum",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="foerderung",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on__isnull", True),
                    models.Q(
                        ("starts_on__gte", datetime.date(1990, 1, 1)), ("starts_on__lt", datetime.date(2200, 1, 1))
                    ),
                    _connector="OR",
                ),
                name="projects_foerderung_beginn",
                violation_error_message="Der Beginn liegt zwischen den Jahren 1990 und 2199. Prüfen Sie die Jahreszahl.",
            ),
        ),
    ]
