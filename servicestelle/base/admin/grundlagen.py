"""Topics, texts, and the floor's records that are only read: jobs, documents, search."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from .. import dokumente, einstellungen
from ..dateien import scanning
from ..models import Auftrag, Datei, Dokument, Einstellung, Frist, Mail, Seitentext, Sucheintrag, Thema, Zuschrift
from .guarded import GuardedAdmin, ReadOnlyAdmin

WITH_SCANNER = (
    "Ein Virenscanner ist angeschlossen. Antwortet er nicht, bleiben neue Dateien gesperrt, bis er sie geprüft hat."
)
WITHOUT_SCANNER = (
    "Kein Virenscanner ist angeschlossen: Neue Dateien gibt allein die Prüfung ihres Inhalts frei. "
    "Der Betrieb schließt einen mit CLAMD_URL an."
)
PERSONAL = "Dieses Dokument gehört einem Menschen. Es öffnet sich nur beim Vorgang selbst."


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
    """What was set. A document of one person, such as a certificate, is opened at its process only."""

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
        dokument = get_object_or_404(Dokument, pk=pk)
        if dokument.is_personal:
            raise PermissionDenied(PERSONAL)
        return dokumente.serve(request, dokument)

    @admin.display(description="Datei")
    def datei(self, dokument):
        if dokument.is_personal:
            return PERSONAL
        address = reverse("admin:base_dokument_datei", args=[dokument.pk])
        return format_html('<a href="{}">{} öffnen</a>', address, dokument.filename)


@admin.register(Datei)
class DateiAdmin(ReadOnlyAdmin):
    """What was uploaded and how its check stands. Names may speak of people and contents are private: neither is here."""

    list_display = ["nummer", "media_type", "size", "status", "created_at", "checked_at"]
    list_filter = ["status", "media_type", ("created_at", admin.DateFieldListFilter)]
    search_fields = ["id", "sha256"]
    search_help_text = "Die Nummer der Datei oder ihre Prüfsumme."
    fieldsets = [
        (None, {"fields": ["nummer", "media_type", "size", "sha256", "created_at"]}),
        ("Prüfung", {"fields": ["status", "checked_at", "fund"]}),
    ]
    readonly_fields = ["nummer"]

    def changelist_view(self, request, extra_context=None):
        if request.method == "GET" and self.has_view_permission(request):
            if scanning.is_configured():
                messages.info(request, WITH_SCANNER)
            else:
                messages.warning(request, WITHOUT_SCANNER)
        return super().changelist_view(request, extra_context)

    @admin.display(description="Datei", ordering="pk")
    def nummer(self, datei):
        return str(datei)


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


class EinstellungForm(forms.ModelForm):
    """The value with the words and the bounds its app declared."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = einstellungen.kinds().get(self.instance.key)
        if kind and "wert" in self.fields:
            self.fields["wert"] = forms.IntegerField(
                label=kind.label,
                min_value=kind.least,
                max_value=kind.most,
                help_text=f"Von {kind.least} bis {kind.most}, üblich ist {kind.default}. Gilt für alles, was ab jetzt beginnt.",
            )


@admin.register(Einstellung)
class EinstellungAdmin(GuardedAdmin):
    """Which settings there are say the apps; the office sets their values."""

    form = EinstellungForm
    list_display = ["bedeutung", "wert"]
    list_display_links = ["bedeutung"]
    search_fields = ["key"]
    fields = ["wert"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="Einstellung", ordering="key")
    def bedeutung(self, setting):
        kind = einstellungen.kinds().get(setting.key)
        return kind.label if kind else setting.key


@admin.register(Frist)
class FristAdmin(ReadOnlyAdmin):
    list_display = ["titel", "due_on", "seite", "zustaendig", "done_at"]
    list_filter = ["art", "seite", ("due_on", admin.DateFieldListFilter), ("done_at", admin.EmptyFieldListFilter)]
    list_select_related = ["zustaendig"]
    search_fields = ["titel", "scope"]
    fields = ["titel", "adresse", "seite", "zustaendig", "scope", "due_on", "due_first", "created_at", "done_at"]
    readonly_fields = ["adresse"]

    @admin.display(description="Vorgang")
    def adresse(self, frist):
        return format_html('<a href="{}">{}</a>', frist.url, frist.url)
