"""What people type around a request for payment: its period, purpose and amounts; what the office asks or says no with."""

from django import forms

from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.money import format_euro
from servicestelle.base.ui.fields import KEINE_FAELLE, EuroField, TagField

from .felder import KnopfForm

ASKED = "hier fragen wir nach"
ZEIT_UND_ZWECK = {"von": "Für die Zeit von", "bis": "Bis (letzter Tag)", "zweck": "Wofür"}


def name_of(line):
    """The name of the field for the amount of one Budgetposten."""
    return f"posten_{line.pk}"


class MittelabrufForm(OnceForm):
    """`zeilen` are the lines of the plan with what is left of each, `felder` the fields the office asked about."""

    von = TagField(label=ZEIT_UND_ZWECK["von"])
    bis = TagField(label=ZEIT_UND_ZWECK["bis"])
    zweck = forms.CharField(
        label=ZEIT_UND_ZWECK["zweck"],
        max_length=2000,
        help_text=f"Zum Beispiel: Gehalt der Netzwerkkoordination von Januar bis März. {KEINE_FAELLE}",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    nummer = NumberField(form="mittelabruf")
    show_optional = False  # one of the amounts is needed, whichever

    def __init__(self, *args, zeilen, felder=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {name_of(zeile.posten): zeile.posten.pk for zeile in zeilen}
        for zeile in zeilen:
            self.fields[name_of(zeile.posten)] = EuroField(
                label=str(zeile.posten),
                required=False,
                min_value=0,
                help_text=f"In Euro, noch {format_euro(zeile.abrufbar)} abrufbar. Leer heißt: nichts.",
            )
        for name in felder:
            if name in self.fields:
                self.fields[name].label += f" – {ASKED}"

    def clean(self):
        cleaned = super().clean()
        von, bis = self.cleaned_data.get("von"), self.cleaned_data.get("bis")
        if von and bis and bis < von:
            self.add_error("bis", "Der letzte Tag liegt vor dem ersten.")
        return cleaned

    @property
    def service_fields(self):
        """What the services take: period, purpose, and {Budgetposten number: EUR}."""
        data = self.cleaned_data
        amounts = {pk: data[name] for name, pk in self.lines.items() if data.get(name)}
        return {"von": data["von"], "bis": data["bis"], "zweck": data["zweck"], "lines": amounts}


def initial_of(abruf):
    """The values of a stored request for its form."""
    amounts = {name_of(line.budgetposten): line.amount for line in abruf.posten.all()}
    return {"von": abruf.von, "bis": abruf.bis, "zweck": abruf.zweck, **amounts}


class RueckfrageForm(KnopfForm):
    """What the office asks, and which fields it means."""

    text = forms.CharField(
        label="Was fehlt oder ist unklar?",
        max_length=2000,
        help_text=f"Das Jugendamt liest die Rückfrage. {KEINE_FAELLE}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    felder = forms.MultipleChoiceField(
        label="Welche Angaben betrifft das?",
        required=False,
        help_text="Sie sind im Formular des Jugendamts hervorgehoben.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, zeilen, **kwargs):
        super().__init__(*args, **{"auto_id": "rueckfrage_%s"} | kwargs)
        lines = [(name_of(zeile.posten), f"Betrag: {zeile.posten}") for zeile in zeilen]
        self.fields["felder"].choices = [*ZEIT_UND_ZWECK.items(), *lines]

    @property
    def service_fields(self):
        return {"text": self.cleaned_data["text"], "fields": self.cleaned_data["felder"]}


class AblehnenForm(KnopfForm):
    """Saying no needs a reason."""

    grund = forms.CharField(
        label="Warum lehnen Sie ab?",
        max_length=2000,
        help_text=f"Das Jugendamt liest die Begründung. {KEINE_FAELLE}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "ablehnen_%s"} | kwargs)

    @property
    def service_fields(self):
        return {"reason": self.cleaned_data["grund"]}
