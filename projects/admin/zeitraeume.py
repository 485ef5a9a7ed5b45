"""Funders and cohorts."""

from django.contrib import admin

from servicestelle.base.admin import GuardedAdmin, GuardedInline, GuardedTable
from servicestelle.base.money import format_euro

from ..models import Foerderer, FoerdererName, Foerderzeitraum, Kriterium


class NameInline(GuardedInline):
    model = FoerdererName
    fields = [("name", "reihenfolge"), ("gueltig_von", "gueltig_bis"), "beleg"]


@admin.register(Foerderer)
class FoerdererAdmin(GuardedAdmin):
    list_display = ["name", "kuerzel"]
    search_fields = ["kuerzel", "namen__name"]
    inlines = [NameInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("namen")


class KriteriumInline(GuardedTable):
    model = Kriterium
    fields = ["reihenfolge", "name", "erklaerung", "hoechstpunkte"]


@admin.register(Foerderzeitraum)
class FoerderzeitraumAdmin(GuardedAdmin):
    buero = ("buero_foerderzeitraum",)
    inlines = [KriteriumInline]
    euro_fields = ["hoechstbetrag", "gesamtbetrag", "bagatelle"]
    list_display = ["name", "von_jahr", "bis_jahr", "plaetze", "hoechstbetrag_euro", "fiktiv"]
    list_filter = ["fiktiv", "rechtsform"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "foerderer", ("von_jahr", "bis_jahr"), "fiktiv"]}),
        ("Umfang", {"fields": ["plaetze", "hoechstbetrag", "gesamtbetrag", "dauer_monate"]}),
        ("Aufruf", {"fields": [("aufruf_von", "aufruf_bis")]}),
        (
            "Regeln des Programms",
            {
                "fields": [
                    "rechtsform",
                    "finanzierungsart",
                    "bestandskraft_noetig",
                    "eigene_freigabe",
                    "verwendung_wochen",
                    "toleranz_prozent",
                    "nachlauf_wochen",
                    "nachweis_monate",
                    "aufbewahrung_jahre",
                    "bagatelle",
                    "zinsregel",
                ],
                "description": "Das sind Regeln des Förderers, kein Gesetz. Was niemand belegt hat, bleibt leer.",
            },
        ),
    ]

    @admin.display(description="Höchstbetrag", ordering="hoechstbetrag")
    def hoechstbetrag_euro(self, cohort):
        return format_euro(cohort.hoechstbetrag)
