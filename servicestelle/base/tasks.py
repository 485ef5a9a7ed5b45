"""Celery tasks of the floor."""

from celery import shared_task

from . import jobs, mail


@shared_task(name="base.auftraege_nachsenden")
def auftraege_nachsenden():
    """The sweep: every 15 seconds, re-send what was not claimed."""
    jobs.sweep()


@jobs.job(mail.SEND)
def mail_senden(auftrag):
    return {"message_id": mail.send(auftrag.params["mail"])}
