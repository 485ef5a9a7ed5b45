"""Sites with phases and partners."""

from django.contrib import admin

from servicestelle.base.admin import GuardedInline, GuardedTable, SeiteAdmin

from ..models import Projektphase, Standort, StandortPartner


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
