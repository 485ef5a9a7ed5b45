"""Rows that change places: the rule on places is checked at the end, not row by row."""

from django import forms


class OrderedForm(forms.ModelForm):
    """Leaves the unique place to the formset and, at the end, to the database (a deferred constraint).

    Row by row two chapters could never swap places: the first would meet the second on its old place.
    """

    place = "reihenfolge"

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {self.place}
