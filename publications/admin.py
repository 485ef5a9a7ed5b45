"""Publications, their chapters and editions, and news."""

from django.contrib import admin

from projects.models import Standort
from servicestelle.base.admin import GuardedAdmin, GuardedInline, ReadOnlyAdmin
from servicestelle.base.admin.ordering import OrderedForm

from .models import Ausgabe, Kapitel, Meldung, Publikation


class KapitelInline(GuardedInline):
    model = Kapitel
    form = OrderedForm
    fields = [("reihenfolge", "art"), "titel", "standort", "text"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("standort__jugendamt")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """The name of a site may be that of its office: read both at once."""
        if db_field.name == "standort":
            kwargs["queryset"] = Standort.objects.select_related("jugendamt")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Publikation)
class PublikationAdmin(GuardedAdmin):
    buero = ("buero_seite", "publikation")
    list_display = ["titel", "art", "jahr", "status", "geaendert_am"]
    list_filter = ["status", "art", "themen"]
    search_fields = ["titel", "untertitel", "reihe", "text"]
    prepopulated_fields = {"slug": ["titel"]}
    readonly_fields = ["status", "veroeffentlicht_am", "geaendert_am"]
    inlines = [KapitelInline]
    fieldsets = [
        (None, {"fields": ["titel", "untertitel", "slug", "art", "jahr"]}),
        ("Reihe", {"fields": [("reihe", "heft", "issn"), "seiten"]}),
        ("Texte", {"fields": ["text", "hinweis", "schlagworte", "themen"]}),
        ("Impressum", {"fields": ["herausgeber", "impressum", "beleg"]}),
        ("Stand", {"fields": [("status", "veroeffentlicht_am", "geaendert_am")]}),
    ]


@admin.register(Ausgabe)
class AusgabeAdmin(ReadOnlyAdmin):
    list_display = ["publikation", "nummer", "status", "created_at", "veroeffentlicht_am"]
    list_filter = ["status"]
    list_select_related = ["publikation"]
    search_fields = ["publikation__titel", "aenderungen"]
    fields = [
        "publikation",
        "nummer",
        "status",
        "aenderungen",
        "dokument",
        "auftrag",
        "created_at",
        "veroeffentlicht_am",
    ]


@admin.register(Meldung)
class MeldungAdmin(GuardedAdmin):
    buero = ("buero_seite", "meldung")
    list_display = ["titel", "datum", "status", "geaendert_am"]
    list_filter = ["status", ("datum", admin.DateFieldListFilter)]
    search_fields = ["titel", "text", "quelle"]
    prepopulated_fields = {"slug": ["titel"]}
    readonly_fields = ["status", "veroeffentlicht_am", "geaendert_am"]
    fieldsets = [
        (None, {"fields": ["datum", "titel", "slug", "quelle"]}),
        ("Text", {"fields": ["text"], "description": "Absätze, **fett**, Listen mit - und [Verweise](/adresse/)."}),
        (
            "Aussage",
            {
                "fields": ["aussage", "aussage_woertlich", "aussage_person", "aussage_funktion"],
                "description": "Zu einer Aussage gehört die Person.",
            },
        ),
        ("Dazu gehören", {"fields": ["publikationen"]}),
        ("Stand", {"fields": [("status", "veroeffentlicht_am", "geaendert_am")]}),
    ]
