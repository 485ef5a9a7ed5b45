"""What people type to book money back or to another line of the plan, and what they tick as paid."""

from django import forms
from django.core.exceptions import ValidationError

from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.money import CENT, format_euro
from servicestelle.base.ui.fields import EuroField


class BuchungForm(OnceForm):
    """An amount of a line, booked once. `lines` are the lines that may be chosen, with words beside each."""

    nummer = NumberField(form="buchung")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["betrag"] = EuroField(label="Betrag", min_value=CENT, help_text="In Euro, zum Beispiel 1.234,50.")

    def choose(self, name, label, lines, help_text=""):
        """Add a choice of one line, before the amount; `lines`: (Budgetposten, words)."""
        self.lines = {str(line.pk): line for line, _ in lines} | getattr(self, "lines", {})
        choices = [("", "Bitte wählen"), *((str(line.pk), f"{line}: {words}") for line, words in lines)]
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, help_text=help_text)
        self.order_fields(["nummer", "posten", "von", "nach", "betrag"])

    def line(self, name):
        return self.lines[self.cleaned_data[name]]


class RueckzahlungForm(BuchungForm):
    """`zeilen` are the paid lines of a request (Zahlungsstand)."""

    def __init__(self, *args, zeilen, **kwargs):
        super().__init__(*args, **kwargs)
        lines = [(zeile.posten, f"noch {format_euro(zeile.bleibt)}") for zeile in zeilen if zeile.bleibt]
        self.choose("posten", "Aus welchem Posten kam das Geld?", lines)

    @property
    def service_fields(self):
        return {"line": self.line("posten"), "amount": self.cleaned_data["betrag"]}


class UmbuchungForm(BuchungForm):
    """`zeilen` are the lines of a grant (Postenstand)."""

    def __init__(self, *args, zeilen, **kwargs):
        super().__init__(*args, **kwargs)
        paid = [(z.posten, f"{format_euro(z.posten.paid)} ausgezahlt") for z in zeilen if z.posten.paid]
        room = [(z.posten, f"noch {format_euro(z.posten.left)} Platz") for z in zeilen]
        self.choose("von", "Gebucht ist es jetzt auf", paid)
        self.choose("nach", "Richtig ist", room)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("von") and cleaned.get("von") == cleaned.get("nach"):
            raise ValidationError({"nach": "Wählen Sie einen anderen Posten als den, auf dem es jetzt gebucht ist."})
        return cleaned

    @property
    def service_fields(self):
        return {"source": self.line("von"), "target": self.line("nach"), "amount": self.cleaned_data["betrag"]}


class ZahlungenForm(OnceForm):
    """The requests ticked as paid. `rows` are those that may be."""

    nummer = NumberField(form="zahlungen")

    def __init__(self, *args, rows=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        self.fields["abruf"] = forms.MultipleChoiceField(
            choices=[(pk, str(row)) for pk, row in self.rows.items()],
            error_messages={
                "required": "Wählen Sie mindestens eine Zahlung aus.",
                "invalid_choice": "Eine der Zahlungen steht nicht mehr auf der Liste. Laden Sie die Seite neu.",
            },
        )

    @property
    def chosen(self):
        return [self.rows[pk] for pk in self.cleaned_data["abruf"]]
