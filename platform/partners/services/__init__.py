"""Verbs of partners, one file a noun."""

from partners.services.contracts import move_deposit, sign_contract
from partners.services.joining import (
    accept_supplier,
    apply_again,
    apply_as_supplier,
    reject_supplier,
    resume_supplier,
    suspend_supplier,
)
from partners.services.papers import keep_paper, remove_paper
from partners.services.shops import keep_score, keep_shop, keep_shop_picture, keep_supplier
from partners.services.staff import add_staff, change_staff

__all__ = [
    "accept_supplier",
    "add_staff",
    "apply_again",
    "apply_as_supplier",
    "change_staff",
    "keep_paper",
    "keep_score",
    "keep_shop",
    "keep_shop_picture",
    "keep_supplier",
    "move_deposit",
    "reject_supplier",
    "remove_paper",
    "resume_supplier",
    "sign_contract",
    "suspend_supplier",
]
