"""A login on one device: the session row knows whose it is, so that people see and end their own."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone


class Sitzung(AbstractBaseSession):
    """One session; `user` is empty before the login. No address of the visitor is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="sitzungen",
    )
    geraet = models.CharField("Gerät", max_length=80, blank=True)
    begonnen_am = models.DateTimeField("angemeldet am", default=timezone.now)
    gesehen_am = models.DateTimeField("zuletzt benutzt", default=timezone.now)

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        ordering = ["-gesehen_am"]

    @classmethod
    def get_session_store_class(cls):
        from ..sitzungen import SessionStore

        return SessionStore
