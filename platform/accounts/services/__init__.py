"""Verbs of people."""

from accounts.services.addresses import AddressFields, checked_address, keep_address, remove_address
from accounts.services.identities import (
    forget_identity,
    forget_person,
    keep_identity,
    remove_identity,
)
from accounts.services.login_phone import (
    change_login_phone,
    forget_old_login,
    prove_by_code,
    prove_by_password,
)
from accounts.services.looking import note_look, reveal_identity
from accounts.services.memberships import give_membership
from accounts.services.profiles import close_account, correct_profile
from accounts.services.remembered import add_favourites, forget_seen, note_seen, remove_favourite

__all__ = [
    "AddressFields",
    "add_favourites",
    "change_login_phone",
    "checked_address",
    "close_account",
    "correct_profile",
    "forget_identity",
    "forget_old_login",
    "forget_person",
    "forget_seen",
    "give_membership",
    "keep_address",
    "keep_identity",
    "note_look",
    "note_seen",
    "prove_by_code",
    "prove_by_password",
    "remove_address",
    "remove_favourite",
    "remove_identity",
    "reveal_identity",
]
