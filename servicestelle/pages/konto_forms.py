"""Forms of the own account, where the library's do not say it in our words or count tries."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from django import forms

DIFFERENT = "Die beiden Passwörter sind nicht gleich. Geben Sie dasselbe Passwort zweimal ein."


class ResetForm(forms.Form):
    email = forms.EmailField(
        label="E-Mail-Adresse Ihres Kontos", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class NameForm(forms.Form):
    name = forms.CharField(label="Ihr Name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self)


class LoginForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-Mail-Adresse"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SaysItPlainly:
    def add_error(self, field, error):
        """The library has one error of its own for the second field, and says du in it."""
        super().add_error(field, DIFFERENT if field == "password2" and not hasattr(error, "error_list") else error)


class ChangePasswordForm(SaysItPlainly, account.ChangePasswordForm):
    """The old password is asked for like a login: wrong ones count."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self)

    def clean_oldpassword(self):
        password = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


class SetPasswordForm(SaysItPlainly, account.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self)


class ResetPasswordKeyForm(SaysItPlainly, account.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_fields(self)


def name_fields(form):
    """Labels in our words and no placeholders that vanish while typing."""
    labels = {
        "oldpassword": "Bisheriges Passwort",
        "password1": "Neues Passwort",
        "password2": "Neues Passwort noch einmal",
    }
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
