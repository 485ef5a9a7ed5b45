"""What forms around money share: the button that counts once, long texts."""

from django import forms

from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.ui.fields import KEINE_FAELLE

LONG = 4000


def text_field(label, help_text="", *, rows=4, most=LONG):
    """Some lines of text, with the hint that no cases of children or families belong there."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, help_text=f"{help_text} {KEINE_FAELLE}".strip(), widget=widget)


class KnopfForm(OnceForm):
    """One button that counts once."""

    nummer = NumberField(form="schritt")

    @property
    def service_fields(self):
        return {}


class BegruendungForm(KnopfForm):
    """A step that the other side must understand."""

    begruendung = text_field("Begründung", "Sie steht so im Schreiben. Nennen Sie keine Personen mit Namen.")

    @property
    def service_fields(self):
        return {"begruendung": self.cleaned_data["begruendung"]}
