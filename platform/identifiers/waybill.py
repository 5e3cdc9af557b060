"""Waybill number (运单号). Ours carry a check character (ISO 7064 mod 37,36); others pass as they are.

Customs wants a number unique per logistics company for six months and at most 60 characters.
"""

import re

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from identifiers.types import IdentifierError, noop, plain, starred

PREFIX = "CP"
SERIAL_DIGITS = 12
_OURS = re.compile(r"[A-Z]{2}[0-9]{12}[0-9A-Z]")
_ANY = re.compile(r"[0-9A-Z]{6,60}")


def compact(number: str) -> str:
    return plain(number, drop="-")


def generate(serial: int, prefix: str = PREFIX) -> str:
    """A waybill number for `serial` (1 to 999999999999): two letters, 12 digits, check character."""
    if not 0 < serial < 10**SERIAL_DIGITS or not re.fullmatch("[A-Z]{2}", prefix):
        raise IdentifierError("waybill_serial", noop("No waybill number can be made from this serial."))
    body = f"{prefix}{serial:0{SERIAL_DIGITS}d}"
    return body + mod_37_36.calc_check_digit(body)


def validate(number: str) -> str:
    """Return the compact number if it is one of ours. Codes: `waybill_format`, `waybill_checksum`."""
    number = compact(number)
    if not _OURS.fullmatch(number):
        raise IdentifierError(
            "waybill_format", noop("A waybill number is 2 letters, 12 digits and a check character.")
        )
    try:
        return mod_37_36.validate(number)
    except ValidationError:
        raise IdentifierError(
            "waybill_checksum", noop("The waybill number is mistyped: its check character is wrong.")
        ) from None


def validate_any(number: str) -> str:
    """Return the compact number of any carrier: 6 to 60 letters and digits. Code: `waybill_format`."""
    number = compact(number)
    if not _ANY.fullmatch(number):
        raise IdentifierError("waybill_format", noop("A waybill number is 6 to 60 letters and digits."))
    return number


def is_valid(number: str) -> bool:
    try:
        return bool(validate(number))
    except IdentifierError:
        return False


def format(number: str) -> str:
    """Groups of four for people: `CP00 0000 0000 12K`."""
    number = compact(number)
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def mask(number: str) -> str:
    return starred(compact(number), head=2, tail=4)
