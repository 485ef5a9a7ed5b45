"""Topics, texts, and the floor's records that are only read: audit log, jobs, documents, search."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from .. import dokumente
from ..models import Auftrag, Dokument, Mail, Protokoll, Seitentext, Sucheintrag, Thema, Zuschrift
from ..protokoll import label_of
from .guarded import GuardedAdmin, ReadOnlyAdmin


@admin.register(Thema)
class ThemaAdmin(GuardedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Seitentext)
class SeitentextAdmin(GuardedAdmin):
    list_display = ["key", "titel", "geaendert_am"]
    search_fields = ["key", "titel", "text"]
    readonly_fields = ["geaendert_am"]
    fieldsets = [
        (None, {"fields": ["key", "geaendert_am"]}),
        ("Text", {"fields": ["titel", "text"], "description": "Der Text erscheint sofort auf der Seite."}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "key"] if obj else self.readonly_fields


@admin.register(Protokoll)
class ProtokollAdmin(ReadOnlyAdmin):
    list_display = ["at", "vorgang", "object_type", "object_id", "scope", "actor"]
    list_filter = [("at", admin.DateFieldListFilter), "verb", "object_type"]
    list_select_related = ["actor"]
    search_fields = ["verb", "object_type", "object_id", "scope"]
    search_help_text = "Vorgang, Art, Nummer oder Bereich, zum Beispiel „ags:05558000“."
    fields = ["at", "vorgang", "actor", "object_type", "object_id", "scope", "details"]
    readonly_fields = ["vorgang"]

    @admin.display(description="Vorgang", ordering="verb")
    def vorgang(self, entry):
        return label_of(entry.verb)


@admin.register(Auftrag)
class AuftragAdmin(ReadOnlyAdmin):
    buero = ("buero_auftrag",)
    list_display = ["title", "status", "share", "attempts", "created_at", "created_by"]
    list_filter = ["status", "kind", ("created_at", admin.DateFieldListFilter)]
    list_select_related = ["created_by"]
    search_fields = ["title", "kind", "scope"]
    fieldsets = [
        (None, {"fields": ["title", "kind", "scope", "key", "created_by", "created_at"]}),
        (
            "Stand",
            {"fields": ["status", "step", "share", "error", "attempts", "not_before", "started_at", "finished_at"]},
        ),
        ("Angaben und Ergebnis", {"fields": ["params", "result"]}),
    ]


@admin.register(Dokument)
class DokumentAdmin(ReadOnlyAdmin):
    list_display = ["title", "filename", "pages", "size", "public", "created_at"]
    list_filter = ["public", ("created_at", admin.DateFieldListFilter)]
    search_fields = ["title", "filename", "key", "sha256"]
    fieldsets = [
        (None, {"fields": ["title", "filename", "key", "scope", "public", "created_at"]}),
        ("Datei", {"fields": ["datei", "object_key", "sha256", "size", "pages", "findings"]}),
    ]
    readonly_fields = ["datei"]

    def get_urls(self):
        download = self.admin_site.admin_view(self.download)
        return [path("<int:pk>/datei/", download, name="base_dokument_datei"), *super().get_urls()]

    def download(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return dokumente.serve(request, get_object_or_404(Dokument, pk=pk))

    @admin.display(description="Datei")
    def datei(self, dokument):
        address = reverse("admin:base_dokument_datei", args=[dokument.pk])
        return format_html('<a href="{}">{} öffnen</a>', address, dokument.filename)


@admin.register(Sucheintrag)
class SucheintragAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "adresse"]
    list_filter = ["kind"]
    search_fields = ["title", "teaser"]
    fields = ["title", "kind", "adresse", "teaser", "body"]
    readonly_fields = ["adresse"]

    @admin.display(description="Adresse", ordering="url")
    def adresse(self, entry):
        return format_html('<a href="{}">{}</a>', entry.url, entry.url)


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Whether a mail went out; its text may hold a secret link and is not shown."""

    list_display = ["subject", "to", "created_at", "sent_at"]
    list_filter = [("created_at", admin.DateFieldListFilter), ("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["subject", "to"]
    fields = ["subject", "to", "scope", "created_at", "sent_at"]


@admin.register(Zuschrift)
class ZuschriftAdmin(ReadOnlyAdmin):
    buero = ("buero_zuschrift",)
    list_display = ["nummer", "art", "status", "created_at", "answered_at"]
    list_filter = ["status", "art", ("created_at", admin.DateFieldListFilter)]
    search_fields = ["id"]
    search_help_text = "Die Zahl am Ende der Nummer."
    fields = ["nummer", "art", "status", "created_at", "confirmed_at", "answered_at"]
    readonly_fields = ["nummer"]

    @admin.display(description="Nummer", ordering="pk")
    def nummer(self, letter):
        return letter.nummer
