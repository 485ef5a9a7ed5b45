"""Requests and exchanges in the admin: to be found and read, the work is done in the office. The rules of triage: to be edited."""

from django import forms
from django.contrib import admin

from jugendaemter.models import Jugendamt
from servicestelle.base.admin import GuardedAdmin, ReadOnlyAdmin, SeiteAdmin

from .models import Anfrage, Anmeldung, Austauschangebot, Zustaendigkeit
from .reports import advisers


@admin.register(Austauschangebot)
class AustauschangebotAdmin(SeiteAdmin):
    """Texts and times; who comes is looked after in the office."""

    buero = ("buero_austausch_angebot",)
    list_display = ["titel", "beginn", "plaetze", "belegt", "status"]
    list_filter = ["status", ("beginn", admin.DateFieldListFilter)]
    search_fields = ["titel", "text", "ort"]
    prepopulated_fields = {"slug": ["titel"]}
    readonly_fields = [*SeiteAdmin.readonly_fields, "belegt", "abgesagt_am", "absage_grund"]
    fieldsets = [
        (None, {"fields": ["titel", "slug", "text", "fuer_wen"]}),
        ("Wann und wo", {"fields": ["beginn", "ende", "ort", "videolink"]}),
        ("Anmeldung", {"fields": ["anmeldeschluss", ("plaetze", "belegt"), ("abgesagt_am", "absage_grund")]}),
        SeiteAdmin.stand,
    ]


@admin.register(Anmeldung)
class AnmeldungAdmin(ReadOnlyAdmin):
    list_display = ["name", "angebot", "status", "confirmed_at", "teilgenommen"]
    list_filter = ["status"]
    list_select_related = ["angebot"]
    search_fields = ["name", "email", "angebot__titel"]
    fields = ["angebot", "status", "name", "email", "jugendamt", "confirmed_at", "abgemeldet_am", "teilgenommen"]


@admin.register(Anfrage)
class AnfrageAdmin(ReadOnlyAdmin):
    list_display = ["nummer", "jugendamt", "status", "zustaendig", "confirmed_at", "ended_at"]
    list_filter = ["status", "jugendamt__regierungsbezirk", ("confirmed_at", admin.DateFieldListFilter)]
    list_select_related = ["jugendamt", "zustaendig"]
    search_fields = ["nummer", "jugendamt__name"]
    fields = [
        "nummer",
        "jugendamt",
        "status",
        "zustaendig",
        "themen",
        "format",
        "confirmed_at",
        "contacted_at",
        "ended_at",
    ]


class ZustaendigkeitForm(forms.ModelForm):
    """Only Kreise there are, only people who advise."""

    kreis = forms.ChoiceField(label="Kreis", required=False, help_text="Leer: alle Kreise.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kreise = Jugendamt.objects.order_by("kreis").values_list("kreis", flat=True).distinct()
        if "person" in self.fields:  # missing for people who may only look
            self.fields["kreis"].choices = [("", "---------"), *((kreis, kreis) for kreis in kreise)]
            self.fields["person"].queryset = advisers()


@admin.register(Zustaendigkeit)
class ZustaendigkeitAdmin(GuardedAdmin):
    """The rules of triage; the queue proposes by them."""

    form = ZustaendigkeitForm
    list_display = ["was", "thema", "regierungsbezirk", "kreis", "person"]
    list_display_links = ["was"]
    list_filter = ["thema", "regierungsbezirk", ("person", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["thema", "person"]
    search_fields = ["thema__name", "kreis", "person__name"]
    fieldsets = [
        (
            None,
            {
                "fields": ["thema", ("regierungsbezirk", "kreis"), "person"],
                "description": "Die genaueste Regel gilt: Thema geht vor Region, Kreis vor Regierungsbezirk. Sie schlägt "
                "nur vor; zugewiesen wird von Hand. Ist die Person abwesend, wird ihre Vertretung vorgeschlagen.",
            },
        ),
    ]

    @admin.display(description="Regel")
    def was(self, rule):
        return rule.was
