"""Forms for people without an account."""

import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from servicestelle.base.einmal import NumberField, OnceForm

MIN_SECONDS = 3  # nobody reads and fills a form faster
MAX_TEXT = 5000


class ZuschriftForm(OnceForm):
    """A message with the address that must be confirmed. Two quiet traps keep scripts out."""

    text = forms.CharField(
        label="Ihre Nachricht",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Bitte schreiben Sie nichts über einzelne Kinder oder Familien.",
    )
    name = forms.CharField(
        label="Ihr Name", max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Ihre E-Mail-Adresse",
        help_text="Wir schicken Ihnen einen Link. Erst wenn Sie ihn öffnen, kommt Ihre Nachricht bei uns an.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    nummer = NumberField(form="zuschrift")
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    begonnen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["begonnen"].initial = signing.dumps(int(time.time()), salt="begonnen")

    def clean(self):
        super().clean()
        if self.cleaned_data.get("website") or self._too_fast():
            raise ValidationError(
                "Das ging sehr schnell. Bitte warten Sie einen Moment und senden Sie das Formular noch einmal ab."
            )
        return self.cleaned_data

    def _too_fast(self):
        try:
            started = signing.loads(self.cleaned_data.get("begonnen", ""), salt="begonnen")
        except signing.BadSignature:
            return True
        return time.time() - started < MIN_SECONDS


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
