"""What is sent along to order a report of money as a file."""

from django import forms

from servicestelle.base.einmal import NumberField, OnceForm

from ..choices import Auszugformat, Berichtsart


class AuszugForm(OnceForm):
    """One button: this report, this filter, this kind of file."""

    art = forms.ChoiceField(choices=Berichtsart.choices, widget=forms.HiddenInput)
    objekt = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    abfrage = forms.CharField(max_length=1500, required=False, widget=forms.HiddenInput)
    format = forms.ChoiceField(choices=Auszugformat.choices, widget=forms.HiddenInput)
    nummer = NumberField(form="auszug")

    @property
    def service_fields(self):
        return {name: self.cleaned_data[name] for name in ("objekt", "abfrage", "format")}


def order_forms(bericht):
    """(label, form) for each kind of file of `bericht`; each counts once by itself."""
    known = {"art": bericht.art, "objekt": bericht.objekt, "abfrage": bericht.abfrage}
    return [
        (label, AuszugForm(initial=known | {"format": value}, auto_id=f"{value}_%s"))
        for value, label in Auszugformat.choices
    ]
