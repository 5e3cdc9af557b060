"""Errors of personal data: `code` is stable, the message is for the person."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PrivacyError(Exception):
    code = "privacy"
    message: str | Promise = _("This cannot be done.")

    def __init__(self, **values: str) -> None:
        super().__init__(self.code)
        self.values = values

    def __str__(self) -> str:
        return str(self.message) % self.values


class AskedAlready(PrivacyError):
    code = "asked_already"
    message = _(
        "You asked for your data within the last day. Please take the file that is here, or come back tomorrow."
    )


class StillOpen(PrivacyError):
    """Orders that wait for money, goods or a refund: erasing their buyer would leave them without one."""

    code = "still_open"
    message = _("These orders are still open: %(numbers)s. Ask again once they are completed or cancelled.")


class RequestOpen(PrivacyError):
    code = "request_open"
    message = _("A return or refund of yours is still open. Ask again once it is settled.")


class NotAsked(PrivacyError):
    code = "not_asked"
    message = _("There is no erasure to take back.")
