"""Addresses of an account: login, password, second factor, sessions. Most views are allauth's, nobody can sign up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from servicestelle.base.access import before_second_factor as early

from . import erinnern, konto, second_factor
from .menschen import einladung

urlpatterns = [
    path("", early(konto.konto), name="konto"),
    path("weiter/", early(konto.weiter), name="konto_weiter"),
    path("geraete/abmelden/", early(konto.geraete_abmelden), name="konto_geraete_abmelden"),
    path("kalender/", erinnern.kalender_einrichten, name="konto_kalender"),
    path("kalender/abschalten/", erinnern.kalender_abschalten, name="konto_kalender_abschalten"),
    path("tagesmail/", erinnern.tagesmail_schalten, name="konto_tagesmail"),
    path("anmelden/", konto.anmelden, name="account_login"),
    path("abmelden/", account.logout, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("einladung/<str:secret>/", einladung.einladung, name="einladung"),
    path("passwort-aendern/", early(account.password_change), name="account_change_password"),
    path("passwort-festlegen/", early(account.password_set), name="account_set_password"),
    path("passwort-vergessen/", konto.passwort_vergessen, name="account_reset_password"),
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
    path("bestaetigen/", early(account.reauthenticate), name="account_reauthenticate"),
    path("bestaetigen/code/", early(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("bestaetigen/passkey/", early(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("zweiter-faktor/", early(mfa.index), name="mfa_index"),
    path("zweiter-faktor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("zweiter-faktor/app/", early(second_factor.AppEinrichten.as_view()), name="mfa_activate_totp"),
    path("zweiter-faktor/app/entfernen/", early(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("zweiter-faktor/notfallcodes/", early(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("zweiter-faktor/notfallcodes/neu/", early(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("zweiter-faktor/passkeys/", early(konto.passkeys), name="mfa_list_webauthn"),
    path("zweiter-faktor/passkeys/neu/", early(second_factor.PasskeyEinrichten.as_view()), name="mfa_add_webauthn"),
    path("zweiter-faktor/passkeys/<int:pk>/entfernen/", early(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
]
