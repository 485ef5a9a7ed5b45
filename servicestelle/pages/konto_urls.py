"""Addresses of an account: login, logout, password. The views are those of allauth, nobody can sign up."""

from allauth.account import views as account
from django.urls import path, re_path

from . import konto

urlpatterns = [
    path("", konto.konto, name="konto"),
    path("anmelden/", konto.anmelden, name="account_login"),
    path("abmelden/", account.logout, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("passwort-aendern/", account.password_change, name="account_change_password"),
    path("passwort-festlegen/", account.password_set, name="account_set_password"),
    path("passwort-vergessen/", account.password_reset, name="account_reset_password"),
    path("passwort-vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "passwort-vergessen/fertig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(  # the first hyphen parts number and key; the key has one of its own
        r"^passwort-vergessen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
