"""What people type around an Interessenbekundung: its draft, what reviewers think, the decision."""

from django import forms

from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.ui.fields import KEINE_FAELLE, EuroField
from servicestelle.base.ui.uploads import FilesField, UploadForm

from ..models import Interessenbekundung
from .felder import KnopfForm

FRAGEN = {  # field: (help, rows)
    "ausgangslage": ("Wie wachsen Kinder bei Ihnen auf, was gibt es schon, was fehlt?", 6),
    "vorhaben": ("Was soll in der Förderzeit anders werden, und wie fangen Sie an?", 6),
    "netzwerk": ("Ämter, Träger, Kitas, Schulen, Gesundheit: wer ist dabei, wer soll dazukommen?", 4),
}


def _text(name):
    field, (help_text, rows) = Interessenbekundung._meta.get_field(name), FRAGEN[name]
    return forms.CharField(
        label=field.verbose_name,
        required=False,
        max_length=field.max_length,
        help_text=f"{help_text} {KEINE_FAELLE} Höchstens {field.max_length} Zeichen.",
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class BekundungForm(UploadForm, OnceForm):
    """The draft: everything may still be missing. `version` is the one the person opened."""

    ausgangslage = _text("ausgangslage")
    vorhaben = _text("vorhaben")
    netzwerk = _text("netzwerk")
    kontakt = forms.CharField(
        label=Interessenbekundung._meta.get_field("kontakt").verbose_name,
        required=False,
        max_length=300,
        help_text="Name und Telefonnummer im Jugendamt.",
    )
    betrag = EuroField(
        label=Interessenbekundung._meta.get_field("betrag").verbose_name,
        required=False,
        min_value=0.01,
        help_text="In Euro, für die ganze Förderzeit. Das ist noch kein Antrag und kann leer bleiben.",
    )
    dateien = FilesField(label="Anlagen")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
    nummer = NumberField(form="interessenbekundung")
    show_optional = False  # a draft may be unfinished; what a submitted one needs, its page says

    ANGABEN = ("ausgangslage", "vorhaben", "netzwerk", "kontakt", "betrag")

    @property
    def service_fields(self):
        return {name: self.cleaned_data[name] for name in self.ANGABEN} | {"files": self.cleaned_data["dateien"]}

    @property
    def content(self):
        """What was sent, for comparison: files by their content."""
        data = self.cleaned_data
        files = [[datei.name, datei.sha256] for datei in data["dateien"]]
        return {name: data[name] for name in (*self.ANGABEN, "version")} | {"dateien": files}


def initial_of(bekundung):
    """The values of a stored draft for its form."""
    return {name: getattr(bekundung, name) for name in (*BekundungForm.ANGABEN, "version")}


class BewertungForm(OnceForm):
    """Points and an internal note for each criterion of the programme, and a note on the whole."""

    nummer = NumberField(form="bewertung")

    def __init__(self, *args, kriterien, **kwargs):
        super().__init__(*args, **{"auto_id": "bewertung_%s"} | kwargs)
        self.kriterien = list(kriterien)
        for kriterium in self.kriterien:
            points = [("", "noch offen"), *((str(n), str(n)) for n in range(kriterium.hoechstpunkte + 1))]
            self.fields[f"punkte_{kriterium.pk}"] = forms.TypedChoiceField(
                label=f"{kriterium.name}: Punkte",
                help_text=f"{kriterium.erklaerung} 0 bis {kriterium.hoechstpunkte} Punkte.".strip(),
                choices=points,
                coerce=int,
                empty_value=None,
                required=False,
            )
            self.fields[f"notiz_{kriterium.pk}"] = _note(f"{kriterium.name}: Notiz")
        self.fields["notiz_gesamt"] = _note("Gesamteindruck", rows=3)

    show_optional = False

    @property
    def service_fields(self):
        """What the service takes: points and notes by the criterion's number; the whole has none."""
        data = self.cleaned_data
        notes = {kriterium.pk: data[f"notiz_{kriterium.pk}"] for kriterium in self.kriterien}
        points = {kriterium.pk: data[f"punkte_{kriterium.pk}"] for kriterium in self.kriterien}
        return {"points": points, "notes": notes | {None: data["notiz_gesamt"]}}


def _note(label, rows=2):
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        help_text="Nur für das Büro.",
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def scores_as_initial(bewertungen):
    """The own stored scores for the form."""
    found = {}
    for row in bewertungen:
        found[f"notiz_{row.kriterium_id or 'gesamt'}"] = row.notiz
        if row.punkte is not None:
            found[f"punkte_{row.kriterium_id}"] = str(row.punkte)
    return found


class EntscheidungForm(KnopfForm):
    """Both outcomes need a reason; it stands in the letter."""

    grund = forms.CharField(
        label="Begründung",
        max_length=2000,
        help_text=f"Das Jugendamt liest sie im Brief. {KEINE_FAELLE}",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "entscheidung_%s"} | kwargs)

    @property
    def service_fields(self):
        return {"reason": self.cleaned_data["grund"]}
