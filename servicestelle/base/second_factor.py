"""The second factor: an app with codes (TOTP), a passkey, codes for emergencies."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted in the database; names are ours."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Der Code stimmt nicht. Er gilt nur kurz und nur einmal; nehmen Sie den, der jetzt angezeigt wird."
    }

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self):
        return "Servicestelle Gelingendes Aufwachsen"

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


def _box():
    """The first key writes, older ones (SECRET_KEY_FALLBACKS) still read."""
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret):
    return base64.urlsafe_b64encode(hashlib.sha256(b"servicestelle.zweiter-faktor:" + secret.encode()).digest())
