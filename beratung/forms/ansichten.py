"""Keeping a filter of the queue under a name."""

from django import forms

from servicestelle.base.einmal import NumberField, OnceForm


class AnsichtForm(OnceForm):
    """`abfrage` is the query as text; what of it may be kept decides the filter, not this form."""

    name = forms.CharField(label="Name der Ansicht", max_length=60, help_text="Zum Beispiel: Elternstärkung, neu.")
    angeheftet = forms.BooleanField(label="Mit Anzahl auf der Übersicht zeigen", required=False)
    abfrage = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    nummer = NumberField(form="ansicht")
