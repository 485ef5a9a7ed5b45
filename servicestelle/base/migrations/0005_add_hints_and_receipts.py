import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0004_add_kinds_of_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="Einreichung",
            fields=[
                (
                    "number",
                    models.UUIDField(editable=False, primary_key=True, serialize=False, verbose_name="Formularnummer"),
                ),
                ("form", models.CharField(max_length=60, verbose_name="Formular")),
                ("digest", models.CharField(max_length=64, verbose_name="Prüfsumme des Inhalts")),
                ("receipt", models.JSONField(default=dict, verbose_name="Quittung")),
                (
                    "created_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="eingegangen"),
                ),
            ],
            options={
                "verbose_name": "Einreichung",
                "verbose_name_plural": "Einreichungen",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Lebenszeichen",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="Teil")),
                ("seen_at", models.DateTimeField(verbose_name="zuletzt gesehen")),
            ],
            options={
                "verbose_name": "Lebenszeichen",
                "verbose_name_plural": "Lebenszeichen",
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="auftrag",
            name="hinted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="zuletzt gemeldet"),
        ),
    ]
