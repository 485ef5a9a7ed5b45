"""The Celery app of worker and beat; apps register their tasks with shared_task and never import it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "servicestelle.settings")

app = Celery("servicestelle")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
