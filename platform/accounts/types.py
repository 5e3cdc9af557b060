"""Values and errors of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountError(Exception):
    """`code` is stable; the message is for the person. `field` names the form's field."""

    code = "account"

    def __init__(self, message: str | Promise, *, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


class InvalidIdentity(AccountError):
    code = "invalid_identity"


class InvalidAddress(AccountError):
    code = "invalid_address"


class InvalidProfile(AccountError):
    code = "invalid_profile"


class PhoneRefused(AccountError):
    """The login phone stays as it is; `field` is `code` or `phone`."""

    code = "phone_refused"


class PhoneTaken(PhoneRefused):
    """Said to nobody but the holder of the number: only after its code was right, and never whose it is."""

    code = "phone_taken"


class ProofMissing(AccountError):
    """Nobody has proved lately to be the one who signs in with the old number."""

    code = "proof_missing"


class ReasonMissing(AccountError):
    """Nobody reads personal data in clear without saying why."""

    code = "reason_missing"


CONSENT_MISSING = _("Please agree to the use of your identity for customs clearance.")
NAME_WRONG = _("Enter the name as on the ID card, in Chinese or Latin letters, without other signs.")
NUMBER_WRONG = _("This ID number is not valid: please check all 18 characters.")


OPERATOR = "operator"
ACTORS = {
    OPERATOR: _("Operator"),
    "shopper": _("The shopper"),
    "supplier": _("The supplier"),
    "user": _("The supplier"),
    "clock": _("The clock"),
    "customs": _("Customs"),
    "port": _("The port"),
    "gateway": _("The payment gateway"),
    "payments": _("Payments"),
    "reconciliation": _("Reconciliation"),
    "logistics": _("Logistics"),
    "warehouse": _("The warehouse"),
    "demo": _("The demo"),
}
"""Who did something, by what stands before the colon in `actor`."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to: the text's version and hash, and when."""

    version: str
    text_hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RealIdentity:
    """An orderer in clear. Never log it, never put it into a URL or a queue."""

    name: str
    number: str
    subject: str
    allowance_key: str
