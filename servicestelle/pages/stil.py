"""Every component in all its states, for people of the office: /stil/."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from projects.choices import Phasenart
from projects.models import Projektphase
from publications.choices import Publikationsart
from publications.models import Meldung, Publikation
from servicestelle.base.access import is_office
from servicestelle.base.choices import Auftragsstatus, Seitenstatus
from servicestelle.base.models import Auftrag

from .start import read_questions

CHOICES = [("telefon", "Telefon"), ("video", "Video"), ("vor_ort", "Vor Ort")]
QUESTIONS = """
- **Familie:** Habe ich Menschen, die mich lieb haben?
- **Kita und Schule:** Gehe ich gern dorthin?
- **Ein neuer Bereich:** Was bekommt ein Bereich ohne Zeichnung?
"""
SITE = {
    "slug": "musterstadt",
    "titel": "Gemeinsam ankommen",
    "jugendamt_name": "Musterstadt (erfunden)",
    "zeitraum": "2019 bis 2021",
    "leitfragen": ["Was brauchen Familien, damit ihr Kind gut in der Schule ankommt?"],
    "themen_namen": ["Übergang Kita – Grundschule", "Elternstärkung"],
}
PHASES = [
    Projektphase(art=Phasenart.ANALYSE, schwerpunkte="Gespräche mit Eltern, Kitas und Schulen."),
    Projektphase(art=Phasenart.KONZEPT),
    Projektphase(art=Phasenart.UMSETZUNG, ergebnisse="- Ein fester Ort für Fragen\n- Zwei Treffen im Jahr"),
    Projektphase(art=Phasenart.PRAXIS_CHECK),
]


class SampleForm(forms.Form):
    """Every kind of field the portal uses."""

    name = forms.CharField(label="Name", max_length=40, help_text="So, wie er auf der Seite stehen soll.")
    email = forms.EmailField(label="E-Mail", widget=forms.EmailInput({"autocomplete": "email"}))
    passwort = forms.CharField(
        label="Passwort", widget=forms.PasswordInput({"autocomplete": "new-password"}), required=False
    )
    betrag = forms.DecimalField(label="Betrag (EUR)", localize=True, help_text="Zum Beispiel 1.234,50")
    datum = forms.DateField(label="Datum", help_text="TT.MM.JJJJ", required=False)
    art = forms.ChoiceField(label="Art", choices=[("", "Bitte wählen"), *CHOICES])
    format = forms.ChoiceField(label="Wie möchten Sie sprechen?", choices=CHOICES, widget=forms.RadioSelect)
    themen = forms.MultipleChoiceField(
        label="Worum geht es?", choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    text = forms.CharField(
        label="Ihr Anliegen", widget=forms.Textarea(attrs={"rows": 4}), help_text="Bitte keine Daten von Kindern."
    )
    datei = forms.FileField(label="Datei", required=False, help_text="PDF, höchstens 5 MB")
    zustimmung = forms.BooleanField(label="Ich habe den Hinweis gelesen")


class SampleFilter(forms.Form):
    q = forms.CharField(label="Suchwort", required=False)
    art = forms.ChoiceField(label="Art", choices=[("", "Alle Arten"), *CHOICES], required=False)


def stil(request):
    if not is_office(request.user):
        raise PermissionDenied("Die Bauteile sieht nur, wer in der Servicestelle arbeitet.")
    context = {
        "form": SampleForm(auto_id="leer_%s"),
        "wrong": SampleForm({"name": "x" * 50, "email": "ohne-at", "betrag": "viel"}, auto_id="falsch_%s"),
        "filter": SampleFilter({"q": "Kita", "art": "video"}, auto_id="filter_%s"),
        "questions": read_questions(QUESTIONS),
        "site": SITE,
        "open_site": {**SITE, "titel": "", "leitfragen": [], "motto": "Kein Kind allein", "themen_namen": []},
        "phases": PHASES,
        "states": [*Seitenstatus.choices, *Auftragsstatus.choices],
        "jobs": sample_jobs(),
        "publications": sample_publications(),
        "news": Meldung(
            titel="Netzwerke treffen sich", slug="muster", datum=timezone.localdate(), text="Ein Beispiel."
        ),
        "page": Paginator(range(60), 12).page(2),
        "long_page": Paginator(range(600), 12).page(20),
        "facts": [("Jugendamt", "Musterstadt"), ("Dauer", "30 Monate"), ("Partner", "")],
        "findings": ["Seite 4: Dem Bild fehlt ein Alternativtext.", "Seite 9: Die Tabelle hat keine Kopfzeile."],
        "head": ["Zeitraum", "Standorte", "Dauer"],
        "rows": [("2019 bis 2021", 4, "30 Monate"), ("2020 bis 2022", 3, "30 Monate")],
    }
    return render(request, "pages/stil.html", context)


def sample_jobs():
    """One job per state, never saved."""
    steps = {
        Auftragsstatus.WARTEND: {},
        Auftragsstatus.LAUFEND: {"share": 40, "step": "Seite 12 von 30"},
        Auftragsstatus.FERTIG: {"finished_at": timezone.now()},
        Auftragsstatus.FEHLGESCHLAGEN: {"error": "Die Schrift fehlt. Geben Sie der Betriebsstelle Bescheid."},
    }
    return [
        Auftrag(pk=number, title=f"Steckbrief {number}", status=status, **fields)
        for number, (status, fields) in enumerate(steps.items(), start=1)
    ]


def sample_publications():
    kinds = [Publikationsart.BROSCHUERE, Publikationsart.ARBEITSHILFE, Publikationsart.ZEITSCHRIFTENHEFT]
    return [
        Publikation(pk=number, titel=title, slug="muster", art=kind, jahr=2024, text="Ein Beispiel.")
        for number, (kind, title) in enumerate(
            zip(kinds, ["Projektansätze", "Praxiserfahrungen", "Netzwerke"], strict=True), start=1
        )
    ]
