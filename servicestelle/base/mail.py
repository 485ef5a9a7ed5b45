"""The one door for mail: written in the caller's transaction, sent by a job, text and HTML from one template pair."""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from .jobs import GiveUp, Later, enqueue
from .models import Auftrag, Mail

log = logging.getLogger(__name__)

SEND = "base.mail_senden"
PATIENCE = timedelta(days=5)  # RFC 5321, 4.5.4.1: give up after four to five days
PERMANENT = 500  # SMTP codes from here on mean: do not try again


def queue_mail(template, *, to, subject, context, actor=None, scope=""):
    """Write a Mail from `mail/<template>.txt` and `.html` and the job that sends it; return the Mail.

    `context` holds named values only; links in it are paths, made absolute in the templates by `portal_url`.
    """
    values = {**context, "subject": subject, "portal_url": settings.SITE_URL}
    mail = Mail.objects.create(
        to=to,
        subject=one_line(subject),
        text=render_to_string(f"mail/{template}.txt", values),
        html=render_to_string(f"mail/{template}.html", values),
        scope=scope,
    )
    enqueue(
        SEND, title=f"Mail: {mail.subject}", actor=actor, params={"mail": mail.pk}, scope=scope, key=f"mail:{mail.pk}"
    )
    return mail


def tell(to, subject, *sentences, path, label, actor=None, scope=""):
    """Write the plain mail: what is said, and first of all the link to it, named `label`; return the Mail."""
    context = {"path": path, "label": label, "sentences": sentences}
    return queue_mail("nachricht", to=to, subject=subject, context=context, actor=actor, scope=scope)


def one_line(text):
    """`text` as a subject: one line, nothing invisible or that turns the direction of reading, nothing to be decoded.

    `=?utf-8?q?…` in what somebody typed would be decoded by the reader's program, line breaks in it included.
    """
    shown = "".join(char for char in " ".join(text.split()) if char.isprintable())
    return shown.replace("=?", "= ?")[:200]


def send(pk):
    """Hand the Mail to the mail server unless that has happened, earlier ones to the same address first.

    Return its Message-ID. Should the process die between the server's yes and our commit, the second delivery carries
    the same Message-ID. Raises Later while the server cannot, GiveUp when it says that this address or text never will.
    """
    for earlier in _waiting_before(pk):
        with suppress(GiveUp):  # its own job ends by this
            _send_one(earlier)
    return _send_one(pk)


def _waiting_before(pk):
    """Numbers of unsent mails to the same address that were written before and still have a job."""
    to = Mail.objects.values_list("to", flat=True).get(pk=pk)
    unsent = Mail.objects.filter(to__iexact=to, sent_at=None, pk__lt=pk).order_by("pk").values_list("pk", flat=True)
    keys = {f"mail:{number}": number for number in unsent}
    waiting = Auftrag.objects.open().filter(kind=SEND, key__in=keys).values_list("key", flat=True) if keys else ()
    return sorted(keys[key] for key in waiting)


@transaction.atomic
def _send_one(pk):
    mail = Mail.objects.select_for_update().get(pk=pk)
    message_id = f"<{mail.token}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    if mail.sent_at is None:
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers={"Message-ID": message_id})
        message.attach_alternative(mail.html, "text/html")
        _deliver(message, written=mail.created_at)
        mail.sent_at = timezone.now()
        mail.save(update_fields=["sent_at"])
    return message_id


def _deliver(message, *, written):
    try:
        message.send()
    except (OSError, ValueError) as error:  # what smtplib raises is an OSError; a header it refuses is a ValueError
        if _is_final(error):
            raise GiveUp(f"Der Mailserver nimmt diese Mail nicht an: {error}"[:500]) from error
        if timezone.now() - written > PATIENCE:
            raise GiveUp(f"Seit {PATIENCE.days} Tagen nimmt kein Mailserver diese Mail an: {error}"[:500]) from error
        log.warning("Mailserver nimmt nichts an: %s", error)
        raise Later("Der Mailserver antwortet nicht; die Mail geht ab, sobald er es wieder tut.") from error


def _is_final(error):
    """True for a no to this address or this text. A server that is down, busy or wrongly set up may take it later."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= PERMANENT
    return isinstance(error, (ValueError, smtplib.SMTPNotSupportedError))
