"""How customs knows an enterprise: the 10-character customs registration number (海关注册登记编码) or the
18-character unified social credit code (统一社会信用代码, GB 32100). CEB codes take either (≤ 18)."""

import re

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from identifiers.types import IdentifierError, noop, plain, starred

#: Four digits of the customs district, one for the zone, one for the kind, four of serial.
_CUSTOMS = re.compile(r"[0-9]{4}[0-9A-Z]{6}")


def compact(number: str) -> str:
    return plain(number, drop="-")


def validate(number: str) -> str:
    """Return the compact code. Codes: `company_length`, `company_format`, `company_checksum`."""
    number = compact(number)
    if len(number) == 10:
        if not _CUSTOMS.fullmatch(number):
            raise IdentifierError(
                "company_format", noop("A customs registration number is 4 digits and 6 digits or letters.")
            )
        return number
    if len(number) != 18:
        raise IdentifierError("company_length", noop("A company code has 10 or 18 characters."))
    return _validate_uscc(number)


def _validate_uscc(number: str) -> str:
    try:
        return uscc.validate(number)
    except InvalidChecksum:
        raise IdentifierError(
            "company_checksum", noop("The company code is mistyped: its check character is wrong.")
        ) from None
    except ValidationError:
        raise IdentifierError(
            "company_format", noop("A unified social credit code does not hold these characters.")
        ) from None


def is_valid(number: str) -> bool:
    try:
        return bool(validate(number))
    except IdentifierError:
        return False


def kind(number: str) -> str:
    """`customs_registration` or `social_credit`."""
    return "customs_registration" if len(validate(number)) == 10 else "social_credit"


def format(number: str) -> str:
    return compact(number)


def mask(number: str) -> str:
    return starred(compact(number), head=4, tail=2)
