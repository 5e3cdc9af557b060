"""Small readers shared by the parts of a document. `doc` is always a dict here."""

import re
from collections.abc import Set
from typing import Any

from tax.rules.errors import FieldError

# Remarks a caller may leave for people; everything else unknown is refused, because a misspelt
# field that is silently dropped would be a silently wrong tax.
REMARKS = frozenset({"note", "name", "comment", "currency"})
MAX_QUANTITY = 1_000_000_000

_HS = re.compile(r"[0-9]{10}").fullmatch
_ARTICLE = re.compile(r"[0-9]{8}").fullmatch

Doc = dict[str, Any]


def mapping(value: object, field: str) -> Doc:
    """A JSON object."""
    if not isinstance(value, dict):
        raise FieldError(field, "not_an_object", "must be an object")
    return value


def sequence(value: object, field: str) -> list[Any]:
    """A JSON array."""
    if not isinstance(value, list):
        raise FieldError(field, "not_a_list", "must be a list")
    return value


def only(doc: Doc, allowed: Set[str]) -> None:
    """Refuse fields nobody knows, and any currency but the yuan."""
    if not doc.keys() <= allowed:
        for name in doc:
            if name not in allowed and name not in REMARKS:
                raise FieldError(str(name)[:40], "unknown_field", "is not a field known here")
    if doc.get("currency", "CNY") != "CNY":
        raise FieldError("currency", "other_currency", "amounts must be in CNY")


def required(doc: Doc, name: str) -> Any:
    """The value of a field that must be there."""
    if name not in doc:
        raise FieldError(name, "missing", "is missing")
    return doc[name]


def text(value: object, field: str) -> str:
    """Non-empty text."""
    if not isinstance(value, str) or not value:
        raise FieldError(field, "not_text", "must be non-empty text")
    return value


def quantity(value: object, field: str) -> int:
    """A positive whole number. JSON true is not one."""
    if type(value) is not int:
        raise FieldError(field, "not_a_whole_number", "must be a positive whole number")
    if not 1 <= value <= MAX_QUANTITY:
        raise FieldError(field, "out_of_range", f"must be between 1 and {MAX_QUANTITY}")
    return value


def hs_code(value: object, field: str) -> str:
    """Ten digits."""
    if not isinstance(value, str) or not _HS(value):
        raise FieldError(field, "not_a_code", "must be ten digits")
    return value


def article_code(value: object, field: str) -> str:
    """Eight digits; a leading zero must not be lost."""
    if not isinstance(value, str) or not _ARTICLE(value):
        raise FieldError(field, "not_a_code", "must be eight digits")
    return value
