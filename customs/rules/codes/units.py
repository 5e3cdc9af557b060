"""Units of measure (计量单位), three digits with their zeros."""

from decimal import Decimal

from customs.rules.codes.table import Code, Table, load

KILOGRAM = "035"
GRAM = "036"
LITRE = "095"
MILLILITRE = "096"

#: Kilograms in one unit, for the units that are a weight by themselves.
KILOGRAMS = {
    KILOGRAM: Decimal("1"),
    GRAM: Decimal("0.001"),
    "070": Decimal("1000"),
    "075": Decimal("0.5"),
    "076": Decimal("0.45359237"),
}


def table() -> Table:
    return load("units")


def get(code: str) -> Code:
    """The row of a unit. Raises UnknownCodeError."""
    return table().get(code)
