"""Countries and regions (国别地区): old numeric code ↔ ISO 3166.

Cross-border documents take the numeric code (Japan 116); general declarations have taken the ISO letters
(JPN) since August 2018. They are never mixed in one document.
"""

from functools import cache

from customs.rules.codes.table import Code, Table, UnknownCodeError, load

CHINA = "142"


def table() -> Table:
    return load("countries")


def get(code: str) -> Code:
    """The row of a numeric code. Raises UnknownCodeError."""
    return table().get(code)


def from_iso(iso: str) -> Code:
    """The row of a two- or three-letter ISO code. Raises UnknownCodeError."""
    try:
        return _by_iso()[iso.upper()]
    except KeyError:
        raise UnknownCodeError("countries", iso) from None


def knows_iso(iso: str) -> bool:
    return iso.upper() in _by_iso()


@cache
def _by_iso() -> dict[str, Code]:
    return {iso: row for row in table().all() for iso in (row.iso, row.iso3) if iso}
