"""What people type to set up a new cohort: all else comes from the earlier one."""

from django import forms

from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.ui.fields import TagField

YEARS = {"min_value": 2000, "max_value": 2200}
DAY = "TT.MM.JJJJ. Leer lassen, wenn noch kein Aufruf geplant ist."


class NeuerZeitraumForm(OnceForm):
    name = forms.CharField(label="Name", max_length=100, help_text="Zum Beispiel: 2030 bis 2032")
    slug = forms.SlugField(
        label="Adresse", max_length=60, help_text="Steht in der Internetadresse, zum Beispiel: 2030-2032"
    )
    von_jahr = forms.IntegerField(label="von Jahr", **YEARS)
    bis_jahr = forms.IntegerField(label="bis Jahr", **YEARS)
    aufruf_von = TagField(label="Aufruf ab", required=False)
    aufruf_bis = TagField(label="Aufruf bis (letzter Tag)", required=False)
    nummer = NumberField(form="foerderzeitraum")

    ANGABEN = ("name", "slug", "von_jahr", "bis_jahr", "aufruf_von", "aufruf_bis")

    def clean(self):
        """The rules of the database in words, before it is asked."""
        cleaned = super().clean()
        said = {name: self.cleaned_data.get(name) for name in self.ANGABEN}
        if said["von_jahr"] and said["bis_jahr"] and said["bis_jahr"] < said["von_jahr"]:
            self.add_error("bis_jahr", "Das Endjahr liegt vor dem Anfangsjahr.")
        self._check_window(said["aufruf_von"], said["aufruf_bis"])
        return cleaned

    def _check_window(self, first, last):
        if bool(first) != bool(last) and not {"aufruf_von", "aufruf_bis"} & set(self.errors):
            self.add_error("aufruf_bis", "Ein Aufruf hat einen ersten und einen letzten Tag, oder keinen von beiden.")
        if first and last and last < first:
            self.add_error("aufruf_bis", "Der letzte Tag liegt vor dem ersten.")

    @property
    def service_fields(self):
        return {name: self.cleaned_data[name] for name in self.ANGABEN}
