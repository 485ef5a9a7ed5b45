"""Writes around authorities beyond plain form saves, one noun per module."""

from .karte import follow_on_map, place_tiles
from .menschen import accept_invitation, end_membership, forget_invitations, invite_person, withdraw_invitation

__all__ = [
    "accept_invitation",
    "end_membership",
    "follow_on_map",
    "forget_invitations",
    "invite_person",
    "place_tiles",
    "withdraw_invitation",
]
