"""Forms for people without an account."""

from django import forms

from servicestelle.base.einmal import NumberField
from servicestelle.base.ui.fields import AddressField
from servicestelle.base.ui.traps import TrapForm

MAX_TEXT = 5000


class ZuschriftForm(TrapForm):
    """A message with the address that must be confirmed."""

    text = forms.CharField(
        label="Ihre Nachricht",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Bitte schreiben Sie nichts über einzelne Kinder oder Familien.",
    )
    name = forms.CharField(
        label="Ihr Name", max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(
        label="Ihre E-Mail-Adresse",
        help_text="Wir schicken Ihnen einen Link. Erst wenn Sie ihn öffnen, kommt Ihre Nachricht bei uns an.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    nummer = NumberField(form="zuschrift")


class BarriereForm(ZuschriftForm):
    seite = forms.CharField(
        label="Auf welcher Seite?",
        max_length=300,
        required=False,
        help_text="Die Adresse der Seite oder der Titel des Dokuments.",
    )
    field_order = ["seite", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "Was hat Sie gehindert?"
        self.fields[
            "text"
        ].help_text = "Was wollten Sie tun, und womit arbeiten Sie, zum Beispiel mit einem Screenreader?"
