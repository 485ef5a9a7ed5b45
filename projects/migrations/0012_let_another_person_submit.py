import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0011_keep_paid_money_bound"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="aenderungsantrag",
            name="geaendert_von",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="zuletzt geändert von",
            ),
        ),
        migrations.AddField(
            model_name="mittelabruf",
            name="geaendert_von",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="zuletzt geändert von",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="aenderungsantrag",
            trigger=pgtrigger.compiler.Trigger(
                name="second_person",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF NEW.status = 'eingereicht' AND OLD.status <> NEW.status AND NEW.eingereicht_von_id = NEW.geaendert_von_id\n                   AND EXISTS (SELECT 1 FROM projects_foerderzeitraum z WHERE z.id = (SELECT f.foerderzeitraum_id FROM projects_foerderung f WHERE f.id = NEW.foerderung_id) AND z.eigene_freigabe = false) THEN\n                    RAISE EXCEPTION 'In diesem Programm reicht nicht ein, wer zuletzt geschrieben hat. Bitten Sie eine zweite Person mit Freigabe.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_aenderungsantrag_second_person';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="4f134e50c38f1157c7a3442a13bd873f66afdf19",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_second_person_3f6fd",
                    table="projects_aenderungsantrag",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="interessenbekundung",
            trigger=pgtrigger.compiler.Trigger(
                name="second_person",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF NEW.status = 'eingereicht' AND OLD.status <> NEW.status AND NEW.eingereicht_von_id = NEW.geaendert_von_id\n                   AND EXISTS (SELECT 1 FROM projects_foerderzeitraum z WHERE z.id = NEW.foerderzeitraum_id AND z.eigene_freigabe = false) THEN\n                    RAISE EXCEPTION 'In diesem Programm reicht nicht ein, wer zuletzt geschrieben hat. Bitten Sie eine zweite Person mit Freigabe.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_interessenbekundung_second_person';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="3a33a3b17ce51b7f36928ec90d765984b5eb959d",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_second_person_92999",
                    table="projects_interessenbekundung",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="mittelabruf",
            trigger=pgtrigger.compiler.Trigger(
                name="second_person",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF NEW.status = 'eingereicht' AND OLD.status <> NEW.status AND NEW.eingereicht_von_id = NEW.geaendert_von_id\n                   AND EXISTS (SELECT 1 FROM projects_foerderzeitraum z WHERE z.id = (SELECT f.foerderzeitraum_id FROM projects_foerderung f WHERE f.id = NEW.foerderung_id) AND z.eigene_freigabe = false) THEN\n                    RAISE EXCEPTION 'In diesem Programm reicht nicht ein, wer zuletzt geschrieben hat. Bitten Sie eine zweite Person mit Freigabe.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_mittelabruf_second_person';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="abcd5a52e6a00daf5591abbe6e51d8d9fffd2006",
                    operation='UPDATE OF "status"',
                    pgid="pgtrigger_second_person_60bd6",
                    table="projects_mittelabruf",
                    when="BEFORE",
                ),
            ),
        ),
    ]
