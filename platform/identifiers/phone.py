"""Mobile number of mainland China (手机号): 11 digits beginning 13 to 19."""

import re

from identifiers.types import IdentifierError, noop, plain

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = re.compile(r"(\+86|0086|86)(?=1[0-9]{10}$)")


def compact(number: str) -> str:
    """The national digits: `+86 138-0013-8000` becomes `13800138000`."""
    return _COUNTRY.sub("", plain(number, drop="-()."), count=1)


def validate(number: str) -> str:
    """Return the 11 digits. Code: `phone_format`."""
    number = compact(number)
    if not _MOBILE.fullmatch(number):
        raise IdentifierError(
            "phone_format", noop("A mobile number in mainland China has 11 digits and begins with 13 to 19.")
        )
    return number


def is_valid(number: str) -> bool:
    try:
        return bool(validate(number))
    except IdentifierError:
        return False


def format(number: str) -> str:
    """`138 0013 8000` for people."""
    number = compact(number)
    return f"{number[:3]} {number[3:7]} {number[7:]}".strip()


def e164(number: str) -> str:
    """`+8613800138000`, as SMS gateways want it."""
    return "+86" + validate(number)


def mask(number: str) -> str:
    """`138****8000`; anything shorter than a mobile number is starred whole."""
    number = compact(number)
    if len(number) < 11:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
