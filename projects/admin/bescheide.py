"""Documents of a grant to be read, their templates to be edited."""

from django.contrib import admin
from django.utils.html import format_html_join

from servicestelle.base.admin import GuardedAdmin
from servicestelle.base.money import format_euro

from ..models import Aenderungsantrag, Anhoerung, Bescheid, Bescheidentwurf, Briefvorlage
from .of_grant import OfGrantAdmin


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
