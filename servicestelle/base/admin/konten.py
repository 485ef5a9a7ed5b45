"""Accounts and groups. Only superusers make superusers; groups are fixed in code and only read here."""

from allauth.account import admin as allauth_admin
from allauth.mfa import admin as factor_admin
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from .. import passwords, permissions
from ..choices import NotNow
from ..models import User, Vertretung
from .guarded import GuardedAdmin, ReadOnlyAdmin
from .rechte import RechteField, describe

# Imported first and taken out: autodiscovery must not register them after us.
admin.site.unregister(Group)
admin.site.unregister(allauth_admin.EmailAddress)
admin.site.unregister(factor_admin.Authenticator)
if admin.site.is_registered(allauth_admin.EmailConfirmation):
    admin.site.unregister(allauth_admin.EmailConfirmation)


class KontoAnlegen(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name"]

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class KontoAendern(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"user_permissions": RechteField}


class PasswortSetzen(AdminPasswordChangeForm):
    """Without the choice of an account that has no password: who may not log in any more is not „aktiv“."""

    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True


@admin.register(User)
class KontoAdmin(GuardedAdmin, auth_admin.UserAdmin):
    """Nobody reaches rights here that are not the own ones: not by groups, nor by the password of somebody else."""

    form = KontoAendern
    add_form = KontoAnlegen
    add_form_template = "admin/change_form.html"  # Django's speaks of a second step that is none here
    change_password_form = PasswortSetzen
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    ordering = ["name", "email"]
    filter_horizontal = []  # lists to tick, as everywhere else
    named_in_log = ["groups", "user_permissions"]
    readonly_fields = ["last_login", "created_at"]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["email", "name"],
                "description": "Die Person bekommt eine Mail mit einem Link, über den sie ihr Passwort selbst wählt. "
                "Prüfen Sie die Adresse: Sie ist danach fest.",
            },
        )
    ]
    rights = (
        "Sie können nur Gruppen vergeben oder entziehen, deren Rechte Sie selbst haben. Alle anderen ändert ein Konto "
        "mit allen Rechten. Zu welchem Jugendamt eine Person gehört, trägt die Koordination bei den Mitgliedschaften ein. "
        "Wer gehen soll, verliert sofort alles, wenn Sie das Häkchen „aktiv“ entfernen."
    )

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        chief = request.user.is_superuser
        own = ["email", "name", "password" if permissions.can_set_login(request.user) else "passwort"]
        groups = ["groups"] if chief else ["groups", "weitere_gruppen"]
        everything = [("Alle Rechte", {"fields": ["is_superuser", "user_permissions"]})] if chief else []
        return [
            (None, {"fields": own}),
            ("Rechte", {"fields": ["is_active", "is_staff", *groups], "description": self.rights}),
            ("Zeiten", {"fields": ["last_login", "created_at"]}),
            *everything,
        ]

    def get_readonly_fields(self, request, obj=None):
        fixed = (
            [] if obj is None or permissions.can_set_login(request.user) else ["email", "passwort", "weitere_gruppen"]
        )
        return [*self.readonly_fields, *fixed]

    def has_change_permission(self, request, obj=None):
        """Only superusers touch a superuser's account or their own here: a new password or group would be a way up."""
        if obj is not None and not request.user.is_superuser and (obj.is_superuser or obj.pk == request.user.pk):
            return False
        return super().has_change_permission(request, obj)

    # Groups: those that the person may give are a choice, all others stay as they are -------------------------------

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.queryset = Group.objects.filter(pk__in=[group.pk for group in _groups_of(request.user)])
            field.help_text = ""
            field.error_messages["invalid_choice"] = "Diese Gruppe dürfen Sie nicht vergeben."
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (OwnGroups, form), {}) if obj and "groups" in form.base_fields else form

    def save_related(self, request, form, formsets, change):
        others = [] if request.user.is_superuser or not change else _other_groups(form.instance, request.user)
        super().save_related(request, form, formsets, change)
        form.instance.groups.add(*others)
        if not change:
            passwords.send_password_link(form.instance, actor=request.user)

    @admin.display(description="Weitere Gruppen")
    def weitere_gruppen(self, konto):
        names = ", ".join(group.name for group in konto.fremde_gruppen)
        return f"{names} (nur ein Konto mit allen Rechten ändert das)" if names else "keine"

    def get_object(self, request, object_id, from_field=None):
        konto = super().get_object(request, object_id, from_field)
        if konto is not None:
            konto.fremde_gruppen = _other_groups(konto, request.user)
            konto.darf_link = self.has_change_permission(request, konto)
        return konto

    # Passwords: a link by mail; setting one for somebody else is for superusers --------------------------------------

    @admin.display(description="Passwort")
    def passwort(self, konto):
        if not konto.darf_link:
            return "Ein neues wählt die Person selbst: beim Anmelden über „Passwort vergessen?“."
        address = reverse("admin:auth_user_password_change", args=[konto.pk])
        return format_html('<a href="{}">Link für ein neues Passwort schicken</a>', address)

    def user_change_password(self, request, id, form_url=""):
        if permissions.can_set_login(request.user):
            return super().user_change_password(request, id, form_url)
        konto = self.get_object(request, unquote(id))
        if not self.has_change_permission(request, konto):
            raise PermissionDenied
        if konto is None:
            raise Http404
        if request.method == "POST":
            return self._send_link(request, konto)
        context = {
            **self.admin_site.each_context(request),
            "title": "Neues Passwort",
            "konto": konto,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/passwort_link.html", context)

    def _send_link(self, request, konto):
        try:
            passwords.send_password_link(konto, actor=request.user)
        except NotNow as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{konto.email} bekommt eine Mail mit einem Link für ein neues Passwort.")
        return HttpResponseRedirect(reverse(self._address("change"), args=[konto.pk]))


class OwnGroups:
    """The form starts with the groups that can be chosen; the others are shown beside it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = set(self.fields["groups"].queryset)
        self.initial["groups"] = [group for group in self.initial.get("groups", []) if group in choices]


def _groups_of(user):
    return [group for group in Group.objects.all() if permissions.can_give_group(user, group)]


def _other_groups(konto, user):
    """The groups of `konto` that `user` may neither give nor take."""
    return [group for group in konto.groups.all() if not permissions.can_give_group(user, group)]


@admin.register(Group)
class GruppeAdmin(ReadOnlyAdmin):
    search_fields = ["name"]
    fields = ["name", "rechte"]
    readonly_fields = ["rechte"]

    @admin.display(description="Rechte")
    def rechte(self, group):
        rows = format_html_join("", "<li>{}: {}</li>", describe(group.permissions.all()))
        return format_html("<ul>{}</ul>", rows) if rows else "keine"


@admin.register(Vertretung)
class VertretungAdmin(ReadOnlyAdmin):
    """Who could act for which role when; entered and ended in the office."""

    list_display = ["person", "rolle", "von", "bis", "eingetragen_von", "beendet_am"]
    list_filter = ["rolle", ("von", admin.DateFieldListFilter), ("beendet_am", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "eingetragen_von"]
    search_fields = ["person__name", "person__email"]
    fields = ["person", "rolle", "von", "bis", "eingetragen_von", "created_at", "beendet_von", "beendet_am"]
