"""Refusals of settlement."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orders.errors import OrderError


class SettlementError(OrderError):
    code = "settlement"
    message = _("This cannot be done with the statement as it stands.")


class NotYourStatement(SettlementError):
    code = "not_found"
    message = _("This statement was not found.")


class NothingToPay(SettlementError):
    code = "nothing_to_pay"
    message = _("The balance is in the mall's favour: it is carried to the next statement.")
