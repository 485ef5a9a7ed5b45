"""What the office types around grants and documents."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from servicestelle.base.einmal import NumberField
from servicestelle.base.money import format_euro
from servicestelle.base.ui.fields import EuroField, TagField

from ..choices import REVOKING, Postenart, Zustellweg
from .felder import BegruendungForm, KnopfForm, text_field

AMOUNTS = {"amount": "aus der Förderung", "eigenanteil": "Eigenanteil", "drittmittel": "Drittmittel"}


def amount_field(label, **options):
    return EuroField(label=label, min_value=0, **options)


class FoerderungForm(KnopfForm):
    """The draft of a grant: sum, start, lines with own share and third-party money, and room for one more line."""

    nummer = NumberField(form="foerderung")
    amount = EuroField(label="Fördersumme", min_value=Decimal("0.01"), help_text="In Euro.")
    starts_on = TagField(label="Beginn", required=False)
    show_optional = False

    def __init__(self, *args, grant, **kwargs):
        lines = list(grant.budgetposten.all())
        values = {"amount": grant.amount, "starts_on": grant.starts_on}
        values |= {f"{name}_{line.pk}": getattr(line, name) for line in lines for name in AMOUNTS}
        super().__init__(*args, initial=values, **kwargs)
        self.lines = [line.pk for line in lines]
        for line in lines:
            for name, label in AMOUNTS.items():
                self.fields[f"{name}_{line.pk}"] = amount_field(f"{line}: {label}", required=False)
        choices = [("", "kein weiterer Posten"), *Postenart.choices]
        self.fields["neu_art"] = forms.ChoiceField(label="Weiterer Posten", choices=choices, required=False)
        self.fields["neu_bezeichnung"] = forms.CharField(label="Bezeichnung", max_length=200, required=False)
        for name, label in AMOUNTS.items():
            self.fields[f"neu_{name}"] = amount_field(f"Weiterer Posten: {label}", required=False)

    def clean(self):
        cleaned = super().clean()
        amounts = any(self.cleaned_data.get(f"neu_{name}") for name in AMOUNTS)
        if amounts and not self.cleaned_data.get("neu_art"):
            self.add_error("neu_art", "Wählen Sie, was das für ein Posten ist.")
        if self.cleaned_data.get("neu_art") and not amounts and not self.errors:
            self.add_error("neu_amount", "Nennen Sie für den weiteren Posten einen Betrag.")
        return cleaned

    @property
    def service_fields(self):
        data = self.cleaned_data
        lines = {pk: {name: data.get(f"{name}_{pk}") or Decimal(0) for name in AMOUNTS} for pk in self.lines}
        new = {name: data.get(f"neu_{name}") or Decimal(0) for name in AMOUNTS}
        added = [{"art": data["neu_art"], "bezeichnung": data["neu_bezeichnung"], **new}] if data["neu_art"] else []
        return {"amount": data["amount"], "starts_on": data["starts_on"], "lines": lines, "new_lines": added}


class SummeForm(BegruendungForm):
    """New amounts of the lines; their sum is the new sum of the grant."""

    nummer = NumberField(form="summe")
    show_optional = False
    field_order = []

    def __init__(self, *args, zeilen, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {f"betrag_{line.pk}": line.pk for line in zeilen}
        for line in zeilen:
            said = f"Bisher {format_euro(line.amount)}, davon abgerufen {format_euro(line.reserved)}."
            self.fields[f"betrag_{line.pk}"] = amount_field(str(line), initial=line.amount, help_text=said)
        self.order_fields([*self.lines, "begruendung"])

    @property
    def service_fields(self):
        return super().service_fields | {"betraege": {pk: self.cleaned_data[name] for name, pk in self.lines.items()}}


class ZurueckgebenForm(KnopfForm):
    reason = text_field("Was ist zu ändern?", "Wer das Schreiben vorbereitet hat, bekommt den Text als Mail.", rows=3)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "zurueckgeben_%s"} | kwargs)

    @property
    def service_fields(self):
        return {"reason": self.cleaned_data["reason"]}


class ZustellungForm(KnopfForm):
    """How and when a document went out."""

    weg = forms.ChoiceField(label="Wie zugestellt?", choices=Zustellweg.choices)
    am = TagField(label="Am", initial=timezone.localdate)

    @property
    def service_fields(self):
        return {"weg": self.cleaned_data["weg"], "am": self.cleaned_data["am"]}


class AnhoerungForm(KnopfForm):
    """What the office asks before it revokes."""

    nummer = NumberField(form="anhoerung")
    art = forms.ChoiceField(
        label="Was erwägen Sie?",
        choices=[(art.value, art.label) for art in REVOKING],
        help_text="Widerruf: Die Bewilligung war richtig, etwas ist danach geschehen. Rücknahme: Sie war von Anfang an falsch.",
    )
    text = text_field("Anhörung", "Was haben Sie vor, und warum? Das Jugendamt liest diesen Text.", rows=6)
    antwort_bis = TagField(label="Antwort bis")

    @property
    def service_fields(self):
        return {name: self.cleaned_data[name] for name in ("art", "text", "antwort_bis")}


class EntscheidenForm(BegruendungForm):
    """Yes or no to what a Jugendamt asked for."""

    entscheidung = forms.ChoiceField(
        label="Wie entscheiden Sie?",
        choices=[("ja", "Dem Antrag folgen"), ("nein", "Ablehnen")],
        widget=forms.RadioSelect,
    )
    field_order = ["entscheidung", "begruendung"]

    @property
    def service_fields(self):
        return super().service_fields | {"approve": self.cleaned_data["entscheidung"] == "ja"}
