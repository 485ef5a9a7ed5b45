"""What read-only pages of a grant's rows share."""

from django.contrib import admin

from servicestelle.base.admin import ReadOnlyAdmin


class OfGrantAdmin(ReadOnlyAdmin):
    """To read: rows of a grant, with its Jugendamt and cohort."""

    @admin.display(description="Jugendamt", ordering="foerderung__jugendamt__name")
    def amt(self, row):
        return row.foerderung.jugendamt

    @admin.display(description="Förderzeitraum")
    def foerderzeitraum(self, row):
        return row.foerderung.foerderzeitraum
