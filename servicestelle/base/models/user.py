"""An account; the e-mail address is the login."""

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a login. Erasing a person empties this row; the audit log keeps only its number."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField("Name", max_length=150, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    is_staff = models.BooleanField(
        "arbeitet im Büro", default=False, help_text="Darf das Büro betreten; was sie dort darf, sagen die Gruppen."
    )
    created_at = models.DateTimeField("angelegt am", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        ordering = ["name", "email"]
        permissions = [("manage_user", "Kann Zugänge verwalten")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="base_user_email_lower",
                violation_error_message="Schreiben Sie die E-Mail-Adresse klein.",
            )
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        self.email = (self.email or "").strip().lower()

    def set_password(self, raw_password):
        super().set_password(_same_everywhere(raw_password))

    def check_password(self, raw_password):
        return super().check_password(_same_everywhere(raw_password))

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


def _same_everywhere(password):
    """Keyboards write „ü“ as one sign or as two; both are one password (NIST SP 800-63B-4, 3.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password) if password else password
