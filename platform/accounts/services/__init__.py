"""Verbs of people."""

from accounts.services.addresses import AddressFields, keep_address, remove_address
from accounts.services.identities import forget_person, keep_identity
from accounts.services.memberships import give_membership
from accounts.services.remembered import add_favourites, forget_seen, note_seen, remove_favourite

__all__ = [
    "AddressFields",
    "add_favourites",
    "forget_person",
    "forget_seen",
    "give_membership",
    "keep_address",
    "keep_identity",
    "note_seen",
    "remove_address",
    "remove_favourite",
]
