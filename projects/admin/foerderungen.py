"""Draft grants with their plan; from the award on nothing of them is edited here."""

from django.contrib import admin, messages
from django.utils.formats import date_format

from servicestelle.base.admin import GuardedAdmin, GuardedTable
from servicestelle.base.money import format_euro

from ..choices import Foerderstatus
from ..models import Budgetposten, Foerderung
from ..reports.geld import obstacles_to_award


class BudgetpostenInline(GuardedTable):
    model = Budgetposten
    euro_fields = ["amount", "eigenanteil", "drittmittel"]
    fields = ["art", "bezeichnung", "amount", "eigenanteil", "drittmittel"]


def is_fixed(grant):
    """True once it is awarded."""
    return grant is not None and not grant.is_draft


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

    def get_fieldsets(self, request, obj=None):
        amount = "betrag" if is_fixed(obj) else "amount"
        return [
            (None, {"fields": ["jugendamt", "foerderzeitraum", "standort"]}),
            (
                "Summe und Zeit",
                {
                    "fields": [amount, ("starts_on", "months"), "letzter_tag"],
                    "description": "Ab der Bewilligung sind Summe, Beginn, Dauer und Budgetposten fest. Dann ändert sie nur ein Bescheid, den zwei Personen zeichnen.",
                },
            ),
            ("Kostenneutrale Verlängerung", {"fields": ["extension_months", "extension_reason"]}),
            ("Stand", {"fields": [("status", "bewilligt_am")]}),
        ]

    def save_related(self, request, form, formsets, change):
        """A draft may be unfinished; whoever saves it learns what its award would fail at."""
        super().save_related(request, form, formsets, change)
        for obstacle in obstacles_to_award(form.instance):
            messages.warning(request, f"{obstacle} Der Entwurf ist gesichert, bewilligen lässt er sich so nicht.")

    def has_change_permission(self, request, obj=None):
        """Only a draft, its plan included: what waits for its signature stays as prepared, an award changes by a document."""
        is_draft = obj is None or obj.status == Foerderstatus.ENTWURF
        return super().has_change_permission(request, obj) and is_draft

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not is_fixed(obj)

    @admin.display(description="Fördersumme", ordering="amount")
    def betrag(self, grant):
        return format_euro(grant.amount)

    @admin.display(description="letzter Tag", ordering="ends_before")
    def letzter_tag(self, grant):
        return date_format(grant.last_day) if grant.last_day else "offen"
