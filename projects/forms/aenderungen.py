"""What a Jugendamt types when it asks for a change, or answers a hearing."""

from contextlib import suppress
from decimal import Decimal

from django import forms

from servicestelle.base.einmal import NumberField
from servicestelle.base.money import format_euro, parse_euro
from servicestelle.base.ui.fields import EuroField

from ..choices import LONGEST_EXTENSION, Antragsart
from .felder import KnopfForm, text_field

WHY = {
    Antragsart.VERLAENGERUNG: "Warum brauchen Sie mehr Zeit?",
    Antragsart.UMSCHICHTUNG: "Warum verschiebt sich der Bedarf?",
    Antragsart.PERSON: "Was ändert sich, und ab wann?",
}


class AntragForm(KnopfForm):
    """Only the fields of the kind `art`. `zeilen` are the lines of the plan with what is left of each."""

    nummer = NumberField(form="aenderungsantrag")

    def __init__(self, *args, art, zeilen, **kwargs):
        super().__init__(*args, **kwargs)
        self.art = Antragsart(art)
        if self.art == Antragsart.VERLAENGERUNG:
            self.fields["monate"] = forms.IntegerField(
                label="Um wie viele Monate?",
                min_value=1,
                max_value=LONGEST_EXTENSION,
                help_text="Das Geld bleibt gleich.",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        elif self.art == Antragsart.UMSCHICHTUNG:
            choices = [
                (z.posten.pk, f"{z.posten}: {format_euro(z.posten.amount)}, abrufbar {format_euro(z.abrufbar)}")
                for z in zeilen
            ]
            self.fields["nach"] = forms.TypedChoiceField(
                label="In welchen Posten soll das Geld?", choices=choices, coerce=int
            )
            self.fields["von"] = forms.TypedChoiceField(
                label="Aus welchem Posten kommt es?", choices=choices, coerce=int
            )
            self.fields["betrag"] = EuroField(label="Wie viel?", min_value=Decimal("0.01"), help_text="In Euro.")
        hint = "Schreiben Sie nicht, wer krank ist oder warum jemand geht." if self.art == Antragsart.PERSON else ""
        self.fields["begruendung"] = text_field(WHY[self.art], hint)

    def clean(self):
        cleaned = super().clean()
        if self.art == Antragsart.UMSCHICHTUNG and self.cleaned_data.get("von") == self.cleaned_data.get("nach"):
            self.add_error("von", "Wählen Sie zwei verschiedene Posten.")
        return cleaned

    @property
    def service_fields(self):
        names = ("monate", "von", "nach", "betrag", "begruendung")
        return {"art": self.art.value} | {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def initial_of(antrag):
    """The values of a stored request for its form."""
    return {
        "monate": antrag.monate,
        "von": antrag.von_posten_id,
        "nach": antrag.nach_posten_id,
        "betrag": antrag.betrag,
        "begruendung": antrag.begruendung,
    }


def initial_from(params, zeilen):
    """What an address such as `?posten=7&betrag=120,50` fills in: the line that needs more, and how much.

    The money comes from the line with most left, until somebody chooses another.
    """
    known = {str(zeile.posten.pk): zeile.posten.pk for zeile in zeilen}
    posten = known.get(params.get("posten", "")) or next(iter(known.values()), None)
    others = [zeile for zeile in zeilen if zeile.posten.pk != posten]
    most = max(others, key=lambda zeile: zeile.abrufbar, default=None)
    values = {"nach": posten, "von": most and most.posten.pk}
    with suppress(ValueError):  # nothing usable in the address: the field stays empty
        values["betrag"] = parse_euro(params.get("betrag", "")[:20])
    return values


class AntwortForm(KnopfForm):
    """The answer to a hearing."""

    nummer = NumberField(form="anhoerung_antwort")
    text = text_field("Ihre Antwort", "Antworten können Sie einmal.", rows=8)

    @property
    def service_fields(self):
        return {"text": self.cleaned_data["text"]}
