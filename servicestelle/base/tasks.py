"""Celery tasks of the floor."""

from celery import shared_task

from . import jobs


@shared_task(name="base.auftraege_nachsenden")
def auftraege_nachsenden():
    """The sweep: every 15 seconds, re-send what was not claimed."""
    jobs.sweep()
