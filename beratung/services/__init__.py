"""Every write around advice, one noun per module."""

from .abwesenheiten import hand_over_cases, note_absence, remove_absence
from .anfragen import (
    assign_anfrage,
    confirm_anfrage,
    find_by_token,
    move_anfrage,
    note_contact,
    revoke_link,
    steps_of,
    submit_anfrage,
    withdraw_anfrage,
    write_note,
    write_to_jugendamt,
    write_to_office,
)
from .anmeldungen import (
    cancel_anmeldung,
    confirm_anmeldung,
    fill_all_places,
    fill_edited,
    forget_unconfirmed,
    must_accept,
    register,
)
from .anmeldungen import find_by_token as find_anmeldung
from .ansichten import delete_ansicht, pin_ansicht, save_ansicht
from .austausch import (
    call_off,
    change_places,
    create_austausch,
    edit_austausch,
    note_attendance,
    order_bescheinigung,
    save_bescheinigung,
    write_to_registered,
)
from .empfehlungen import take_back_empfehlung, tick_empfehlung, write_empfehlung
from .folgeanfragen import ask_again
from .kontakte import document_kontakt
from .rueckmeldungen import say_how_useful
from .termine import accept_termin, cancel_termin, change_place, decline_termine, propose_termine

__all__ = [
    "accept_termin",
    "ask_again",
    "assign_anfrage",
    "call_off",
    "cancel_anmeldung",
    "cancel_termin",
    "change_place",
    "change_places",
    "confirm_anfrage",
    "confirm_anmeldung",
    "create_austausch",
    "decline_termine",
    "delete_ansicht",
    "document_kontakt",
    "edit_austausch",
    "fill_all_places",
    "fill_edited",
    "find_anmeldung",
    "find_by_token",
    "forget_unconfirmed",
    "hand_over_cases",
    "move_anfrage",
    "must_accept",
    "note_absence",
    "note_attendance",
    "note_contact",
    "order_bescheinigung",
    "pin_ansicht",
    "propose_termine",
    "register",
    "remove_absence",
    "revoke_link",
    "save_ansicht",
    "save_bescheinigung",
    "say_how_useful",
    "steps_of",
    "submit_anfrage",
    "take_back_empfehlung",
    "tick_empfehlung",
    "withdraw_anfrage",
    "write_empfehlung",
    "write_note",
    "write_to_jugendamt",
    "write_to_office",
    "write_to_registered",
]
