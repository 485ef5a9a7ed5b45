"""Master data of authorities, their people and their networks."""

from django.contrib import admin

from servicestelle.base.admin import GuardedAdmin, GuardedInline, GuardedTable, SeiteAdmin

from . import services
from .models import Angebot, Gremium, Jugendamt, Mitgliedschaft, Netzwerk, Partner, Programm


class MitgliedschaftInline(GuardedInline):
    model = Mitgliedschaft
    fields = [("user", "rolle"), ("gueltig_von", "gueltig_bis", "vertretung")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "jugendamt")


@admin.register(Jugendamt)
class JugendamtAdmin(GuardedAdmin):
    list_display = ["name", "art", "kreis", "regierungsbezirk", "ags", "fiktiv"]
    list_filter = ["regierungsbezirk", "art", "beleg", "fiktiv"]
    search_fields = ["name", "ags", "kreis", "ort", "plz"]
    search_help_text = "Name, AGS, Kreis, Ort oder Postleitzahl."
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MitgliedschaftInline]
    fieldsets = [
        (None, {"fields": ["ags", "name", "slug", "art"]}),
        ("Lage", {"fields": ["kreis", "regierungsbezirk", ("plz", "ort")]}),
        (
            "Karte",
            {
                "fields": [("sitz_lat", "sitz_lon"), ("mitte_lat", "mitte_lon")],
                "description": "Breite und Länge in Grad (WGS84).",
                "classes": ["collapse"],
            },
        ),
        ("Gültigkeit", {"fields": [("gueltig_von", "gueltig_bis"), "beleg", "fiktiv"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["ags"] if obj else []  # the AGS is the key: another one would be another office

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        services.follow_on_map(form.changed_data)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        services.follow_on_map()


@admin.register(Mitgliedschaft)
class MitgliedschaftAdmin(GuardedAdmin):
    list_display = ["user", "jugendamt", "rolle", "vertretung", "gueltig_von", "gueltig_bis"]
    list_filter = ["rolle", "vertretung"]
    list_select_related = ["user", "jugendamt"]
    search_fields = ["user__name", "user__email", "jugendamt__name"]
    fieldsets = [
        (None, {"fields": ["user", "jugendamt", "rolle"]}),
        (
            "Zeit",
            {
                "fields": [("gueltig_von", "gueltig_bis"), "vertretung"],
                "description": "Eine Vertretung braucht einen letzten Tag.",
            },
        ),
    ]


class GremiumInline(GuardedInline):
    model = Gremium
    fields = [("art", "reihenfolge"), "name", "vorsitz", ("alter_von", "alter_bis"), "themen", "mitglieder"]


class PartnerInline(GuardedTable):
    model = Partner
    fields = ["name", "rolle", "reihenfolge"]


class ProgrammInline(GuardedTable):
    model = Programm
    fields = ["name", "ebene", "rolle", "reihenfolge"]


class AngebotInline(GuardedInline):
    model = Angebot
    fields = [("name", "lebensphase", "reihenfolge"), "text"]


@admin.register(Netzwerk)
class NetzwerkAdmin(SeiteAdmin):
    buero = ("buero_seite", "netzwerk")
    list_display = ["name", "gebiet", "status", "geaendert_am"]
    list_filter = ["status"]
    search_fields = ["name", "gebiet", "ziel"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [GremiumInline, PartnerInline, ProgrammInline, AngebotInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "gebiet", "jugendaemter"]}),
        ("Texte", {"fields": ["ziel", "leitbild", "praeventionskette", "fachkraefte", "beteiligte"]}),
        SeiteAdmin.stand,
    ]
