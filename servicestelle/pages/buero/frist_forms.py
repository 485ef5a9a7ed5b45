"""Moving a deadline."""

from django import forms
from django.utils import timezone

from servicestelle.base.choices import Verschiebegrund
from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.ui.fields import TagField

YEARS = 2


class VerschiebenForm(OnceForm):
    """The new day and why; `bisher` is the day the person saw."""

    auf = TagField(label="Neuer Tag", help_text="TT.MM.JJJJ, heute oder später.")
    grund = forms.ChoiceField(label="Warum?", choices=[("", "Bitte wählen"), *Verschiebegrund.choices])
    bisher = forms.DateField(widget=forms.HiddenInput)
    nummer = NumberField(form="frist")

    def __init__(self, *args, frist, **kwargs):
        super().__init__(*args, initial={"bisher": frist.due_on.isoformat()}, **kwargs)

    def clean_auf(self):
        day, today = self.cleaned_data["auf"], timezone.localdate()
        if day < today:
            raise forms.ValidationError("Dieser Tag ist vorbei. Wählen Sie heute oder einen späteren.")
        if day.year > today.year + YEARS:
            raise forms.ValidationError(
                f"So weit voraus gilt keine Frist. Wählen Sie einen Tag bis {today.year + YEARS}."
            )
        return day
