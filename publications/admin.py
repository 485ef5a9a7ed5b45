"""Publications, their chapters and editions, and news."""

from django.contrib import admin

from projects.models import Standort
from servicestelle.base.admin import GuardedInline, ReadOnlyAdmin, SeiteAdmin
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
class PublikationAdmin(SeiteAdmin):
    buero = ("buero_seite", "publikation")
    list_display = ["titel", "art", "jahr", "status", "geaendert_am"]
    list_filter = ["status", "art", "themen"]
    search_fields = ["titel", "untertitel", "reihe", "text"]
    prepopulated_fields = {"slug": ["titel"]}
    inlines = [KapitelInline]
    fieldsets = [
        (None, {"fields": ["titel", "untertitel", "slug", "art", "jahr"]}),
        ("Reihe", {"fields": [("reihe", "heft", "issn"), "seiten"]}),
        ("Texte", {"fields": ["text", "hinweis", "schlagworte", "themen"]}),
        ("Impressum", {"fields": ["herausgeber", "impressum", "beleg"]}),
        SeiteAdmin.stand,
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
class MeldungAdmin(SeiteAdmin):
    buero = ("buero_seite", "meldung")
    list_display = ["titel", "datum", "status", "geaendert_am"]
    list_filter = ["status", ("datum", admin.DateFieldListFilter)]
    search_fields = ["titel", "text", "quelle"]
    prepopulated_fields = {"slug": ["titel"]}
    help_texts = {
        "datum": "Der Tag, an dem es geschah oder in der Quelle stand. So geschrieben: 01.03.2026.",
        "titel": "Ein Satz, den man auch ohne den Text versteht. Er steht in Listen, in der Suche und im Feed.",
        "quelle": "Woher die Nachricht stammt, zum Beispiel „LWL, Pressemitteilung vom 26.09.2018“. Leer, wenn sie von Ihnen ist.",
        "text": "Eine leere Zeile trennt Absätze. **Zwei Sterne** machen Text fett, ein Strich am Anfang der Zeile eine "
        "Liste, [Wort](/adresse/) einen Verweis.",
        "aussage_woertlich": "Angekreuzt steht die Aussage in Anführungszeichen, sonst als indirekte Rede.",
        "publikationen": "Sie werden unter der Meldung genannt und verlinkt.",
    }
    fieldsets = [
        (None, {"fields": ["datum", "titel", "slug", "quelle", "text"]}),
        (
            "Aussage",
            {
                "fields": ["aussage", "aussage_woertlich", "aussage_person", "aussage_funktion"],
                "description": "Was jemand dazu gesagt hat. Zu einer Aussage gehört die Person.",
            },
        ),
        ("Dazu gehören", {"fields": ["publikationen"]}),
        SeiteAdmin.stand,
    ]
