"""The Celery app of worker and beat; apps register their tasks with shared_task and never import it."""

import os

from celery import Celery, signals

from . import lebenszeichen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servicestelle.settings")

app = Celery("servicestelle")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
lebenszeichen.follow(signals)


@signals.worker_init.connect
def warm_up_pdf(**kwargs):
    """Load fonts and hyphenation in the parent once: the first PDF after a start is as fast as any other."""
    from servicestelle.base.pdf import warm_up

    warm_up()
