"""Every write of sites and money that spans more than one row, one noun per module."""

from .auszuege import AUSZUG_JOB, forget_auszuege, order_auszug, write_auszug
from .buchungen import MAY_NOT_PAY, correct_line, take_back_payment
from .mittelabrufe import (
    MAY_NOT_SUBMIT,
    approve_mittelabruf,
    ask_back,
    draft_mittelabruf,
    edit_mittelabruf,
    mark_all_paid,
    mark_paid,
    mark_returned,
    must_be_open,
    must_be_payable,
    must_be_submittable,
    reject_mittelabruf,
    release_payment,
    submit_mittelabruf,
    withdraw_mittelabruf,
)
from .steckbriefe import STECKBRIEF_JOB, order_steckbrief, save_steckbrief, update_steckbriefe

__all__ = [
    "AUSZUG_JOB",
    "MAY_NOT_PAY",
    "MAY_NOT_SUBMIT",
    "STECKBRIEF_JOB",
    "approve_mittelabruf",
    "ask_back",
    "correct_line",
    "draft_mittelabruf",
    "edit_mittelabruf",
    "forget_auszuege",
    "mark_all_paid",
    "mark_paid",
    "mark_returned",
    "must_be_open",
    "must_be_payable",
    "must_be_submittable",
    "order_auszug",
    "order_steckbrief",
    "reject_mittelabruf",
    "release_payment",
    "save_steckbrief",
    "submit_mittelabruf",
    "take_back_payment",
    "update_steckbriefe",
    "withdraw_mittelabruf",
    "write_auszug",
]
