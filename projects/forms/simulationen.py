"""What people type into a simulation: its candidates, then sums per candidate and variant."""

from decimal import Decimal

from django import forms

from jugendaemter.models import Jugendamt
from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.ui.fields import EuroField

INPUT = {"class": "kern-form-input__input"}


class NeueSimulationForm(OnceForm):
    """Candidates: those who sent an Interessenbekundung are ticked; others can be chosen too."""

    name = forms.CharField(
        label="Name der Simulation", max_length=100, help_text="Zum Beispiel: Drei oder vier Standorte"
    )
    kandidaten = forms.ModelMultipleChoiceField(
        queryset=Jugendamt.objects.none(),
        label="Jugendämter mit Interessenbekundung",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weitere = forms.ModelMultipleChoiceField(
        queryset=Jugendamt.objects.none(),
        label="Weitere Jugendämter",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    nummer = NumberField(form="simulation")
    show_optional = False  # one office is needed, whichever

    def __init__(self, *args, zeitraum, candidates, **kwargs):
        super().__init__(*args, initial={"kandidaten": candidates}, **kwargs)
        usual = [office.pk for office in candidates]
        offices = Jugendamt.objects.valid().filter(fiktiv=zeitraum.fiktiv)
        self.fields["kandidaten"].queryset = Jugendamt.objects.filter(pk__in=usual)
        self.fields["weitere"].queryset = offices.exclude(pk__in=usual)
        if not usual:
            del self.fields["kandidaten"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.chosen:
            self.add_error("weitere", "Wählen Sie mindestens ein Jugendamt.")
        return cleaned

    @property
    def chosen(self):
        data = self.cleaned_data
        return [*(data.get("kandidaten") or ()), *(data.get("weitere") or ())]


class VariantenForm(OnceForm):
    """A grid: for each variant its name, the percent for Personal, and a sum per candidate (EUR). `version` as opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    nummer = NumberField(form="varianten")

    def __init__(self, *args, varianten, kandidaten, **kwargs):
        super().__init__(*args, **kwargs)
        self.varianten, self.kandidaten = list(varianten), list(kandidaten)
        for place, variante in enumerate(self.varianten, 1):
            self._add(f"name_{variante.pk}", forms.CharField(label=f"Name von Variante {place}", max_length=60))
            share = forms.DecimalField(
                label=f"Personalkosten in Prozent, {variante}",
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
            self._add(f"prozent_{variante.pk}", share)
            for office in self.kandidaten:
                amount = EuroField(label=f"{office}, {variante}", required=False, min_value=Decimal("0.01"))
                self._add(f"betrag_{variante.pk}_{office.pk}", amount)

    def _add(self, name, field):
        field.widget.attrs |= INPUT | {"aria-label": field.label}
        self.fields[name] = field

    @property
    def service_fields(self):
        """{number of the variant: (name, percent, {ags: EUR})}."""
        data = self.cleaned_data
        return {
            variante.pk: (
                data[f"name_{variante.pk}"],
                data[f"prozent_{variante.pk}"],
                {
                    office.pk: amount
                    for office in self.kandidaten
                    if (amount := data[f"betrag_{variante.pk}_{office.pk}"])
                },
            )
            for variante in self.varianten
        }

    @property
    def content(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "nummer"}


def grid_of(varianten, version):
    """The values of stored variants, their sums prefetched, for the form."""
    values = {"version": version}
    for variante in varianten:
        values |= {f"name_{variante.pk}": variante.name, f"prozent_{variante.pk}": variante.personal_prozent}
        values |= {f"betrag_{variante.pk}_{row.jugendamt_id}": row.amount for row in variante.betraege.all()}
    return values
