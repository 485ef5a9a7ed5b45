"""Celery tasks of the floor."""

from celery import shared_task

from . import dokumente, einmal, jobs, lebenszeichen, mail


@shared_task(name="base.auftraege_nachsenden")
def auftraege_nachsenden():
    """The sweep: every 15 seconds, re-send what was not claimed. That it ran proves the way beat → broker → worker."""
    jobs.sweep()
    lebenszeichen.note(lebenszeichen.WORKER)


@shared_task(name="base.aufraeumen")
def aufraeumen():
    """Every hour: forget what is no longer needed and files that never became a document."""
    einmal.forget_old()
    dokumente.remove_orphans()


@jobs.job(mail.SEND)
def mail_senden(auftrag):
    return {"message_id": mail.send(auftrag.params["mail"])}
