"""The worked cases, as documents of the contract and what must come out. Named by their numbers.

Each case: document, then (outcome or code, duty, consumption tax, VAT, postal tax) and, where it matters, the
taxes of the lines. G30 is a return (test_rules.py), G45 is another country's.
"""

from typing import Any, NamedTuple

Doc = dict[str, Any]


class Case(NamedTuple):
    document: Doc
    outcome: str
    duty: str = "0.00"
    consumption_tax: str = "0.00"
    vat: str = "0.00"
    postal_tax: str = "0.00"
    lines: tuple[tuple[str, str, str], ...] = ()  # dutiable value, consumption tax, VAT


def rates(vat: str = "0.13", duty: str = "0", consumption: Doc | None = None) -> Doc:
    return {"vat": vat, "duty": duty, "consumption": consumption}


def ad_valorem(rate: str) -> Doc:
    return {"kind": "ad_valorem", "rate": rate}


COSMETIC = {"kind": "high_end_cosmetics", "rate": "0.15"}


def item(
    price: str, given: Doc | None = None, quantity: int = 1, held: str = "", name: str = "1", **more: Any
) -> Doc:
    line = {"id": name, "quantity": quantity, "unit_price": price, "rates": given or rates(), **more}
    if held:
        amount, unit = held.split()
        line["content"] = {"amount": amount, "unit": unit}
    return line


def order(*lines: Doc, regime: str = "cbec", date: str = "2025-06-01", **more: Any) -> Doc:
    return {"id": "case", "regime": regime, "date": date, "lines": list(lines), **more}


def post(price: str, postal_class: str = "2", quantity: int = 1, **more: Any) -> Doc:
    return item(price, {"postal_class": postal_class}, quantity, **more)


def off(kind: str, amount: str) -> Doc:
    return {"discounts": [{"kind": kind, "amount": amount}]}


WHISKY = rates(consumption={"kind": "compound", "rate": "0.20", "specific": "0.912", "per": "litre"})
BEER = rates(consumption={"kind": "specific", "specific": "250", "per": "tonne"})
WATCH = rates(duty="0.10", consumption={"kind": "high_end_watch", "rate": "0.20"})
BEER_LINE = item("8.00", BEER, quantity=6) | {
    "content": {"amount": "0.5", "unit": "litre", "litres_per_tonne": "988"}
}
CREAM = rates(consumption=COSMETIC)
WINE = rates(consumption=ad_valorem("0.10"))
THIRD = rates()
MILK = {"held": "1 kg", "listed_price": "200.00"}


def cream(price: str, held: str) -> Doc:
    return item(price, CREAM, held=held)


CASES: dict[str, Case] = {
    "G01": Case(order(item("500.00")), "taxed", vat="45.50"),
    "G02": Case(order(cream("425.00", "20 g")), "taxed", consumption_tax="52.50", vat="45.50"),
    "G03": Case(order(cream("199.90", "50 ml")), "taxed", vat="18.19"),
    "G04": Case(order(cream("300.00", "30 ml")), "taxed", consumption_tax="37.06", vat="32.12"),
    "G05": Case(order(cream("299.99", "30 ml")), "taxed", vat="27.30"),
    "G06": Case(
        order(cream("299.99", "30 ml"), freight="0.01"), "taxed", consumption_tax="37.06", vat="32.12"
    ),
    "G07": Case(order(cream("100.00", "10 piece")), "taxed", vat="9.10"),
    "G08": Case(order(cream("150.00", "10 piece")), "taxed", consumption_tax="18.53", vat="16.06"),
    "G09": Case(order(item("300.00", WINE)), "taxed", consumption_tax="23.33", vat="30.33"),
    "G10": Case(
        order(item("400.00", WHISKY, held="0.7 litre")), "taxed", consumption_tax="70.56", vat="45.57"
    ),
    "G11": Case(order(BEER_LINE), "taxed", consumption_tax="0.53", vat="4.44"),
    "G12": Case(
        order(item("300.00"), item("100.00", WINE, name="2"), freight="20.00"),
        "taxed",
        consumption_tax="8.17",
        vat="39.29",
        lines=(("315.00", "0.00", "28.67"), ("105.00", "8.17", "10.62")),
    ),
    "G13": Case(order(item("200.00"), **off("open", "50.00")), "taxed", vat="13.65"),
    "G14": Case(order(item("200.00"), **off("coupon", "50.00")), "taxed", vat="18.20"),
    "G15": Case(
        order(*(item("100.00", name=name) for name in "123"), **off("open", "10.00")),
        "taxed",
        vat="26.40",
        lines=(("96.66", "0.00", "8.80"), ("96.67", "0.00", "8.80"), ("96.67", "0.00", "8.80")),
    ),
    "G16": Case(order(item("2500.00", quantity=2)), "taxed", vat="455.00"),
    "G17": Case(order(item("2500.00", quantity=2), freight="0.01"), "over_single_limit"),
    "G18": Case(order(item("5200.00", rates(duty="0.06"))), "taxed", duty="312.00", vat="716.56"),
    "G19": Case(
        order(item("12000.00", WATCH)), "taxed", duty="1200.00", consumption_tax="3300.00", vat="2145.00"
    ),
    "G20": Case(order(item("6000.00"), allowance_used="21000.00"), "over_annual_limit"),
    "G21": Case(order(item("600.00"), allowance_used="25400.00"), "taxed", vat="54.60"),
    "G22": Case(order(item("600.01"), allowance_used="25400.00"), "over_annual_limit"),
    "G23": Case(order(item("500.00"), date="2026-01-01", allowance_used="0.00"), "taxed", vat="45.50"),
    "G24": Case(
        order(item("2500.00", rates("0.16", "0.10")), date="2018-12-31"), "taxed", duty="250.00", vat="440.00"
    ),
    "G25": Case(order(item("2500.00", rates("0.16", "0.10")), date="2019-01-01"), "taxed", vat="280.00"),
    "G26": Case(
        order(item("100.00", rates("0.17", "0", ad_valorem("0.30"))), date="2016-05-01", freight="6.00"),
        "taxed",
        consumption_tax="31.80",
        vat="18.02",
    ),
    "G27": Case(
        order(item("850.00", rates("0.17", "0", ad_valorem("0.15"))), date="2017-03-01"),
        "taxed",
        consumption_tax="105.00",
        vat="119.00",
    ),
    "G28": Case(order(item("1000.00", rates("0.16")), date="2018-06-01"), "taxed", vat="112.00"),
    "G29": Case(order(item("200.00", rates("0.09"))), "taxed", vat="12.60"),
    "G31": Case(
        order(post("200.00", "1", 2, **MILK), regime="postal", date="2016-06-01"), "taxed", postal_tax="60.00"
    ),
    "G32": Case(order(post("180.00", "1", **MILK), regime="postal", date="2016-06-01"), "waived"),
    "G33": Case(
        order(post("180.00", "1", 10, **MILK), regime="postal", date="2016-06-01"), "over_parcel_limit"
    ),
    "G34": Case(
        order(post("380.00", "1", held="2 kg", listed_price="200.00"), regime="postal"),
        "taxed",
        postal_tax="52.00",
    ),
    "G35": Case(order(post("250.00"), regime="postal"), "waived"),
    "G36": Case(order(post("250.10"), regime="postal"), "taxed", postal_tax="50.02"),
    "G37": Case(order(post("300.00", "3"), regime="postal"), "taxed", postal_tax="150.00"),
    "G38": Case(order(post("1200.00"), regime="postal", origin="JP"), "taxed", postal_tax="240.00"),
    "G39": Case(order(post("450.00", quantity=2), regime="postal", origin="HK"), "over_parcel_limit"),
    "G40a": Case(
        order(post("500.00", held="1 piece", listed_price="300.00"), regime="postal"),
        "taxed",
        postal_tax="60.00",
    ),
    "G40b": Case(
        order(post("600.00", held="1 piece", listed_price="300.00"), regime="postal"),
        "taxed",
        postal_tax="120.00",
    ),
    "G40c": Case(order(post("150.00", held="1 piece", listed_price="300.00"), regime="postal"), "waived"),
    "G41a": Case(order(post("500.00"), regime="postal", date="2018-10-31"), "taxed", postal_tax="150.00"),
    "G41b": Case(order(post("500.00"), regime="postal", date="2018-11-01"), "taxed", postal_tax="125.00"),
    "G41c": Case(order(post("500.00"), regime="postal", date="2019-04-09"), "taxed", postal_tax="100.00"),
    "G42": Case(
        order(item("10000.00", rates(duty="0.05")), regime="general"), "taxed", duty="500.00", vat="1365.00"
    ),
    "G43": Case(
        order(item("10000.00", rates(duty="0.05", consumption=ad_valorem("0.15"))), regime="general"),
        "taxed",
        duty="500.00",
        consumption_tax="1852.94",
        vat="1605.88",
    ),
    "G44": Case(
        order(item("10000.00", rates(duty="0.14", consumption=ad_valorem("0.10"))), regime="general"),
        "taxed",
        duty="1400.00",
        consumption_tax="1266.67",
        vat="1646.67",
    ),
}
