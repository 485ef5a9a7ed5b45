"""What people type around a request."""

from django import forms

from jugendaemter.models import Jugendamt
from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.models import Thema, User
from servicestelle.base.ui.fields import KEINE_FAELLE, AddressField
from servicestelle.base.ui.traps import TrapForm
from servicestelle.base.ui.uploads import FilesField, UploadForm

from ..choices import Anfragestatus, Beratungsformat

MAX_TEXT = 5000


def text_field(label, help_text=KEINE_FAELLE, rows=6, **options):
    return forms.CharField(
        label=label,
        max_length=MAX_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


class AnfrageFelder(UploadForm):
    """The fields every request has; `offices` are the Jugendämter that may be chosen."""

    jugendamt = forms.ModelChoiceField(
        queryset=Jugendamt.objects.none(),
        label="Ihr Jugendamt",
        empty_label="Bitte wählen",
        widget=forms.Select(attrs={"data-tippen": ""}),
    )
    frage = text_field("Worum geht es?", f"Was beschäftigt Sie, was haben Sie schon versucht? {KEINE_FAELLE}")
    dateien = FilesField(label="Unterlagen dazu")
    themen = forms.ModelMultipleChoiceField(
        queryset=Thema.objects.all(),
        label="Themen",
        required=False,
        help_text="So viele, wie passen.",
        widget=forms.CheckboxSelectMultiple,
    )
    format = forms.ChoiceField(
        label="Wie möchten Sie beraten werden?",
        choices=Beratungsformat.choices,
        initial=Beratungsformat.OFFEN,
        widget=forms.RadioSelect,
    )
    wunschtermine = forms.CharField(
        label="Wann passt es Ihnen?",
        max_length=300,
        required=False,
        help_text=f"Zum Beispiel: dienstags ab 14 Uhr, nicht in den Herbstferien. {KEINE_FAELLE}",
    )
    name = forms.CharField(label="Ihr Name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    funktion = forms.CharField(
        label="Ihre Aufgabe im Jugendamt",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    telefon = forms.CharField(
        label="Ihre Telefonnummer",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = AddressField(
        label="Ihre E-Mail-Adresse",
        help_text="Wir schicken Ihnen einen Link. Erst wenn Sie ihn öffnen und bestätigen, kommt Ihre Anfrage bei uns an.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    nummer = NumberField(form="anfrage")

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jugendamt"].queryset = offices


class OeffentlicheAnfrageForm(AnfrageFelder, TrapForm):
    """For people without an account: the address must be confirmed, scripts run into traps."""


class AnfrageForm(AnfrageFelder, OnceForm):
    """For members of a Jugendamt: name, address and office are known."""

    def __init__(self, *args, offices, person, **kwargs):
        known = {"name": person.name, "email": person.email}
        if len(offices) == 1:
            known["jugendamt"] = offices[0]
        super().__init__(*args, offices=offices, initial=known, **kwargs)
        self.fields["email"].help_text = "Dorthin schreiben wir, wenn es etwas Neues gibt."


class NachrichtForm(UploadForm, OnceForm):
    text = text_field("Ihre Nachricht")
    dateien = FilesField()
    nummer = NumberField(form="nachricht")


class AntwortForm(NachrichtForm):
    """The same from the office."""

    text = text_field("Nachricht an das Jugendamt")


class NotizForm(OnceForm):
    """Stands beside the answer on one page, hence ids of its own."""

    text = text_field("Neue Notiz", f"Nur für das Büro. {KEINE_FAELLE}", rows=4)
    nummer = NumberField(form="notiz")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="notiz_%s", **kwargs)


class ZuweisenForm(forms.Form):
    zustaendig = forms.ModelChoiceField(queryset=User.objects.none(), label="Zuweisen an", empty_label="Bitte wählen")

    def __init__(self, *args, advisers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zustaendig"].queryset = advisers


class SchrittForm(forms.Form):
    """One step of the request, with words for the Jugendamt where it needs them."""

    von = forms.CharField(widget=forms.HiddenInput)
    nach = forms.ChoiceField(label="Nächster Schritt", widget=forms.RadioSelect)
    grund = text_field(
        "Was soll das Jugendamt dazu lesen?",
        "Nötig, wenn Sie abschließen, weiterverweisen oder ablehnen: Ergebnis, Vereinbarungen oder wohin es weitergeht. "
        f"{KEINE_FAELLE}",
        rows=4,
        required=False,
    )

    def __init__(self, *args, anfrage, steps, **kwargs):
        super().__init__(*args, initial={"von": anfrage.status}, **kwargs)
        self.fields["nach"].choices = [(step.value, LABELS.get(step, step.label)) for step in steps]


LABELS = {
    Anfragestatus.IN_KLAERUNG: "Klären: Wir sprechen ab, was gebraucht wird",
    Anfragestatus.TERMINIERT: "Der Termin steht",
    Anfragestatus.IN_BERATUNG: "Die Beratung läuft",
    Anfragestatus.RUHEND: "Ruhen lassen",
    Anfragestatus.ABGESCHLOSSEN: "Abschließen",
    Anfragestatus.WEITERVERWIESEN: "An eine andere Stelle verweisen",
    Anfragestatus.ABGELEHNT: "Ablehnen",
}
