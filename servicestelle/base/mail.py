"""The one door for mail: written in the caller's transaction, sent by a job, text and HTML from one template pair."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from .jobs import enqueue
from .models import Mail

SEND = "base.mail_senden"


def queue_mail(template, *, to, subject, context, actor=None, scope=""):
    """Write a Mail from `mail/<template>.txt` and `.html` and the job that sends it; return the Mail.

    `context` holds named values only; links in it are paths, made absolute in the templates by `portal_url`.
    """
    values = {**context, "subject": subject, "portal_url": settings.SITE_URL}
    mail = Mail.objects.create(
        to=to,
        subject=" ".join(subject.split())[:200],
        text=render_to_string(f"mail/{template}.txt", values),
        html=render_to_string(f"mail/{template}.html", values),
        scope=scope,
    )
    enqueue(
        SEND, title=f"Mail: {mail.subject}", actor=actor, params={"mail": mail.pk}, scope=scope, key=f"mail:{mail.pk}"
    )
    return mail


@transaction.atomic
def send(pk):
    """Hand the Mail to the mail server unless that has happened; return its Message-ID.

    Should the process die between the server's yes and our commit, the second delivery carries the same Message-ID.
    """
    mail = Mail.objects.select_for_update().get(pk=pk)
    message_id = f"<{mail.token}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>"
    if mail.sent_at is None:
        message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers={"Message-ID": message_id})
        message.attach_alternative(mail.html, "text/html")
        message.send()
        mail.sent_at = timezone.now()
        mail.save(update_fields=["sent_at"])
    return message_id
