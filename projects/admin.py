"""Master data of funders, cohorts, sites and grants; requests and ledger to be read. Awards, payments and publishing happen elsewhere."""

from django.contrib import admin, messages
from django.utils.formats import date_format
from django.utils.html import format_html_join

from servicestelle.base.admin import GuardedAdmin, GuardedInline, GuardedTable, ReadOnlyAdmin, SeiteAdmin
from servicestelle.base.money import format_euro

from .models import (
    Auszug,
    Buchung,
    Budgetposten,
    Foerderer,
    FoerdererName,
    Foerderung,
    Foerderzeitraum,
    Mittelabruf,
    Projektphase,
    Standort,
    StandortPartner,
)
from .reports import obstacles_to_award


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
class StandortAdmin(SeiteAdmin):
    buero = ("buero_seite", "standort")
    list_display = ["__str__", "jugendamt", "foerderzeitraum", "status", "geaendert_am"]
    list_filter = ["status", "foerderzeitraum", "themen"]
    list_select_related = ["jugendamt", "foerderzeitraum"]
    search_fields = ["titel", "slug", "jugendamt__name", "motto", "text"]
    inlines = [PhaseInline, StandortPartnerInline]
    fieldsets = [
        (None, {"fields": ["jugendamt", "foerderzeitraum", "slug"]}),
        ("Texte", {"fields": ["titel", "titel_von_uns", "motto", "leitfragen", "text"]}),
        ("Einordnung", {"fields": ["themen", ("alter_von", "alter_bis"), "sozialraum", "rechtsgrundlagen"]}),
        SeiteAdmin.stand,
    ]


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

    def save_related(self, request, form, formsets, change):
        """A draft may be unfinished; whoever saves it learns what its award would fail at."""
        super().save_related(request, form, formsets, change)
        for obstacle in obstacles_to_award(form.instance):
            messages.warning(request, f"{obstacle} Der Entwurf ist gesichert, bewilligen lässt er sich so nicht.")

    def is_awarded(self, obj):
        return obj is not None and not obj.is_draft

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_awarded(obj)

    @admin.display(description="Fördersumme", ordering="amount")
    def betrag(self, grant):
        return format_euro(grant.amount)

    @admin.display(description="letzter Tag", ordering="ends_before")
    def letzter_tag(self, grant):
        return date_format(grant.last_day) if grant.last_day else "offen"


class OfGrantAdmin(ReadOnlyAdmin):
    """To read: rows of a grant, with its Jugendamt and cohort."""

    @admin.display(description="Jugendamt", ordering="foerderung__jugendamt__name")
    def amt(self, row):
        return row.foerderung.jugendamt

    @admin.display(description="Förderzeitraum")
    def foerderzeitraum(self, row):
        return row.foerderung.foerderzeitraum


@admin.register(Mittelabruf)
class MittelabrufAdmin(OfGrantAdmin):
    """What the office received; drafts belong to the Jugendamt alone."""

    buero = ("buero_mittelabruf",)
    list_display = ["__str__", "amt", "status", "betrag", "von", "bis", "eingereicht_am", "ausgezahlt_am"]
    list_filter = ["status", ("eingereicht_am", admin.DateFieldListFilter)]
    search_fields = ["foerderung__jugendamt__name", "foerderung__jugendamt__ags", "zweck"]
    fieldsets = [
        (None, {"fields": ["amt", "foerderzeitraum", "nummer", ("von", "bis"), "zweck", "zeilen"]}),
        ("Stand", {"fields": ["status", "rueckfrage", "begruendung"]}),
        (
            "Wer und wann",
            {
                "fields": [
                    ("created_by", "created_at"),
                    ("eingereicht_von", "eingereicht_am"),
                    ("geprueft_von", "geprueft_am"),
                    ("freigegeben_von", "freigegeben_am"),
                    "ausgezahlt_am",
                ]
            },
        ),
    ]
    readonly_fields = ["amt", "foerderzeitraum", "betrag", "zeilen"]

    def get_queryset(self, request):
        return super().get_queryset(request).submitted().for_list()

    @admin.display(description="Betrag", ordering="summe")
    def betrag(self, abruf):
        return format_euro(abruf.summe)

    @admin.display(description="Beträge")
    def zeilen(self, abruf):
        lines = abruf.posten.select_related("budgetposten")
        return format_html_join("", "<p>{}: {}</p>", ((line, format_euro(line.amount)) for line in lines))


@admin.register(Buchung)
class BuchungAdmin(OfGrantAdmin):
    """The ledger."""

    list_display = ["__str__", "amt", "budgetposten", "mittelabruf", "betrag", "at"]
    list_filter = ["art", ("at", admin.DateFieldListFilter)]
    list_select_related = ["foerderung__jugendamt", "foerderung__foerderzeitraum", "budgetposten", "mittelabruf"]
    search_fields = ["foerderung__jugendamt__name", "foerderung__jugendamt__ags", "budgetposten__bezeichnung"]
    fields = ["art", "amt", "foerderzeitraum", "budgetposten", "mittelabruf", "betrag", "at", "actor_number"]
    readonly_fields = ["amt", "foerderzeitraum", "betrag"]

    @admin.display(description="Betrag", ordering="amount")
    def betrag(self, entry):
        return format_euro(entry.amount)


@admin.register(Auszug)
class AuszugAdmin(ReadOnlyAdmin):
    """Who ordered which figures as a file; the file itself is for that person alone."""

    list_display = ["__str__", "person", "objekt", "abfrage", "created_at", "size"]
    list_filter = ["art", "format", ("created_at", admin.DateFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["person__email", "person__name", "objekt"]
    fields = ["art", "objekt", "abfrage", "format", "person", "created_at", "filename", "size", "sha256"]
