"""What forms and addresses say, read with suspicion: never a 500 for what somebody typed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

_LARGEST_ID = 2**63 - 1


def number(values: QueryDict, name: str, *, missing: int = 0) -> int:
    """A whole number; what is none, or has more digits than any number of ours, is `missing`."""
    text = (values.get(name) or "").strip()
    if not text.isascii() or not text.lstrip("-").isdigit() or len(text) > 19:
        return missing
    return int(text)


def row_id(values: QueryDict, name: str) -> int:
    """The id of a row; 0, which no row has, for what cannot be one."""
    found = number(values, name)
    return found if 0 < found <= _LARGEST_ID else 0


def row_ids(values: QueryDict, name: str, most: int) -> list[int]:
    """Ids of rows, comma-separated, each once, in order; what cannot be an id is left out."""
    parts = [part.strip() for part in (values.get(name) or "").split(",", most)[:most]]
    ids = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 19]
    return list(dict.fromkeys(pk for pk in ids if 0 < pk <= _LARGEST_ID))


def amount(values: QueryDict, name: str) -> Decimal | None:
    """Yuan of a price field: None where empty or not an amount a shop could ask."""
    text = (values.get(name) or "").strip().replace(",", "").lstrip("¥￥")
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    if not found.is_finite() or not 0 <= found < 10_000_000:
        return None
    return found.quantize(Decimal("0.01"))


def text(values: QueryDict, name: str, most: int = 80) -> str:
    return (values.get(name) or "").replace("\x00", "").strip()[:most]


def local_path(address: str, otherwise: str) -> str:
    """An address of this mall to go back to; anything that leads elsewhere is `otherwise`."""
    inside = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if inside else otherwise
