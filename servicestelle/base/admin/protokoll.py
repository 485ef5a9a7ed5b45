"""The audit log, read: actions, kinds and details in words."""

from django.contrib import admin
from django.utils.html import format_html_join

from ..einzelheiten import kind_in_words, lines_of
from ..models import Protokoll, Protokollstand
from ..vorgaenge import LABELS, label_of
from .guarded import ReadOnlyAdmin


class InWords(admin.SimpleListFilter):
    """A filter by a column of codes: offers those that occur, by their words."""

    def lookups(self, request, model_admin):
        rows = Protokoll.objects.order_by().values_list(self.parameter_name, flat=True).distinct()
        return sorted(((code, self.words(code)) for code in rows), key=lambda pair: pair[1].lower())

    def queryset(self, request, queryset):
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class VorgangFilter(InWords):
    title, parameter_name = "Vorgang", "verb"
    words = staticmethod(label_of)


class ArtFilter(InWords):
    title, parameter_name = "Art", "object_type"
    words = staticmethod(kind_in_words)


@admin.register(Protokoll)
class ProtokollAdmin(ReadOnlyAdmin):
    list_display = ["at", "vorgang", "art", "object_id", "scope", "actor"]
    list_filter = [("at", admin.DateFieldListFilter), VorgangFilter, ArtFilter]
    list_select_related = ["actor"]
    search_fields = ["object_id", "scope"]
    search_help_text = "Vorgang, Nummer oder Bereich, zum Beispiel „Veröffentlicht“ oder „ags:05558000“."
    fields = ["at", "vorgang", "actor", "art", "object_id", "scope", "einzelheiten", "kette"]
    readonly_fields = ["vorgang", "konto", "art", "einzelheiten", "kette"]

    def get_fields(self, request, obj=None):
        """Only who may open accounts gets the link to one; everybody else reads whose it is."""
        fields = super().get_fields(request, obj)
        if request.user.has_perm("base.view_user"):
            return fields
        return ["konto" if name == "actor" else name for name in fields]

    def get_search_results(self, request, queryset, search_term):
        """Actions are found by their words, not by their codes."""
        found, several = super().get_search_results(request, queryset, search_term)
        verbs = [verb for verb, label in LABELS.items() if search_term and search_term.lower() in label.lower()]
        return (found | queryset.filter(verb__in=verbs) if verbs else found), several

    @admin.display(description="Konto")
    def konto(self, entry):
        return entry.actor

    @admin.display(description="Vorgang", ordering="verb")
    def vorgang(self, entry):
        return label_of(entry.verb)

    @admin.display(description="Art", ordering="object_type")
    def art(self, entry):
        return kind_in_words(entry.object_type)

    @admin.display(description="Einzelheiten")
    def einzelheiten(self, entry):
        return format_html_join("", "<p>{}</p>", ((line,) for line in lines_of(entry))) or "keine"

    @admin.display(description="Platz in der Kette")
    def kette(self, entry):
        place = getattr(entry, "glied", None)
        return f"{place.nummer}, Prüfsumme {place.hash}" if place else "noch keiner"


@admin.register(Protokollstand)
class ProtokollstandAdmin(ReadOnlyAdmin):
    """The head of each day, to be kept elsewhere: `manage.py protokoll_pruefen --stand …` asks for it again."""

    list_display = ["tag", "stand"]
    list_filter = [("tag", admin.DateFieldListFilter)]
    search_fields = ["hash"]
    search_help_text = "Der Anfang oder ein Stück der Prüfsumme."
    fieldsets = [
        (
            None,
            {
                "fields": ["tag", "stand", "created_at"],
                "description": "Bewahren Sie den Stand an einem anderen Ort auf. Der Betrieb kann damit später prüfen, ob "
                "das Protokoll bis zu diesem Tag noch dasselbe ist: manage.py protokoll_pruefen --stand STAND",
            },
        )
    ]
    readonly_fields = ["stand"]

    @admin.display(description="Stand")
    def stand(self, day):
        return day.head
