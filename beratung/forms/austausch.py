"""What people type around an exchange: who comes, and how the office plans it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from jugendaemter.models import Jugendamt
from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.ui.fields import AddressField, MinuteInput
from servicestelle.base.ui.traps import TrapForm

from ..models import Austauschangebot
from ..models.austausch import MOST_PLACES

YEARS = range(2000, 2101)


class AnmeldungForm(TrapForm):
    """For people without an account: the address must be confirmed, scripts run into traps."""

    name = forms.CharField(
        label="Ihr Name",
        max_length=150,
        help_text="So steht er später auf der Teilnahmebescheinigung.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = AddressField(
        label="Ihre E-Mail-Adresse",
        help_text="Wir schicken Ihnen einen Link. Erst wenn Sie ihn öffnen und bestätigen, bekommen Sie einen Platz.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    jugendamt = forms.ModelChoiceField(
        queryset=Jugendamt.objects.none(),
        label="Ihr Jugendamt",
        required=False,
        empty_label="Keines oder nicht in der Liste",
    )
    nummer = NumberField(form="austausch")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jugendamt"].queryset = Jugendamt.objects.public().order_by("name")


class KontoAnmeldungForm(OnceForm):
    """For people with an account: one button, everything else is known."""

    nummer = NumberField(form="austausch")


class Angaben(OnceForm, forms.ModelForm):
    """What an exchange says of itself; times as the browser's own fields, typed by hand where it has none."""

    nummer = NumberField(form="austausch_angebot")

    class Meta:
        model = Austauschangebot
        fields = ["titel", "text", "fuer_wen", "beginn", "ende", "anmeldeschluss", "ort", "videolink"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "videolink": forms.URLInput,
            **dict.fromkeys(["beginn", "ende", "anmeldeschluss"], MinuteInput),
        }
        help_texts = {"anmeldeschluss": "Bis dahin melden sich Menschen an, auch für die Warteliste."}

    def clean(self):
        cleaned = super().clean()
        for name in ("beginn", "ende", "anmeldeschluss"):
            moment = self.cleaned_data.get(name)
            if moment and localtime(moment).year not in YEARS:
                self.add_error(name, f"Das Jahr liegt zwischen {YEARS[0]} und {YEARS[-1]}.")
        return cleaned


class NeuerAustauschForm(Angaben):
    """Planning one: the number of places too."""

    class Meta(Angaben.Meta):
        fields = [*Angaben.Meta.fields, "plaetze"]


class AustauschForm(Angaben):
    """Changing one; `gesehen` tells whether somebody else saved meanwhile. Places have a form of their own."""

    gesehen = forms.DateTimeField(widget=forms.HiddenInput, required=False)


class PlaetzeForm(forms.Form):
    plaetze = forms.IntegerField(label="Plätze", min_value=1, max_value=MOST_PLACES)


class AbsageForm(forms.Form):
    grund = forms.CharField(
        label="Warum fällt der Austausch aus?",
        max_length=500,
        help_text="Der Grund steht auf der öffentlichen Seite und in der Mail an alle.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RundschreibenForm(OnceForm):
    """One mail to everybody with a place."""

    betreff = forms.CharField(label="Betreff", max_length=100)
    text = forms.CharField(
        label="Nachricht",
        max_length=5000,
        help_text="Jede Person mit Platz bekommt sie als eigene Mail, mit ihrem Link. Anrede und Gruß setzt das Portal.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    nummer = NumberField(form="rundschreiben")

    def clean_betreff(self):
        """One line: what a mail's subject is."""
        subject = " ".join(self.cleaned_data["betreff"].split())
        if not subject:
            raise ValidationError("Nennen Sie einen Betreff.")
        return subject
