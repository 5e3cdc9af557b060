"""Resident identity number (公民身份号码), GB 11643-1999: region, birth date, serial, check character.

The place is checked by province only: county codes are abolished and renamed, and cards issued under the
old ones stay valid for life, so a county list would refuse real people.
"""

import datetime

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from identifiers.types import IdentifierError, digits, noop, plain, starred

#: First two digits: provinces, plus 71/81/82 (Taiwan, Hong Kong, Macao) and 83 (Taiwan residence permits).
_PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
PROVINCES = frozenset(_PROVINCES[i : i + 2] for i in range(0, len(_PROVINCES), 3))
#: Nobody alive was born before; an earlier year is a typing error.
EARLIEST = datetime.date(1900, 1, 1)


def compact(number: str) -> str:
    return plain(number, drop="-")


def validate(number: str, today: datetime.date | None = None) -> str:
    """Return the 18 characters, upper-case X. With `today`, a birth date in the future is refused.

    Codes: `id_length`, `id_format`, `id_region`, `id_birth_date`, `id_checksum`.
    """
    number = compact(number)
    if len(number) != 18:
        raise IdentifierError("id_length", noop("An ID number has 18 characters."))
    if not digits(number[:17]) or not (digits(number[17]) or number[17] == "X"):
        raise IdentifierError("id_format", noop("An ID number is 17 digits and a digit or X."))
    if number[:2] not in PROVINCES:
        raise IdentifierError("id_region", noop("The ID number does not begin with a known region."))
    born = birth_date(number)
    if born < EARLIEST or (today is not None and born > today):
        raise IdentifierError("id_birth_date", noop("The ID number holds an impossible birth date."))
    if number[17] != ric.calc_check_digit(number):
        raise IdentifierError("id_checksum", noop("The ID number is mistyped: its check character is wrong."))
    return number


def is_valid(number: str) -> bool:
    try:
        return bool(validate(number))
    except IdentifierError:
        return False


def birth_date(number: str) -> datetime.date:
    """The birth date in the number. Raises IdentifierError `id_birth_date` for 31 February and the like."""
    try:
        return ric.get_birth_date(compact(number))
    except (ValidationError, ValueError):
        raise IdentifierError(
            "id_birth_date", noop("The ID number holds an impossible birth date.")
        ) from None


def sex(number: str) -> str:
    """`male` or `female`, by the 17th digit (odd: male)."""
    return "male" if int(validate(number)[16]) % 2 else "female"


def age_on(number: str, day: datetime.date) -> int:
    """Full years of age on `day`."""
    born = birth_date(number)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def format(number: str) -> str:
    return compact(number)


def mask(number: str) -> str:
    """`110***********1234`: what pages, logs and messages may show."""
    return starred(compact(number), head=3, tail=4)
