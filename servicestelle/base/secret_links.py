"""Links that open one thing to whoever holds them: the person gets the secret, the row keeps only its hash."""

import hashlib
import secrets


def new_secret():
    """256 random bits as text for an address."""
    return secrets.token_urlsafe(32)


def hash_secret(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
