"""Form fields for how people write here: amounts with a comma, times to the minute, lists with one entry per line."""

import re
from decimal import Decimal

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator

from ..money import format_euro, parse_euro

MINUTE = "%Y-%m-%dT%H:%M"  # as browsers send it
KEINE_FAELLE = "Bitte schreiben Sie nichts über einzelne Kinder oder Familien."  # beside every field for free text


class TagField(forms.DateField):
    """A day, typed as TT.MM.JJJJ."""

    def __init__(self, **options):
        widget = forms.DateInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"help_text": "TT.MM.JJJJ", "widget": widget} | options)


# Django also takes "quoted"@… with commas and control characters, and a@[127.0.0.1]: nobody has such an address.
plain_address = RegexValidator(
    r"\A(?!.*=\?)[\w!#$%&'*+/=?^`{|}~.-]+@[^\s@\[\]]+\Z",
    "So eine Adresse können wir nicht anschreiben. Nehmen Sie eine wie name@beispiel.de.",
    flags=re.ASCII,
)


class AddressField(forms.EmailField):
    """An e-mail address we can write to: one, without quotes, on a named host."""

    default_validators = [*forms.EmailField.default_validators, plain_address]

    def run_validators(self, value):
        """One mistake is said once, in the words that show the way out."""
        try:
            super().run_validators(value)
        except ValidationError as errors:
            raise errors.error_list[-1] from None


class MinuteInput(forms.DateTimeInput):
    """Day and time in one field of the browser's own; typed by hand where it has none."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format=MINUTE)


class EuroField(forms.DecimalField):
    """An amount in EUR, read and shown as `12.345,67`; what was typed wrongly stays in the field."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 12, "decimal_places": 2, **kwargs})
        for validator in self.validators:
            if isinstance(validator, MinValueValidator):
                validator.message = f"Der Betrag ist mindestens {format_euro(self.min_value)}."

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off", "placeholder": "12.345,67"}

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, Decimal):
            return None if value in self.empty_values else value
        if len(str(value)) > 60:
            raise ValidationError("Dieser Betrag ist zu lang.", code="invalid")
        try:
            amount = parse_euro(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None
        if abs(amount) > self.most:
            raise ValidationError(f"Der Betrag ist höchstens {format_euro(self.most)}.", code="max_digits")
        return amount

    @property
    def most(self):
        """The largest amount the field holds, EUR."""
        return (Decimal(10) ** self.max_digits - 1).scaleb(-self.decimal_places)

    def prepare_value(self, value):
        if isinstance(value, (Decimal, int)):
            return format_euro(value).removesuffix("\u00a0€")
        return value


class LinesField(SimpleArrayField):
    """A list of texts, one per line; empty lines are dropped, long lines may wrap on screen."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, base_field, **kwargs):
        kwargs["help_text"] = kwargs.get("help_text") or "Ein Eintrag je Zeile."
        kwargs["show_hidden_initial"] = (
            False  # Django asks for it because of `default=list`; it would judge changes wrongly
        )
        super().__init__(base_field, delimiter="\n", **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = [line.strip() for line in value.splitlines() if line.strip()]
        return super().to_python(value)
