import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0013_move_fristen_and_remind"),
        ("projects", "0009_write_bescheide"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Auszug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "art",
                    models.CharField(
                        choices=[
                            ("foerderung", "Geld der Förderung"),
                            ("foerderungen", "Förderungen"),
                            ("zeitraum", "Geld im Förderzeitraum"),
                            ("zeitraeume", "Geld aller Förderzeiträume"),
                        ],
                        max_length=20,
                        verbose_name="Bericht",
                    ),
                ),
                ("objekt", models.CharField(blank=True, max_length=80, verbose_name="Gegenstand")),
                ("abfrage", models.CharField(blank=True, max_length=1500, verbose_name="Filter")),
                (
                    "format",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "Excel"), ("pdf", "PDF")],
                        max_length=10,
                        verbose_name="Format",
                    ),
                ),
                ("filename", models.CharField(blank=True, editable=False, max_length=150, verbose_name="Dateiname")),
                ("object_key", models.CharField(blank=True, editable=False, max_length=200, verbose_name="Ablage")),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(default=0, editable=False, verbose_name="Größe in Byte")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="bestellt am")),
                (
                    "auftrag",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="base.auftrag",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bestellt von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Auszug",
                "verbose_name_plural": "Auszüge",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("object_key", ""), _negated=True),
                        fields=("object_key",),
                        name="projects_auszug_object_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("art__in", ["foerderung", "foerderungen", "zeitraum", "zeitraeume"])),
                        name="projects_auszug_art",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["csv", "xlsx", "pdf"])), name="projects_auszug_format"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filename", ""), ("object_key", ""), ("sha256", ""), ("size", 0)),
                            models.Q(
                                models.Q(("object_key", ""), _negated=True),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                                ("size__gt", 0),
                                models.Q(("filename", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_auszug_file",
                    ),
                ],
            },
        ),
    ]
