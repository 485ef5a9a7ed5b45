"""The roof: settings, addresses, Celery app and the pages that show several apps."""
