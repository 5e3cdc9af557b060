"""Rates of a line: given in the document, or built from a row of the tables."""

from typing import NamedTuple

from tax.rules.errors import FieldError
from tax.rules.numbers import Exact, read_decimal
from tax.rules.reading.content import SMALL_UNIT, measure
from tax.rules.reading.fields import Doc, mapping, only, required
from tax.rules.request import ZERO, Consumption, Content, Kind, Rates, Tiers

GOODS = frozenset({"vat", "duty", "consumption"})
POSTAL = frozenset({"postal_class", "article"})
FIELDS = GOODS | POSTAL | {"listed_price"}
PER = frozenset({"litre", "kg", "tonne", "piece"})
_RATE = frozenset({"kind", "rate"})
_AMOUNT = frozenset({"kind", "specific", "per"})
KIND_FIELDS = {
    Kind.AD_VALOREM: _RATE,
    Kind.SPECIFIC: _AMOUNT,
    Kind.COMPOUND: _RATE | _AMOUNT,
    Kind.COSMETICS: _RATE,
    Kind.WATCH: _RATE,
}
# The highest duty in the tariff book is under 300 %; ten times the value is a percent mistaken for a rate.
MAX_DUTY = Exact(10, 1)


class Tax(NamedTuple):
    """A consumption tax as read, before scales are joined. `specific` is yuan per `per`; `tiers` are in fen."""

    kind: Kind
    rate: Exact
    specific: Exact
    per: str
    tiers: Tiers | None = None


def read_goods(doc: Doc) -> Rates:
    """`vat`, `duty`, `consumption`: given whole."""
    vat = rate(required(doc, "vat"), "vat", Exact(1, 1))
    duty = rate(required(doc, "duty"), "duty", MAX_DUTY)
    return join(vat, duty, read_consumption(required(doc, "consumption")))


def rate(value: object, field: str, most: Exact) -> Exact:
    """A rate as a fraction of one: '0.13' is thirteen percent."""
    number = read_decimal(value, field)
    if number.num * most.den > most.num * number.den:
        raise FieldError(field, "out_of_range", "is too large for a rate: 0.13 means 13 %")
    return number


def read_consumption(value: object) -> Tax | None:
    """`consumption`: an object, or null for none."""
    if value is None:
        return None
    try:
        return read_tax(mapping(value, ""))
    except FieldError as error:
        raise error.under("consumption") from None


def read_tax(doc: Doc) -> Tax:
    """A kind with what belongs to it, and nothing else."""
    kind = _kind(required(doc, "kind"))
    only(doc, KIND_FIELDS[kind])
    share, specific, per = ZERO, ZERO, ""
    if kind is not Kind.SPECIFIC:
        share = rate(required(doc, "rate"), "rate", Exact(1, 1))
        if share.num == share.den:
            raise FieldError("rate", "out_of_range", "must be below 1")
    if kind in (Kind.SPECIFIC, Kind.COMPOUND):
        specific = read_decimal(required(doc, "specific"), "specific")
        per = required(doc, "per")
        if not isinstance(per, str) or per not in PER:
            raise FieldError("per", "unknown_unit", "must be one of litre, kg, tonne, piece")
    return Tax(kind, share, specific, per)


def _kind(value: object) -> Kind:
    try:
        return Kind(value)  # type: ignore[arg-type]
    except ValueError:
        raise FieldError("kind", "unknown_kind", "is not a kind of consumption tax") from None


def join(vat: Exact, duty: Exact | None, tax: Tax | None) -> Rates:
    """Bring all rates over one power of ten."""
    scale = max(vat.den, duty.den if duty else 1, tax.rate.den if tax else 1)
    consumption = None
    if tax is not None:
        fen = Exact(tax.specific.num * 100, tax.specific.den)
        consumption = Consumption(tax.kind, tax.rate.num * (scale // tax.rate.den), fen, tax.per, tax.tiers)
    return Rates(
        scale,
        vat.num * (scale // vat.den),
        None if duty is None else duty.num * (scale // duty.den),
        consumption,
    )


class Measured(NamedTuple):
    """What a consumption tax counts of a line: specific tax in fen, units for a threshold, their name."""

    specific: Exact
    measure: Exact
    unit: str


NOTHING = Measured(ZERO, ZERO, "")


def measured(rates: Rates | None, content: Content | None, quantity: int) -> Measured:
    """Count content where the consumption tax needs it. Raises on missing or incompatible content."""
    tax = rates.consumption if rates else None
    if tax is None or tax.kind is Kind.AD_VALOREM:
        return NOTHING
    if tax.kind is Kind.WATCH:
        pieces = measure(content, quantity, "piece") if content else Exact(quantity, 1)
        return Measured(ZERO, pieces, "watch")
    if tax.kind is Kind.COSMETICS:
        unit = SMALL_UNIT[content.unit] if content else "ml, g or piece"
        return Measured(ZERO, measure(content, quantity, unit), unit)
    held = measure(content, quantity, tax.per)
    return Measured(Exact(held.num * tax.specific.num, held.den * tax.specific.den), held, tax.per)
