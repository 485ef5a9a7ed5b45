"""The form field for files: limits said beforehand, every refusal with its reason, checked before anything is stored."""

from django import forms
from django.core.exceptions import ValidationError

from ..dateien.checking import AT_MOST, TOGETHER, TOO_LARGE, check_file
from ..dateien.faults import Fault
from ..dateien.kinds import EXTENSIONS, IN_WORDS
from ..dateien.names import clean_name
from ..models.datei import LARGEST

MEGABYTE = 1024 * 1024
LIMITS = (
    f"Bis zu {AT_MOST} Dateien, jede höchstens {LARGEST // MEGABYTE} MB, zusammen höchstens {TOGETHER // MEGABYTE} MB. "
    f"Möglich sind {IN_WORDS}. Ohne Makros und ohne Passwort."
)
CHOOSE_AGAIN = "Wählen Sie Ihre Dateien bitte noch einmal aus. Was Sie geschrieben haben, ist noch da."
TOO_MANY = f"Das sind {{number}} Dateien. Möglich sind höchstens {AT_MOST}; die übrigen können Sie uns danach schicken."
TOO_MUCH = f"Zusammen sind Ihre Dateien größer als {TOGETHER // MEGABYTE} MB. Schicken Sie einen Teil davon mit einer weiteren Nachricht."


class FilesInput(forms.FileInput):
    """Lets people choose several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to the chosen files as a list. Their number and sum are judged here, each of them by UploadForm."""

    def __init__(self, **options):
        accept = ",".join(f".{extension}" for extension in EXTENSIONS)
        options = {"label": "Dateien", "required": False, "help_text": LIMITS} | options
        super().__init__(widget=FilesInput(attrs={"accept": accept}), **options)

    def clean(self, value, initial=None):
        files = [file for file in value or () if file]
        if len(files) > AT_MOST:
            raise ValidationError(TOO_MANY.format(number=len(files)))
        if sum(file.size for file in files) > TOGETHER:
            raise ValidationError(TOO_MUCH)
        return files


class UploadForm(forms.Form):
    """A form that declares `dateien = FilesField()`.

    Contents are read only when all else is right: whoever fell into a trap costs no work.
    """

    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            self._judge_contents()
        self.say_choose_again()

    def _judge_contents(self):
        try:
            chosen = self.cleaned_data["dateien"]
            self.cleaned_data["dateien"] = judge_each(chosen)
        except ValidationError as error:
            self.add_error("dateien", error)

    def say_choose_again(self):
        """Browsers forget chosen files when a page is shown again; say so where it happens."""
        if self.errors and self.files.getlist(self.add_prefix("dateien")):
            self.add_error("dateien", CHOOSE_AGAIN)


def judge_each(files):
    """Every file as Checked. Raises ValidationError with one sentence for each that is refused."""
    judged, reasons = [], []
    for file in files:
        try:
            judged.append(_judge(file))
        except Fault as fault:
            reasons.append(f"„{clean_name(file.name)}“ {fault}")
    if reasons:
        raise ValidationError(reasons)
    return judged


def _judge(file):
    if file.size > LARGEST:
        raise Fault(TOO_LARGE)
    file.seek(0)
    return check_file(file.name, file.read())
