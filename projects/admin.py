"""Master data of funders, cohorts, sites and grants. Awards, payments and publishing happen elsewhere."""

from django.contrib import admin
from django.utils.formats import date_format

from servicestelle.base.admin import GuardedAdmin, GuardedInline, GuardedTable
from servicestelle.base.money import format_euro

from .choices import NOT_YET_AWARDED
from .models import (
    Budgetposten,
    Foerderer,
    FoerdererName,
    Foerderung,
    Foerderzeitraum,
    Projektphase,
    Standort,
    StandortPartner,
)
from .services import order_steckbrief


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


@admin.register(Foerderzeitraum)
class FoerderzeitraumAdmin(GuardedAdmin):
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
                    "verwendung_wochen",
                    "toleranz_prozent",
                    "nachweis_monate",
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


class PhaseInline(GuardedInline):
    model = Projektphase
    max_num = 4
    fields = ["art", ("beginn", "ende"), "schwerpunkte", "ergebnisse"]


class StandortPartnerInline(GuardedTable):
    model = StandortPartner
    fields = ["name", "rolle"]


@admin.register(Standort)
class StandortAdmin(GuardedAdmin):
    buero = ("buero_seite", "standort")
    list_display = ["__str__", "jugendamt", "foerderzeitraum", "status", "geaendert_am"]
    list_filter = ["status", "foerderzeitraum", "themen"]
    list_select_related = ["jugendamt", "foerderzeitraum"]
    search_fields = ["titel", "slug", "jugendamt__name", "motto", "text"]
    readonly_fields = ["status", "veroeffentlicht_am", "geaendert_am"]
    inlines = [PhaseInline, StandortPartnerInline]
    fieldsets = [
        (None, {"fields": ["jugendamt", "foerderzeitraum", "slug"]}),
        ("Texte", {"fields": ["titel", "titel_von_uns", "motto", "leitfragen", "text"]}),
        ("Einordnung", {"fields": ["themen", ("alter_von", "alter_bis"), "sozialraum", "rechtsgrundlagen"]}),
        ("Stand", {"fields": [("status", "veroeffentlicht_am", "geaendert_am")]}),
    ]

    def after_change(self, request, obj):
        """A public site gets a new Steckbrief with each change."""
        super().after_change(request, obj)
        if obj.is_published:
            order_steckbrief(obj, actor=request.user)


class BudgetpostenInline(GuardedTable):
    model = Budgetposten
    euro_fields = ["amount", "eigenanteil", "drittmittel"]
    fields = ["art", "bezeichnung", "amount", "eigenanteil", "drittmittel"]


@admin.register(Foerderung)
class FoerderungAdmin(GuardedAdmin):
    euro_fields = ["amount"]
    list_display = ["jugendamt", "foerderzeitraum", "status", "betrag", "starts_on", "letzter_tag"]
    list_filter = ["status", "foerderzeitraum"]
    list_select_related = ["jugendamt", "foerderzeitraum"]
    search_fields = ["jugendamt__name", "jugendamt__ags", "standort__titel"]
    readonly_fields = ["status", "bewilligt_am", "letzter_tag", "betrag"]
    inlines = [BudgetpostenInline]
    fixed_once_awarded = ["jugendamt", "foerderzeitraum", "standort", "starts_on", "months"]

    def get_fieldsets(self, request, obj=None):
        amount = "betrag" if self.is_awarded(obj) else "amount"
        return [
            (None, {"fields": ["jugendamt", "foerderzeitraum", "standort"]}),
            (
                "Summe und Zeit",
                {
                    "fields": [amount, ("starts_on", "months"), "letzter_tag"],
                    "description": "Ab der Bewilligung sind Summe, Beginn und Dauer fest, und die Budgetposten ergeben zusammen die Fördersumme.",
                },
            ),
            ("Kostenneutrale Verlängerung", {"fields": ["extension_months", "extension_reason"]}),
            ("Stand", {"fields": [("status", "bewilligt_am")]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_once_awarded if self.is_awarded(obj) else []
        return [*self.readonly_fields, *fixed]

    def is_awarded(self, obj):
        return obj is not None and obj.status not in NOT_YET_AWARDED

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_awarded(obj)

    @admin.display(description="Fördersumme", ordering="amount")
    def betrag(self, grant):
        return format_euro(grant.amount)

    @admin.display(description="letzter Tag", ordering="ends_before")
    def letzter_tag(self, grant):
        return date_format(grant.last_day) if grant.last_day else "offen"
