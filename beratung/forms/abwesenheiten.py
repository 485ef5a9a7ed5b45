"""What people type about being away."""

from django import forms
from django.db.models import CheckConstraint
from django.utils import timezone

from servicestelle.base.einmal import NumberField, OnceForm
from servicestelle.base.models import User
from servicestelle.base.ui.fields import TagField

from ..models import Abwesenheit


class AbwesenheitForm(OnceForm):
    """`people` may be chosen as absent (only one: herself, without asking), `deputies` as standing in.

    Whether the days are free says the service: the same form sent twice must not meet its own first row.
    """

    user = forms.ModelChoiceField(User.objects.none(), label="Wer ist abwesend?", empty_label="Bitte wählen")
    von = TagField(label="Erster Tag")
    bis = TagField(label="Letzter Tag")
    vertretung = forms.ModelChoiceField(
        User.objects.none(),
        label="Wer vertritt?",
        empty_label="Bitte wählen",
        help_text="Neue Anfragen werden dieser Person vorgeschlagen. Offene können Sie ihr übergeben.",
    )
    nummer = NumberField(form="abwesenheit")

    def __init__(self, *args, people, deputies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset, self.fields["vertretung"].queryset = people, deputies
        if len(people) == 1:
            self.fields["user"].initial, self.fields["user"].widget = people[0], forms.HiddenInput()

    def clean_bis(self):
        last = self.cleaned_data["bis"]
        if last < timezone.localdate():
            raise forms.ValidationError("Dieser Tag ist schon vorbei. Nennen Sie einen künftigen.")
        return last

    def clean(self):
        super().clean()
        if not self.errors:
            row = Abwesenheit(**{name: self.cleaned_data[name] for name in ("user", "von", "bis", "vertretung")})
            for rule in row._meta.constraints:
                if isinstance(rule, CheckConstraint):
                    rule.validate(Abwesenheit, row)
        return self.cleaned_data
