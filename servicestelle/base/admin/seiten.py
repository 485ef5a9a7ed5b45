"""Records with a public page: the admin edits their texts, the office decides whether they are public."""

from .guarded import GuardedAdmin


class SeiteAdmin(GuardedAdmin):
    """Published records are not deleted here, neither one by one nor by the action; the database holds that too."""

    readonly_fields = ["status", "veroeffentlicht_am", "geaendert_am"]
    stand = (
        "Stand",
        {
            "fields": [("status", "veroeffentlicht_am", "geaendert_am")],
            "description": "Veröffentlichen und von der Website nehmen: im Büro. Was öffentlich ist, lässt sich nicht löschen.",
        },
    )

    def get_deleted_objects(self, objs, request):
        gone, parts, missing, protected = super().get_deleted_objects(objs, request)
        return gone, parts, missing, [*protected, *(self._public(obj) for obj in objs if obj.is_published)]

    def _public(self, obj):
        return f"„{obj}“ ist öffentlich. Nehmen Sie den Eintrag erst im Büro von der Website."

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["show_delete"] = obj is None or not obj.is_published
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
