"""Every write of sites and money that spans more than one row, one noun per module."""

from .buchungen import correct_line, take_back_payment
from .mittelabrufe import (
    MAY_NOT_SUBMIT,
    approve_mittelabruf,
    ask_back,
    draft_mittelabruf,
    edit_mittelabruf,
    mark_paid,
    mark_returned,
    must_be_open,
    reject_mittelabruf,
    release_payment,
    submit_mittelabruf,
    withdraw_mittelabruf,
)
from .steckbriefe import STECKBRIEF_JOB, order_steckbrief, save_steckbrief, update_steckbriefe

__all__ = [
    "MAY_NOT_SUBMIT",
    "STECKBRIEF_JOB",
    "approve_mittelabruf",
    "ask_back",
    "correct_line",
    "draft_mittelabruf",
    "edit_mittelabruf",
    "mark_paid",
    "mark_returned",
    "must_be_open",
    "order_steckbrief",
    "reject_mittelabruf",
    "release_payment",
    "save_steckbrief",
    "submit_mittelabruf",
    "take_back_payment",
    "update_steckbriefe",
    "withdraw_mittelabruf",
]
