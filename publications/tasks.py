"""Celery tasks of publications."""

from celery import shared_task

from servicestelle.base import dokumente, jobs

from . import documents, services


@jobs.job(services.EDITION_JOB)
def ausgabe_setzen(auftrag):
    """Set one edition from its snapshot, check it, keep it with what the check found."""
    ausgabe = services.resume_edition(auftrag)
    with dokumente.drawn(
        auftrag,
        template=documents.TEMPLATE,
        snapshot=ausgabe.snapshot,
        key=documents.edition_key(ausgabe),
        expected_pages=documents.expected_pages(ausgabe),
    ) as draft:
        services.save_edition(auftrag, draft)


@shared_task(name="publications.ausgaben_nachfuehren")
def ausgaben_nachfuehren():
    """Every minute: editions whose job failed or was cancelled say so."""
    services.settle_editions()
