"""What people type while a case goes on: times, next steps, documentation, a follow-up, whether it has helped."""

from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils import timezone

from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.models import Thema
from servicestelle.base.ui.fields import KEINE_FAELLE, MINUTE, MinuteInput

from ..choices import FIRST_YEAR, LEAST_MEETING, MOST_MEETING, MOST_MINUTES, Beratungsformat, Nutzen
from ..models import Kontakt
from .anfragen import text_field

AHEAD = 2  # years, as for a deadline that is moved
DAY = "%Y-%m-%d"
MOMENTS = [MINUTE, f"{MINUTE}:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M"]
NO_PAGE = "Diese Seite gibt es im Portal nicht. Kopieren Sie ihre Adresse, zum Beispiel /standorte/."
NO_SUCH_HOUR = "In dieser Stunde wird die Uhr umgestellt. Wählen Sie eine andere."
WRONG_MOMENT = "Geben Sie Tag und Uhrzeit an, zum Beispiel 30.11.2026 14:00."


class OwnIds:
    """Several forms stand on one page: each names its fields apart, so that labels meet their own fields."""

    prefix_of_ids = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": f"{self.prefix_of_ids}_%s"} | kwargs)


class ZeitField(forms.DateTimeField):
    def __init__(self, **options):
        super().__init__(widget=MinuteInput, input_formats=MOMENTS, error_messages={"invalid": WRONG_MOMENT}, **options)

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code == "ambiguous_timezone":
                raise ValidationError(NO_SUCH_HOUR) from error
            raise


class TagField(forms.DateField):
    def __init__(self, **options):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format=DAY), **options)


def video_field():
    return forms.CharField(
        label="Link zum Video",
        required=False,
        max_length=500,
        help_text="Beginnt mit https://.",
        widget=forms.URLInput,
        validators=[URLValidator(schemes=["https"], message="Das ist kein Link, der mit https:// beginnt.")],
    )


class ZeitenForm(OwnIds, OnceForm):
    """Up to three times; the asking side may leave the place open."""

    prefix_of_ids = "zeiten"
    zeit1 = ZeitField(label="Zeit")
    zeit2 = ZeitField(label="Zweite Möglichkeit", required=False)
    zeit3 = ZeitField(label="Dritte Möglichkeit", required=False)
    dauer_minuten = forms.IntegerField(
        label="Dauer in Minuten", min_value=LEAST_MEETING, max_value=MOST_MEETING, initial=60
    )
    ort = forms.CharField(
        label="Ort",
        required=False,
        max_length=200,
        help_text="Zum Beispiel: bei Ihnen im Rathaus, oder: Wir rufen Sie an.",
    )
    video_url = video_field()
    nummer = NumberField(form="zeiten")

    def __init__(self, *args, buero, **kwargs):
        super().__init__(*args, **kwargs)
        self.buero = buero
        if not buero:
            del self.fields["video_url"]
            self.fields["ort"].help_text = "Wenn Sie einen Wunsch haben, zum Beispiel: bei uns im Rathaus."

    def clean(self):
        data = super().clean()
        times = [data.get(name) for name in ("zeit1", "zeit2", "zeit3")]
        for name, moment in zip(("zeit1", "zeit2", "zeit3"), times, strict=True):
            if moment and moment <= timezone.now():
                self.add_error(name, "Diese Zeit liegt schon zurück.")
        if self.buero and not (self.errors or data.get("ort") or data.get("video_url")):
            self.add_error("ort", "Nennen Sie einen Ort oder einen Link zum Video.")
        return data

    @property
    def service_fields(self):
        """What the service takes."""
        data = self.cleaned_data
        return {
            "zeiten": [data[name] for name in ("zeit1", "zeit2", "zeit3") if data[name]],
            "dauer_minuten": data["dauer_minuten"],
            "ort": data["ort"],
            "video_url": data.get("video_url", ""),
        }


class WortForm(OwnIds, OnceForm):
    """A word for the other side."""

    prefix_of_ids = "ablehnen"
    wort = forms.CharField(
        label="Ein Wort dazu",
        max_length=500,
        help_text=f"Zum Beispiel: In dieser Woche sind Ferien. {KEINE_FAELLE}",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    nummer = NumberField(form="ablehnen")


class AbsageForm(WortForm):
    prefix_of_ids = "absagen"
    nummer = NumberField(form="absagen")


class OrtForm(OwnIds, OnceForm):
    prefix_of_ids = "ort"
    ort = forms.CharField(label="Ort", required=False, max_length=200)
    video_url = video_field()
    nummer = NumberField(form="ort")

    def clean(self):
        data = super().clean()
        if not (self.errors or data.get("ort") or data.get("video_url")):
            self.add_error("ort", "Nennen Sie einen Ort oder einen Link zum Video.")
        return data


class EmpfehlungForm(OwnIds, OnceForm):
    prefix_of_ids = "empfehlung"
    schritt = forms.CharField(
        label="Nächster Schritt",
        max_length=500,
        help_text=f"Das Jugendamt liest ihn und hakt ihn ab. {KEINE_FAELLE}",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.CharField(
        label="Seite im Portal dazu",
        required=False,
        max_length=300,
        help_text="Die Adresse einer Seite dieses Portals, zum Beispiel /standorte/.",
    )
    faellig_am = TagField(label="Bis wann?", required=False)
    nummer = NumberField(form="empfehlung")

    def clean_link(self):
        """The path of a page there is; the portal's own name in front is taken off."""
        link = self.cleaned_data["link"].removeprefix(settings.SITE_URL)
        try:
            parts = urlsplit(link)
            if link:
                resolve(parts.path)
        except (Resolver404, ValueError) as error:
            raise ValidationError(NO_PAGE) from error
        if parts.scheme or parts.netloc or any(char in link for char in "\\ "):
            raise ValidationError(NO_PAGE)
        return link

    def clean_faellig_am(self):
        day, today = self.cleaned_data["faellig_am"], timezone.localdate()
        if day and day < today:
            raise ValidationError("Dieser Tag ist schon vorbei.")
        if day and day.year > today.year + AHEAD:
            raise ValidationError(f"So weit voraus gilt keine Frist. Wählen Sie einen Tag bis {today.year + AHEAD}.")
        return day


def _minutes(label, help_text):
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_MINUTES, initial=0, help_text=help_text)


class KontaktForm(OwnIds, OnceForm, forms.ModelForm):
    """The documentation of a contact; the model says which values fit together."""

    prefix_of_ids = "kontakt"
    am = TagField(label="Tag", initial=timezone.localdate)
    themen = forms.ModelMultipleChoiceField(
        Thema.objects.all(), label="Themen", required=False, widget=forms.CheckboxSelectMultiple
    )
    teilnehmende = forms.IntegerField(
        label="Teilnehmende",
        min_value=1,
        max_value=5000,
        initial=1,
        help_text="Menschen aus dem Jugendamt und ihre Partner.",
    )
    beratung_minuten = _minutes("Beratung in Minuten", "90 sind eineinhalb Stunden.")
    vorbereitung_minuten = _minutes(
        "Vorbereitung in Minuten", "Auch Fahrt und Nacharbeit. Das Jugendamt sieht sie nicht."
    )
    ergebnis = text_field("Ergebnis", f"Nur für das Büro. {KEINE_FAELLE}", rows=4)
    vereinbarungen = text_field("Vereinbarungen", f"Das Jugendamt liest sie. {KEINE_FAELLE}", rows=3, required=False)
    weiteres_vorgehen = text_field("Weiteres Vorgehen", f"Nur für das Büro. {KEINE_FAELLE}", rows=3, required=False)
    nummer = NumberField(form="kontakt")

    class Meta:
        model = Kontakt
        fields = [
            "am",
            "format",
            "teilnehmende",
            "beratung_minuten",
            "vorbereitung_minuten",
            "themen",
            "ergebnis",
            "vereinbarungen",
            "weiteres_vorgehen",
        ]

    def clean_am(self):
        day = self.cleaned_data["am"]
        if day > timezone.localdate():
            raise ValidationError("Dieser Tag liegt in der Zukunft. Dokumentieren Sie, was schon war.")
        if day.year < FIRST_YEAR:
            raise ValidationError(f"Prüfen Sie das Jahr: Kontakte gibt es seit {FIRST_YEAR}.")
        return day

    @property
    def service_fields(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class FolgeanfrageForm(OwnIds, OnceForm):
    """The next question of a case that has ended; the contact stays the same."""

    prefix_of_ids = "folge"
    frage = text_field("Worum geht es jetzt?")
    themen = forms.ModelMultipleChoiceField(
        Thema.objects.all(), label="Themen", required=False, widget=forms.CheckboxSelectMultiple
    )
    format = forms.ChoiceField(
        label="Form der Beratung",
        choices=Beratungsformat.choices,
        initial=Beratungsformat.OFFEN,
        widget=forms.RadioSelect,
    )
    wunschtermine = forms.CharField(label="Wann passt es?", max_length=300, required=False, help_text=KEINE_FAELLE)
    nummer = NumberField(form="folge")


class NutzenForm(forms.Form):
    """One tap: the buttons are its values. The same answer twice is one answer."""

    nutzen = forms.ChoiceField(choices=Nutzen.choices)
    satz = forms.CharField(
        label="Möchten Sie einen Satz dazu sagen?",
        required=False,
        max_length=500,
        help_text=f"Muss nicht sein. {KEINE_FAELLE}",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, antwort=None, **kwargs):
        initial = {"satz": antwort.satz} if antwort else None
        super().__init__(*args, auto_id="nutzen_%s", initial=initial, **kwargs)
