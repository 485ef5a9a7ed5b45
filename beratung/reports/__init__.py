"""Figures and people around requests, one noun per module."""

from .anfragen import advisers, files_of, steps_in_words, unanswered, with_fristen
from .termine import austausch_in_calendar, proposed, termine_in_calendar

__all__ = [
    "advisers",
    "austausch_in_calendar",
    "files_of",
    "proposed",
    "steps_in_words",
    "termine_in_calendar",
    "unanswered",
    "with_fristen",
]
