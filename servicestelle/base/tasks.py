"""Celery tasks of the floor."""

from celery import shared_task

from . import (
    dokumente,
    einmal,
    jobs,
    lebenszeichen,
    limits,
    mail,
    passwords,
    protokollkette,
    sitzungen,
    spamschutz,
    tagesmail,
    zuschriften,
)
from .dateien import services as dateien


@shared_task(name="base.auftraege_nachsenden")
def auftraege_nachsenden():
    """The sweep: every 15 seconds, re-send what was not claimed. That it ran proves the way beat → broker → worker."""
    jobs.sweep()
    lebenszeichen.note(lebenszeichen.WORKER)


@shared_task(name="base.aufraeumen")
def aufraeumen():
    """Every hour: forget what is no longer needed and files that never became a document."""
    einmal.forget_old()
    limits.forget_old_tries()
    spamschutz.forget_expired()
    sitzungen.SessionStore.clear_expired()
    tagesmail.forget_old()
    zuschriften.forget_unconfirmed()
    dokumente.remove_orphans()
    dateien.remove_ownerless()
    dateien.remove_orphans()


@shared_task(name="base.dateien_nachpruefen")
def dateien_nachpruefen():
    """Every minute: files whose scan found no scanner get another one."""
    dateien.ask_again()


@jobs.job(dateien.SCAN)
def datei_pruefen(auftrag):
    return {"stand": dateien.scan_file(auftrag.params["datei"])}


@shared_task(name="base.tagesmails")
def tagesmails():
    """Every five minutes: who has not had a turn today gets it, in the morning of a working day."""
    tagesmail.send_all()


@shared_task(name="base.protokollstand")
def protokollstand():
    """Every five minutes: the first turn of a day keeps how far the audit log has come."""
    protokollkette.keep_head()


@jobs.job(mail.SEND)
def mail_senden(auftrag):
    return {"message_id": mail.send(auftrag.params["mail"])}


@jobs.job(passwords.SEND)
def passwort_link(auftrag):
    passwords.send_reset_link(auftrag)
