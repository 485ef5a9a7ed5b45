"""Forms that let people in."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from jugendaemter.choices import Rolle
from jugendaemter.models import Jugendamt
from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.models import User
from servicestelle.base.ui.fields import AddressField, TagField

from ..konto_forms import DIFFERENT


class EinladenForm(OnceForm):
    """Whom to invite, into which role, until when."""

    email = AddressField(label="E-Mail-Adresse", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(
        label="Name", max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    rolle = forms.ChoiceField(
        label="Was die Person darf",
        widget=forms.RadioSelect,
        choices=[
            (Rolle.BEARBEITUNG, "Bearbeitung: vorbereiten, ansehen, anfragen"),
            (Rolle.FREIGABE, "Freigabe: auch verbindlich absenden und Kolleg:innen einladen"),
        ],
        initial=Rolle.BEARBEITUNG,
    )
    gueltig_bis = TagField(
        label="Zugang bis",
        required=False,
        help_text="Letzter Tag, zum Beispiel für eine Vertretung: TT.MM.JJJJ. Leer: bis auf Weiteres.",
    )
    nummer = NumberField(form="einladung")

    def clean_gueltig_bis(self):
        last = self.cleaned_data["gueltig_bis"]
        if last and last < timezone.localdate():
            raise forms.ValidationError(
                "Dieser Tag ist schon vorbei. Nennen Sie einen künftigen oder lassen Sie das Feld leer."
            )
        return last


class UeberallEinladenForm(EinladenForm):
    """For the Koordination: into any Jugendamt."""

    jugendamt = forms.ModelChoiceField(
        Jugendamt.objects.none(),
        label="Jugendamt",
        empty_label="Bitte wählen",
        widget=forms.Select(attrs={"data-tippen": ""}),
    )
    field_order = ["jugendamt"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jugendamt"].queryset = Jugendamt.objects.valid()


class VertretungForm(OnceForm):
    """Who stands in for the Zahlstelle on which days. Whether person and days fit says the service."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Wer vertritt die Zahlstelle?",
        empty_label="Bitte wählen",
        help_text="Menschen aus dem Büro, die nicht selbst zur Zahlstelle gehören. Sich selbst können Sie nicht eintragen.",
    )
    von = TagField(label="Erster Tag")
    bis = TagField(label="Letzter Tag")
    nummer = NumberField(form="vertretung")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class EinladungAnnehmenForm(forms.Form):
    """Name and first password of a new account."""

    name = forms.CharField(label="Ihr Name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        label="Passwort",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Mindestens 15 Zeichen, mehr verlangen wir nicht. Ein kurzer Satz ist leicht zu merken und schwer zu "
        "erraten. Einfügen aus einem Passwortspeicher geht.",
    )
    password2 = forms.CharField(
        label="Passwort noch einmal", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        given = super().clean()
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFERENT)
        if first:
            try:
                validate_password(first, User(email=self.email, name=given.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given
