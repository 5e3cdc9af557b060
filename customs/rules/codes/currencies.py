"""Currencies (币制): old numeric code ↔ ISO 4217. Import documents are always in 142, the yuan."""

from functools import cache

from customs.rules.codes.table import Code, Table, UnknownCodeError, load

CNY = "142"


def table() -> Table:
    return load("currencies")


def get(code: str) -> Code:
    """The row of a numeric code. Raises UnknownCodeError."""
    return table().get(code)


def from_iso(iso: str) -> Code:
    """The row of a three-letter code. Raises UnknownCodeError."""
    try:
        return _by_iso()[iso.upper()]
    except KeyError:
        raise UnknownCodeError("currencies", iso) from None


@cache
def _by_iso() -> dict[str, Code]:
    return {row.iso: row for row in table().all()}
