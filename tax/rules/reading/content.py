"""What one sold piece holds, and how much of it a consumption tax counts."""

from tax.rules.errors import FieldError
from tax.rules.numbers import Exact, read_decimal
from tax.rules.reading.fields import mapping, only, required
from tax.rules.request import Content

FIELDS = frozenset({"amount", "unit", "litres_per_tonne"})
UNITS = frozenset({"ml", "g", "litre", "kg", "piece"})

# (from, to) -> factor. Volume becomes mass only through litres_per_tonne.
_FACTORS = {
    ("ml", "ml"): Exact(1, 1),
    ("litre", "ml"): Exact(1000, 1),
    ("ml", "litre"): Exact(1, 1000),
    ("litre", "litre"): Exact(1, 1),
    ("g", "g"): Exact(1, 1),
    ("kg", "g"): Exact(1000, 1),
    ("g", "kg"): Exact(1, 1000),
    ("kg", "kg"): Exact(1, 1),
    ("g", "tonne"): Exact(1, 1_000_000),
    ("kg", "tonne"): Exact(1, 1000),
    ("piece", "piece"): Exact(1, 1),
}
# the unit a cosmetic's price is tested in
SMALL_UNIT = {"ml": "ml", "litre": "ml", "g": "g", "kg": "g", "piece": "piece"}


def read_content(value: object) -> Content:
    """Field `content` of a line."""
    doc = mapping(value, "")
    only(doc, FIELDS)
    amount = _positive(required(doc, "amount"), "amount")
    unit = required(doc, "unit")
    if not isinstance(unit, str) or unit not in UNITS:
        raise FieldError("unit", "unknown_unit", "must be one of ml, g, litre, kg, piece")
    if "litres_per_tonne" not in doc:
        return Content(amount, unit)
    return Content(amount, unit, _positive(doc["litres_per_tonne"], "litres_per_tonne"))


def _positive(value: object, field: str) -> Exact:
    number = Exact(value, 1) if type(value) is int and value < 10**18 else read_decimal(value, field)
    if number.num <= 0:
        raise FieldError(field, "out_of_range", "must be above zero")
    return number


def measure(content: Content | None, quantity: int, wanted: str) -> Exact:
    """quantity x content in the `wanted` unit. Raises where content is missing or cannot become it."""
    if content is None:
        raise FieldError("content", "content_missing", f"is needed to count {wanted}")
    factor = _FACTORS.get((content.unit, wanted))
    if factor is None and wanted == "tonne" and content.unit in ("litre", "ml"):
        factor = _litre_to_tonne(content)
    if factor is None:
        raise FieldError("content.unit", "content_incompatible", f"{content.unit} cannot become {wanted}")
    amount = content.amount
    return Exact(quantity * amount.num * factor.num, amount.den * factor.den)


def _litre_to_tonne(content: Content) -> Exact:
    density = content.litres_per_tonne
    if density is None:
        raise FieldError(
            "content.litres_per_tonne", "content_missing", "is needed where a litre must become a tonne"
        )
    return Exact(density.den, density.num * (1000 if content.unit == "ml" else 1))
