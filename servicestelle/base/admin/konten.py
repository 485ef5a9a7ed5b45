"""Accounts and groups. Only superusers make superusers; groups are fixed in code and only read here."""

from allauth.account import admin as allauth_admin
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group

from ..models import User
from .guarded import GuardedAdmin, ReadOnlyAdmin

# Imported first and taken out: autodiscovery must not register them after us.
admin.site.unregister(Group)
admin.site.unregister(allauth_admin.EmailAddress)
if admin.site.is_registered(allauth_admin.EmailConfirmation):
    admin.site.unregister(allauth_admin.EmailConfirmation)


class KontoAnlegen(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class KontoAendern(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}


@admin.register(User)
class KontoAdmin(GuardedAdmin, auth_admin.UserAdmin):
    form = KontoAendern
    add_form = KontoAnlegen
    list_display = ["email", "name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["email", "name"]
    ordering = ["name", "email"]
    filter_horizontal = []  # lists to tick, as everywhere else
    readonly_fields = ["last_login", "created_at"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            "Rechte",
            {
                "fields": ["is_active", "is_staff", "groups"],
                "description": "Was eine Person im Büro darf, sagen ihre Gruppen. Zu welchem Jugendamt sie gehört, sagen die Mitgliedschaften.",
            },
        ),
        ("Zeiten", {"fields": ["last_login", "created_at"]}),
    ]
    everything = ("Alle Rechte", {"fields": ["is_superuser", "user_permissions"]})
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, self.everything] if obj and request.user.is_superuser else fieldsets

    def has_change_permission(self, request, obj=None):
        """Only superusers touch a superuser's account or their own here: a new password or group would be a way up."""
        if obj is not None and not request.user.is_superuser and (obj.is_superuser or obj.pk == request.user.pk):
            return False
        return super().has_change_permission(request, obj)


@admin.register(Group)
class GruppeAdmin(ReadOnlyAdmin):
    search_fields = ["name"]
    fields = ["name", "rechte"]
    readonly_fields = ["rechte"]

    @admin.display(description="Rechte")
    def rechte(self, group):
        names = group.permissions.select_related("content_type").values_list("name", flat=True)
        return ", ".join(names) or "keine"
