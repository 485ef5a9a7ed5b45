"""What keeps scripts out of forms anybody may send: two quiet traps, and a proof the browser makes by itself."""

import json
import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from .. import spamschutz
from ..einmal import OnceForm

MIN_SECONDS = 3  # nobody reads and fills a form faster
TOO_FAST = "Das ging sehr schnell. Bitte warten Sie einen Moment und senden Sie das Formular noch einmal ab."
AGAIN = (
    "Die Prüfung Ihres Browsers gilt nicht mehr. Ihre Angaben stehen noch da: Senden Sie das Formular noch einmal ab."
)
COPY = "Bitte schreiben Sie die vier Ziffern. So sehen wir, dass hier kein Programm schreibt."
WRONG = "Das passte nicht. Hier stehen vier neue Ziffern."
TRAPS = {"website", "begonnen", "loesung", "aufgabe", "antwort"}  # fields that say nothing about the matter


class ChallengeInput(forms.HiddenInput):
    """Carries the browser's task; `static/js/spamschutz.js` puts the solution in."""

    def get_context(self, name, value, attrs):
        task = json.dumps(spamschutz.new_challenge())
        return super().get_context(name, value, {**(attrs or {}), "data-aufgabe": task})


class AnswerInput(forms.TextInput):
    """Needed only where the browser does not prove it by itself, hence never `required` in HTML."""

    def use_required_attribute(self, initial):
        return False


class AnswerField(forms.CharField):
    """Shown like a field that must be filled; whether it must says the form."""

    def validate(self, value):
        """Nothing is wrong with an empty answer as such."""


class TrapForm(OnceForm):
    """A field people never see must stay empty, the page must have been open for a moment, and one proof must hold."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)
    begonnen = forms.CharField(required=False, widget=forms.HiddenInput)
    loesung = forms.CharField(required=False, max_length=4000, widget=ChallengeInput)
    aufgabe = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    antwort = AnswerField(
        max_length=40,
        help_text="So erkennen wir, dass hier kein Programm schreibt. Mit JavaScript prüft das Ihr Browser von selbst.",
        widget=AnswerInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["begonnen"].initial = signing.dumps(int(time.time()), salt="begonnen")
        self.fields["antwort"] = self.fields.pop("antwort")  # the last one
        self._ask(self.data.get(self.add_prefix("aufgabe"), ""))

    def clean(self):
        super().clean()
        # a form that comes back with other faults has time to be read anyway
        if self.errors:
            return self.cleaned_data
        if self.cleaned_data.get("website") or self._too_fast():
            raise ValidationError(TOO_FAST)
        if not self._is_solved():
            self._check_answer()
        return self.cleaned_data

    def _too_fast(self):
        try:
            started = signing.loads(self.cleaned_data.get("begonnen", ""), salt="begonnen")
        except signing.BadSignature:
            return True
        return time.time() - started < MIN_SECONDS

    def _is_solved(self):
        nonce = spamschutz.nonce_of_solution(self.cleaned_data.get("loesung", ""))
        return nonce is not None and spamschutz.spend(nonce, number=self.cleaned_data["nummer"])

    def _check_answer(self):
        nonce, answer = spamschutz.nonce_of_question(self.cleaned_data["aufgabe"]), self.cleaned_data["antwort"]
        if not answer:
            was_solved = bool(self.cleaned_data["loesung"])
            self._type_for_them("loesung", "")
            self.add_error(None if was_solved else "antwort", AGAIN if was_solved else COPY)
        elif nonce is None or not self._counts(nonce, answer):
            self._ask("")
            self.add_error("antwort", WRONG)

    def _counts(self, nonce, answer):
        if not spamschutz.is_right(nonce, answer):
            spamschutz.burn(nonce)
            return False
        try:
            return spamschutz.spend_question(nonce, number=self.cleaned_data["nummer"])
        except spamschutz.TooManyQuestions as refusal:
            raise ValidationError(str(refusal)) from None

    def _ask(self, signed):
        """Show the question `signed`, or a new one with an empty answer when it does not hold."""
        nonce = spamschutz.nonce_of_question(signed)
        if nonce is None:
            signed = spamschutz.new_question()
            nonce = spamschutz.nonce_of_question(signed)
            self._type_for_them("antwort", "")
        self._type_for_them("aufgabe", signed)
        self["antwort"].label = f"Bitte schreiben Sie als Ziffern: {spamschutz.words_of(nonce)}"

    def _type_for_them(self, name, value):
        """What the field holds when the page is shown."""
        self.fields[name].initial = value
        if self.is_bound:
            self.data = self.data.copy()
            self.data[self.add_prefix(name)] = value
