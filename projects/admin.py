"""Master data of funders, cohorts, sites and grants; requests and ledger to be read. Awards, payments and publishing happen elsewhere."""

from django.contrib import admin, messages
from django.utils.formats import date_format
from django.utils.html import format_html_join

from servicestelle.base.admin import GuardedAdmin, GuardedInline, GuardedTable, ReadOnlyAdmin, SeiteAdmin
from servicestelle.base.money import format_euro

from .choices import Foerderstatus
from .models import (
    Aenderungsantrag,
    Anhoerung,
    Auszug,
    Bescheid,
    Bescheidentwurf,
    Briefvorlage,
    Buchung,
    Budgetposten,
    Foerderer,
    FoerdererName,
    Foerderung,
    Foerderzeitraum,
    Interessenbekundung,
    Kriterium,
    Mittelabruf,
    Projektphase,
    Simulation,
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
    """Drafts, and what is fixed from the award on; the process runs in the office."""

    buero = ("buero_foerderung_bescheide",)
    euro_fields = ["amount"]
    list_display = ["jugendamt", "foerderzeitraum", "status", "betrag", "starts_on", "letzter_tag"]
    list_filter = ["status", "foerderzeitraum"]
    list_select_related = ["jugendamt", "foerderzeitraum"]
    search_fields = ["jugendamt__name", "jugendamt__ags", "standort__titel"]
    readonly_fields = ["status", "bewilligt_am", "letzter_tag", "betrag"]
    inlines = [BudgetpostenInline]
    fixed_once_awarded = [
        "jugendamt",
        "foerderzeitraum",
        "standort",
        "starts_on",
        "months",
        "extension_months",
        "extension_reason",
    ]

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

    def has_change_permission(self, request, obj=None):
        """What waits for its signature stays as it was prepared."""
        waits = obj is not None and obj.status == Foerderstatus.ZUR_ZEICHNUNG
        return super().has_change_permission(request, obj) and not waits

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


@admin.register(Briefvorlage)
class BriefvorlageAdmin(GuardedAdmin):
    """The words of documents; what is signed already keeps its own."""

    list_display = ["__str__", "rechtsform", "betreff"]
    list_filter = ["rechtsform", "art"]
    search_fields = ["betreff", "text"]
    fields = ["art", "rechtsform", "betreff", "text", "belehrung"]

    def get_readonly_fields(self, request, obj=None):
        return ["art", "rechtsform"] if obj else []


@admin.register(Bescheidentwurf)
class BescheidentwurfAdmin(OfGrantAdmin):
    """What waits for its signature."""

    buero = ("buero_zeichnung",)
    list_display = ["__str__", "amt", "art", "vorbereitet_von", "vorbereitet_am"]
    list_filter = ["art"]
    list_select_related = ["foerderung__jugendamt", "foerderung__foerderzeitraum", "vorbereitet_von"]
    search_fields = ["foerderung__jugendamt__name", "foerderung__jugendamt__ags"]
    fields = ["art", "amt", "foerderzeitraum", "begruendung", "vorbereitet_von", "vorbereitet_am"]
    readonly_fields = ["amt", "foerderzeitraum"]


@admin.register(Bescheid)
class BescheidAdmin(OfGrantAdmin):
    """Signed documents with their deliveries and declarations."""

    buero = ("buero_bescheid",)
    list_display = ["aktenzeichen", "name", "amt", "betrag", "ausgefertigt_am"]
    list_filter = ["art", "rechtsform", ("ausgefertigt_am", admin.DateFieldListFilter)]
    list_select_related = ["foerderung__jugendamt", "foerderung__foerderzeitraum"]
    search_fields = ["aktenzeichen", "foerderung__jugendamt__name", "foerderung__jugendamt__ags"]
    fieldsets = [
        (None, {"fields": ["aktenzeichen", "art", "rechtsform", "amt", "foerderzeitraum", "betrag"]}),
        ("Wer und wann", {"fields": ["vorbereitet_nummer", "gezeichnet_nummer", "ausgefertigt_am", "weg"]}),
    ]
    readonly_fields = ["amt", "foerderzeitraum", "betrag", "name", "weg"]

    @admin.display(description="Bezeichnung")
    def name(self, bescheid):
        return bescheid.name

    @admin.display(description="Fördersumme danach", ordering="amount")
    def betrag(self, bescheid):
        return format_euro(bescheid.amount)

    @admin.display(description="Zustellung und Erklärungen")
    def weg(self, bescheid):
        rows = [*bescheid.zustellungen.all(), *bescheid.erklaerungen.all()]
        return format_html_join("", "<p>{}</p>", ((row,) for row in rows)) or "noch keine"


@admin.register(Aenderungsantrag)
class AenderungsantragAdmin(OfGrantAdmin):
    """What the office received; drafts belong to the Jugendamt alone."""

    buero = ("buero_aenderung",)
    list_display = ["__str__", "amt", "art", "status", "eingereicht_am"]
    list_filter = ["status", "art"]
    search_fields = ["foerderung__jugendamt__name", "foerderung__jugendamt__ags"]
    fields = [
        "nummer",
        "amt",
        "foerderzeitraum",
        "status",
        "wunsch",
        "begruendung",
        "eingereicht_von",
        "eingereicht_am",
    ]
    readonly_fields = ["amt", "foerderzeitraum", "wunsch"]

    def get_queryset(self, request):
        return super().get_queryset(request).submitted().for_list()

    @admin.display(description="Wunsch")
    def wunsch(self, antrag):
        return antrag.wish


@admin.register(Anhoerung)
class AnhoerungAdmin(OfGrantAdmin):
    """Hearings and their answers."""

    buero = ("buero_anhoerung",)
    list_display = ["__str__", "amt", "antwort_bis", "beantwortet_am", "beendet_am"]
    list_filter = ["art"]
    list_select_related = ["foerderung__jugendamt", "foerderung__foerderzeitraum"]
    search_fields = ["foerderung__jugendamt__name", "foerderung__jugendamt__ags"]
    fields = ["art", "amt", "foerderzeitraum", "text", "antwort_bis", "antwort", "beantwortet_am", "beendet_am"]
    readonly_fields = ["amt", "foerderzeitraum"]


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


@admin.register(Auszug)
class AuszugAdmin(ReadOnlyAdmin):
    """Who ordered which figures as a file; the file itself is for that person alone."""

    list_display = ["__str__", "person", "objekt", "abfrage", "created_at", "size"]
    list_filter = ["art", "format", ("created_at", admin.DateFieldListFilter)]
    list_select_related = ["person"]
    search_fields = ["person__email", "person__name", "objekt"]
    fields = ["art", "objekt", "abfrage", "format", "person", "created_at", "filename", "size", "sha256"]
