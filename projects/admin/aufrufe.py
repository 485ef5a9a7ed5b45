"""Calls: what came in and what was simulated, to be read."""

from django.contrib import admin
from django.utils.html import format_html_join

from servicestelle.base.admin import ReadOnlyAdmin
from servicestelle.base.money import format_euro

from ..models import Interessenbekundung, Simulation


@admin.register(Interessenbekundung)
class InteressenbekundungAdmin(ReadOnlyAdmin):
    """What the office received; drafts belong to the Jugendamt alone, scores stand in the office."""

    buero = ("buero_interessenbekundung",)
    list_display = ["jugendamt", "foerderzeitraum", "status", "bedarf", "eingereicht_am", "entschieden_am"]
    list_filter = ["status", "foerderzeitraum", ("eingereicht_am", admin.DateFieldListFilter)]
    list_select_related = ["jugendamt", "foerderzeitraum"]
    search_fields = ["jugendamt__name", "jugendamt__ags", "ausgangslage", "vorhaben"]
    readonly_fields = ["bedarf"]
    fieldsets = [
        (None, {"fields": ["jugendamt", "foerderzeitraum"]}),
        ("Inhalt", {"fields": ["ausgangslage", "vorhaben", "netzwerk", "kontakt", "bedarf"]}),
        ("Stand", {"fields": ["status", "begruendung"]}),
        (
            "Wer und wann",
            {
                "fields": [
                    ("created_by", "created_at"),
                    ("eingereicht_von", "eingereicht_am"),
                    ("zurueckgezogen_von", "zurueckgezogen_am"),
                    ("entschieden_von", "entschieden_am"),
                ]
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).submitted()

    @admin.display(description="Bedarf", ordering="betrag")
    def bedarf(self, row):
        return format_euro(row.betrag)


@admin.register(Simulation)
class SimulationAdmin(ReadOnlyAdmin):
    buero = ("buero_simulation",)
    list_display = ["name", "foerderzeitraum", "created_by", "created_at", "geaendert_am"]
    list_filter = ["foerderzeitraum", ("created_at", admin.DateFieldListFilter)]
    list_select_related = ["foerderzeitraum", "created_by"]
    search_fields = ["name", "foerderzeitraum__name"]
    fields = ["name", "foerderzeitraum", "kandidaten", "zeilen", ("created_by", "created_at"), "geaendert_am"]
    readonly_fields = ["zeilen"]

    @admin.display(description="Varianten")
    def zeilen(self, row):
        variants = row.varianten.prefetch_related("betraege__jugendamt")
        sums = (
            (each, ", ".join(f"{line}: {format_euro(line.amount)}" for line in each.betraege.all()))
            for each in variants
        )
        return format_html_join("", "<p>{}: {}</p>", sums)
