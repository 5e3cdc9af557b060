"""The straight Decimal chain: the way anybody would write it first, kept as a yardstick.

Passes the same worked cases as the engine; it is not exact where a division does not end (28 digits), checks
nothing, and explains nothing. `prepare` turns a document into Decimals once, `quote` counts.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

FEN = Decimal("0.01")
TO_UNIT = {"ml": ("ml", 1), "litre": ("ml", 1000), "g": ("g", 1), "kg": ("g", 1000), "piece": ("piece", 1)}


class Line(NamedTuple):
    id: str
    quantity: int
    price: Decimal
    vat: Decimal
    duty: Decimal
    kind: str | None
    rate: Decimal
    specific: Decimal
    threshold: Decimal
    units: Decimal
    postal: Decimal
    listed: Decimal | None


class Order(NamedTuple):
    regime: str
    date: str
    origin: str
    lines: list[Line]
    charges: Decimal
    discounts: list[tuple[str, Decimal, list[int]]]
    used: Decimal
    rounded_first: bool
    freight_in_threshold: bool


class Taxes(NamedTuple):
    id: str
    value: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal
    postal_tax: Decimal


class Result(NamedTuple):
    outcome: str
    code: str
    lines: list[Taxes]
    total: Decimal


def half_up(value: Decimal) -> Decimal:
    return value.quantize(FEN, ROUND_HALF_UP)


def postal_rate(date: str, name: str) -> Decimal:
    table = {"1": "0.13", "2": "0.20", "3": "0.50"}
    if date < "2018-11-01":
        table = {"1": "0.15", "2": "0.30", "3": "0.60"}
    elif date < "2019-04-09":
        table = {"1": "0.15", "2": "0.25", "3": "0.50"}
    return Decimal(table[name])


def prepare_line(doc: dict[str, Any], date: str) -> Line:
    rates = doc["rates"]
    consumption = rates.get("consumption") or {}
    content = doc.get("content")
    quantity = doc["quantity"]
    held = Decimal(quantity) * Decimal(content["amount"]) if content else Decimal(quantity)
    specific = threshold = units = Decimal(0)
    kind = consumption.get("kind")
    if kind in ("specific", "compound"):
        per = consumption["per"]
        amount = held
        if content["unit"] == "ml" and per == "litre":
            amount = held / 1000
        if per == "tonne":
            amount = held / Decimal(content["litres_per_tonne"])
        specific = amount * Decimal(consumption["specific"])
    elif kind == "high_end_cosmetics":
        unit, factor = TO_UNIT[content["unit"]]
        units, threshold = held * factor, Decimal(15) if unit == "piece" else Decimal(10)
    elif kind == "high_end_watch":
        units, threshold = Decimal(quantity), Decimal(10000)
    listed = Decimal(doc["listed_price"]) * held if "listed_price" in doc else None
    return Line(
        doc["id"],
        quantity,
        Decimal(doc["unit_price"]),
        Decimal(rates.get("vat", "0")),
        Decimal(rates.get("duty", "0")),
        kind,
        Decimal(consumption.get("rate", "0")),
        specific,
        threshold,
        units,
        postal_rate(date, rates["postal_class"]) if "postal_class" in rates else Decimal(0),
        listed,
    )


def prepare(doc: dict[str, Any]) -> Order:
    ids = [line["id"] for line in doc["lines"]]
    policy = doc.get("policy", {})
    return Order(
        doc["regime"],
        doc["date"],
        doc.get("origin", ""),
        [prepare_line(line, doc["date"]) for line in doc["lines"]],
        Decimal(doc.get("freight", "0")) + Decimal(doc.get("insurance", "0")),
        [
            (item["kind"], Decimal(item["amount"]), [ids.index(name) for name in item.get("lines", ids)])
            for item in doc.get("discounts", [])
        ],
        Decimal(doc.get("allowance_used", "0")),
        policy.get("round_consumption_before_vat", False),
        policy.get("threshold_includes_freight", True),
    )


def spread(total: Decimal, weights: list[Decimal], keys: list[str]) -> list[Decimal]:
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [value.quantize(FEN, "ROUND_FLOOR") for value in exact]
    missing = int((total - sum(shares)) / FEN)
    order = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], -weights[i], keys[i]))
    for i in order[:missing]:
        shares[i] += FEN
    return shares


def shares_of(order: Order, amounts: list[Decimal]) -> tuple[list[Decimal], list[Decimal]]:
    keys = [line.id for line in order.lines]
    opens = [Decimal(0)] * len(amounts)
    charges = opens
    if order.charges:
        weights = amounts if any(amounts) else [Decimal(line.quantity) for line in order.lines]
        charges = spread(order.charges, weights, keys)
    for kind, amount, places in order.discounts:
        if kind == "open" and amount:
            opens = list(opens)
            for i, share in zip(
                places, spread(amount, [amounts[i] for i in places], [keys[i] for i in places]), strict=True
            ):
                opens[i] += share
    return opens, charges


def goods(order: Order, line: Line, value: Decimal, charge: Decimal, full: bool) -> Taxes:
    share = Decimal(1) if full else Decimal("0.7")
    duty = value * line.duty if full else Decimal(0)
    base = value + duty
    tax = Decimal(0)
    basis = value if order.freight_in_threshold else value - charge
    if line.kind is not None and (not line.threshold or basis / line.units >= line.threshold):
        tax = (base + line.specific) / (1 - line.rate) * line.rate + line.specific
    if order.rounded_first:
        tax = half_up(tax)
    vat = (base + tax) * line.vat
    return Taxes(line.id, value, half_up(duty), half_up(tax * share), half_up(vat * share), Decimal(0))


def quote(order: Order) -> Result:
    amounts = [line.quantity * line.price for line in order.lines]
    opens, charges = shares_of(order, amounts)
    if order.regime == "postal":
        return postal(order, [amount - off for amount, off in zip(amounts, opens, strict=True)])
    values = [amount - off + on for amount, off, on in zip(amounts, opens, charges, strict=True)]
    full = order.regime == "general"
    if not full:
        late = order.date >= "2019-01-01"
        total = sum(values)
        over_year = order.used + total > (26000 if late else 20000)
        over_single = total > (5000 if late else 2000)
        if late and over_year:
            return Result("refused", "over_annual_limit", [], Decimal(0))
        if late and over_single and sum(line.quantity for line in order.lines) != 1:
            return Result("refused", "over_single_limit", [], Decimal(0))
        full = over_year or over_single
    lines = [
        goods(order, line, value, charge, full)
        for line, value, charge in zip(order.lines, values, charges, strict=True)
    ]
    due = sum((line.duty + line.consumption_tax + line.vat for line in lines), Decimal(0))
    return Result("taxed", "", lines, due)


def postal(order: Order, invoices: list[Decimal]) -> Result:
    values = [
        line.listed if line.listed and line.listed / 2 < invoice < line.listed * 2 else invoice
        for line, invoice in zip(order.lines, invoices, strict=True)
    ]
    limit = 800 if order.origin in ("HK", "MO", "TW") else 1000
    if sum(values) > limit and sum(line.quantity for line in order.lines) != 1:
        return Result("refused", "over_parcel_limit", [], Decimal(0))
    nil = Decimal(0)
    lines = [
        Taxes(line.id, half_up(value), nil, nil, nil, half_up(value * line.postal))
        for line, value in zip(order.lines, values, strict=True)
    ]
    total = sum((line.postal_tax for line in lines), Decimal(0))
    if total <= 50:
        return Result("waived", "", [line._replace(postal_tax=nil) for line in lines], nil)
    return Result("taxed", "", lines, total)
