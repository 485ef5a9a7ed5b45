"""Admin classes whose writes are checked to the end, recorded in the audit log and told to the search."""

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.utils import NestedObjects, quote, unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router, transaction
from django.db.models import DateTimeField, ManyToManyField, TextField
from django.forms import CheckboxSelectMultiple
from django.forms import DateTimeField as DateTimeFormField
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import einzelheiten, folgen, protokoll, search
from ..ui.fields import EuroField, LinesField, MinuteInput
from .refusals import REFUSED, check_deferred_rules, explain
from .stale import changed_since, state_of

LONGEST_SEARCH = 100
HISTORY = 100
ADDRESS = "Steht in der Internetadresse: kleine Buchstaben, Ziffern und Bindestriche. Später nicht mehr ändern, sonst führen alte Verweise ins Leere."
NOT_UNDERSTOOD = f"?{ERROR_FLAG}=1"  # where Django itself leads from a filter or page it does not know


class Guarded:
    """Fields as people write here: `euro_fields` with a comma, lists with one entry per line, `help_texts` beside them."""

    euro_fields = ()
    help_texts = {}
    # Plain choices instead of Django's autocomplete: that one needs JavaScript and has no name for screen readers.
    formfield_overrides = {
        ArrayField: {"form_class": LinesField},
        ManyToManyField: {"widget": CheckboxSelectMultiple},
        # One field of the browser's own instead of Django's two, of which only the first has a label.
        DateTimeField: {"form_class": DateTimeFormField, "widget": MinuteInput},
    }
    small = formfield_overrides | {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.euro_fields:
            kwargs["form_class"] = EuroField
        if db_field.name in self.help_texts or db_field.name == "slug":
            kwargs["help_text"] = self.help_texts.get(db_field.name, ADDRESS)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class GuardedInline(Guarded, admin.StackedInline):
    """Parts of a record, edited together with it."""

    extra = 0
    formfield_overrides = Guarded.small


class GuardedTable(GuardedInline):
    """Short parts of a record, side by side as far as they fit. No table: there a field has no label of its own."""

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": [tuple(self.get_fields(request, obj))]})]


class GuardedAdmin(Guarded, admin.ModelAdmin):
    """A record's admin. What the database refuses becomes a form error that keeps what was typed."""

    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    named_in_log = ()  # many-to-many fields whose rows the audit log names: they are no persons
    buero = None  # (name of the office address, first arguments): draws "Im Büro öffnen"

    # Refusals -------------------------------------------------------------------------------------------------

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        def show():
            return super(GuardedAdmin, self).changeform_view(request, object_id, form_url, extra_context)

        def save():
            request.refused_because = self._reason_to_wait(request, object_id)
            return show()

        def show_again(reason):
            request.refused_because = reason  # the form is now invalid: nothing is written, all input stays
            return show()

        return self._write(request, save if object_id else show, show_again)

    def delete_view(self, request, object_id, extra_context=None):
        def leave(reason):
            messages.error(request, f"Nicht gelöscht. {reason}")
            return HttpResponseRedirect(reverse(self._address("change"), args=[quote(unquote(object_id))]))

        return self._write(
            request, lambda: super(GuardedAdmin, self).delete_view(request, object_id, extra_context), leave
        )

    def changelist_view(self, request, extra_context=None):
        if request.method == "GET" and ERROR_FLAG in request.GET:
            if len(request.GET) > 1:
                return HttpResponseRedirect(NOT_UNDERSTOOD)
            messages.warning(
                request, "Mit der Auswahl in der Adresse können wir nichts anfangen. Sie sehen alle Einträge."
            )
        try:
            return self._list(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})
        except DisallowedModelAdminLookup:
            return HttpResponseRedirect(NOT_UNDERSTOOD)

    def _list(self, request, context):
        def leave(reason):
            messages.error(request, f"Nicht ausgeführt, nichts ist geändert. {reason}")
            return HttpResponseRedirect(request.get_full_path())

        try:
            return self._write(request, lambda: super(GuardedAdmin, self).changelist_view(request, context), leave)
        except ValueError:  # a chosen row whose key is no key of this table
            return leave("Die Auswahl enthält einen Eintrag, den es nicht gibt.")

    def _reason_to_wait(self, request, object_id):
        """Lock the row; say what somebody else changed since the form was opened, None when nothing."""
        obj = self.get_object(request, unquote(object_id)) if request.method == "POST" else None
        if obj is None or not self.has_change_permission(request, obj):
            return None
        obj = self.model._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
        return changed_since(request.POST.get("_stand"), self, request, obj)

    def _write(self, request, act, refused):
        if request.method != "POST":
            return act()
        try:
            with transaction.atomic():
                return act()
        except REFUSED as error:
            return refused(explain(error))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        reason = getattr(request, "refused_because", None)
        return type(form.__name__, (Refused, form), {"reason": reason}) if reason else form

    def _address(self, page):
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"

    def get_object(self, request, object_id, from_field=None):
        """None, hence "not found", also for keys no column could hold."""
        return None if "\0" in object_id else super().get_object(request, object_id, from_field)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    # Writing --------------------------------------------------------------------------------------------------

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        check_deferred_rules()
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            self.after_change(request, form.instance)

    def after_change(self, request, obj):
        """Side effects of a change, inside its transaction: search and printed pages get the new texts."""
        folgen.pages_edited(folgen.pages_showing(obj), actor=request.user)

    def get_deleted_objects(self, objs, request):
        """What goes with `objs`, counted in words, instead of Django's list of every row and link table."""
        _, _, missing, protected = super().get_deleted_objects(objs, request)
        return [str(obj) for obj in objs], parts_of(objs), missing, protected

    def delete_model(self, request, obj):
        pages = [page for page in folgen.pages_showing(obj) if page != obj]
        if hasattr(obj, "search_entry"):
            search.forget(obj)
        super().delete_model(request, obj)
        check_deferred_rules()
        folgen.pages_edited(pages, actor=request.user)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    # Audit log: ours instead of Django's, which would keep names of persons --------------------------------------

    def construct_change_message(self, request, form, formsets, add=False):
        """Field names and numbers of parts; of choices, dates, numbers and `named_in_log` also what they were and are."""
        changes = self.changes_of(form) if form.changed_data and not add else {}
        for formset in formsets or ():  # None: the password form
            parts = {
                "neu": len(formset.new_objects),
                "geaendert": sorted({name for _, names in formset.changed_objects for name in names}),
                "werte": {
                    str(part.instance.pk): values
                    for part in formset.initial_forms
                    if part.instance.pk and (values := einzelheiten.changed_values(part))
                },
                "geloescht": len(formset.deleted_objects),
            }
            if any(parts.values()):
                changes[formset.model._meta.model_name] = {key: value for key, value in parts.items() if value}
        return changes

    def changes_of(self, form):
        named = einzelheiten.changed_names(form, self.named_in_log)
        fields = [name for name in form.changed_data if name not in named]
        values = (
            einzelheiten.changed_values(form) if hasattr(form, "_meta") else {}
        )  # the password form is no ModelForm
        return {key: value for key, value in {"felder": fields, "werte": values, **named}.items() if value}

    def log_addition(self, request, obj, message):
        return protokoll.record("verwaltung.angelegt", obj, actor=request.user, **message)

    def log_change(self, request, obj, message):
        return protokoll.record("verwaltung.geaendert", obj, actor=request.user, **message) if message else None

    def log_deletions(self, request, queryset):
        return [protokoll.record("verwaltung.geloescht", obj, actor=request.user) for obj in queryset]

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Verlauf: {obj}",
            "eintraege": protokoll.entries_of(obj)[:HISTORY],
            "module_name": self.opts.verbose_name_plural,
            "object": obj,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and self.has_change_permission(request, obj):
            context["stand"] = state_of(self, request, type(obj)._default_manager.get(pk=obj.pk))
        if obj is not None and self.buero:
            name, *before = self.buero
            context["buero_url"] = reverse(name, args=[*before, obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


class Refused:
    """Makes a form invalid with the reason the database gave."""

    reason = ""

    def clean(self):
        super().clean()
        raise ValidationError(self.reason)


class ReadOnlyAdmin(GuardedAdmin):
    """A record that people read here and only the portal writes."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def parts_of(objs):
    """{kind of part: number} of all that is deleted together with `objs`; link tables by what they link to."""
    if not objs:
        return {}
    own = type(objs[0])
    collector = NestedObjects(using=router.db_for_write(own), origin=objs)
    collector.collect(objs)
    return {_kind_of(model, own): len(rows) for model, rows in collector.model_objs.items() if model is not own}


def _kind_of(model, own):
    if not model._meta.auto_created:
        return model._meta.verbose_name_plural
    ends = [field.related_model for field in model._meta.fields if field.is_relation]
    other = next((end for end in ends if end is not own), own)
    return f"Zuordnungen ({other._meta.verbose_name_plural})"
