"""Rules that services share: what the database refuses is said where it happens, and a step that needs words gets them."""

from contextlib import contextmanager

from django.db import DataError, IntegrityError, InternalError, transaction

from servicestelle.base.choices import NeedsReason, NotNow


@contextmanager
def kept_rules():
    """Raise NotNow in the words of the rule that the writes inside break: somebody was quicker, or nobody had asked."""
    from servicestelle.base.admin.refusals import check_deferred_rules, explain  # late: it needs all models

    try:
        with transaction.atomic():
            yield
            check_deferred_rules()
    except (IntegrityError, InternalError, DataError) as error:
        raise NotNow(explain(error)) from error


def must_say(text, sentence):
    """Raise NeedsReason with `sentence` unless `text` says something."""
    if not text.strip():
        raise NeedsReason(sentence)
