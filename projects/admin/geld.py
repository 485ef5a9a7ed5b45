"""Requests for payment, the ledger and ordered files, to be read."""

from django.contrib import admin
from django.utils.html import format_html_join

from servicestelle.base.admin import ReadOnlyAdmin
from servicestelle.base.money import format_euro

from ..models import Auszug, Buchung, Mittelabruf
from .of_grant import OfGrantAdmin


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
                    "geaendert_von",
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
