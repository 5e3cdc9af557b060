"""Commodity code (商品编码, HS): 8 digits of the tariff, or 10 with the two that customs adds.

Always text: `0101210010` is not a number, and a sheet that made it one has destroyed it.
"""

from identifiers.types import IdentifierError, digits, noop, plain


def compact(code: str) -> str:
    return plain(code, drop=".-")


def validate(code: str) -> str:
    """Return the 8 or 10 digits. Codes: `hs_length`, `hs_format`, `hs_chapter`."""
    code = compact(code)
    if not digits(code):
        raise IdentifierError("hs_format", noop("An HS code holds digits only."))
    if len(code) not in (8, 10):
        raise IdentifierError("hs_length", noop("An HS code has 8 or 10 digits, leading zeros included."))
    if code[:2] in ("00", "99"):
        raise IdentifierError("hs_chapter", noop("The HS code does not begin with a chapter of the tariff."))
    return code


def is_valid(code: str) -> bool:
    try:
        return bool(validate(code))
    except IdentifierError:
        return False


def tariff_line(code: str) -> str:
    """The first 8 digits: what the tariff and the positive list speak of."""
    return validate(code)[:8]


def is_declarable(code: str) -> bool:
    """Whether the code is complete enough for a customs list line (10 digits)."""
    return is_valid(code) and len(compact(code)) == 10


def format(code: str) -> str:
    """`3304.9900.39` for people."""
    code = compact(code)
    return ".".join(part for part in (code[:4], code[4:8], code[8:]) if part)


def mask(code: str) -> str:
    """Nothing to hide: the formatted code."""
    return format(code)
