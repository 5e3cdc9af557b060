"""Documents for load and crash tests: seeded, endless, one in a few of them broken on purpose."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

FIRST = date(2016, 4, 8)
DAYS = 3_900
RATES = ("0.13", "0.09", "0.16", "0.17", "0")
DUTIES = ("0", "0.05", "0.1", "0.14", "0.25")
UNITS = ("ml", "litre", "g", "kg", "piece")
FITTING = {
    "": UNITS,
    "ad_valorem": UNITS,
    "high_end_cosmetics": UNITS,
    "high_end_watch": ("piece",),
    "litre": ("ml", "litre"),
    "tonne": ("ml", "litre", "g", "kg"),
    "kg": ("g", "kg"),
    "piece": ("piece",),
}
HS_CODES = (
    *("1901101090", "2203000000", "2204210000", "2208300000", "3304990039", "9102110000", "8715000010"),
    *("2008113000", "4901990000", "9999999999"),
)
ARTICLES = ("01010100", "06020100", "09010100", "01030100", "99999999")
BROKEN: tuple = (
    None,
    True,
    [],
    {},
    "",
    "NaN",
    "-1.00",
    "1e5",
    "0.001",
    "9" * 400,
    "１２",
    10**30,
    1.5,
    [[[[]]]],
    {"amount": "1.00", "currency": "USD"},
)


def documents(count: int, seed: int = 1, broken: float = 0.2) -> Iterator[str]:
    """`count` lines of JSON; about `broken` of them with a fault somewhere."""
    dice = random.Random(seed)
    for number in range(count):
        document = _document(dice, number)
        if dice.random() < broken:
            _break(dice, document)
        text = json.dumps(document)
        yield text if dice.random() > broken / 10 else text[: dice.randrange(len(text))]


def _money(dice: random.Random, most: int) -> str:
    fen = dice.randrange(most * 100)
    return f"{fen // 100}.{fen % 100:02d}"


def _document(dice: random.Random, number: int) -> dict[str, Any]:
    regime = dice.choice(("cbec", "cbec", "postal", "general", "auto"))
    lines = [_line(dice, str(place), regime) for place in range(1, dice.choice((1, 1, 2, 3, 5)) + 1)]
    document: dict[str, Any] = {
        "id": f"L{number}",
        "regime": regime,
        "date": (FIRST + timedelta(dice.randrange(DAYS))).isoformat(),
        "origin": dice.choice(("JP", "HK", "US", "TW")),
        "lines": lines,
        "freight": _money(dice, 30),
        "insurance": _money(dice, 5),
        "allowance_used": _money(dice, 27_000),
    }
    if dice.random() < 0.4:
        document["discounts"] = [{"kind": dice.choice(("open", "coupon")), "amount": _money(dice, 20)}]
    if dice.random() < 0.2:
        document["policy"] = {"round_consumption_before_vat": True, "threshold_includes_freight": False}
    return document


def _line(dice: random.Random, name: str, regime: str) -> dict[str, Any]:
    rates: dict[str, Any] = {
        "vat": dice.choice(RATES),
        "duty": dice.choice(DUTIES),
        "consumption": _consumption(dice),
    }
    if regime in ("postal", "auto"):
        rates["postal_class"] = dice.choice("123")
    line = {
        "id": name,
        "quantity": dice.choice((1, 1, 2, 6)),
        "unit_price": _money(dice, dice.choice((50, 500, 5000, 15_000))),
        "rates": rates,
        "content": _content(dice, rates["consumption"]),
    }
    return _looked_up(dice, line, regime) if dice.random() < 0.3 else _listed(dice, line, regime)


def _content(dice: random.Random, rule: dict[str, str] | None) -> dict[str, str]:
    """Mostly of a unit that the tax can count; now and then of one that it cannot."""
    if dice.random() < 0.03:
        return {"amount": "1", "unit": dice.choice(UNITS)}
    unit = dice.choice(FITTING[rule.get("per", rule["kind"]) if rule else ""])
    held = {"amount": dice.choice(("30", "0.7", "50", "1")), "unit": unit}
    return held | ({"litres_per_tonne": "988"} if rule and rule.get("per") == "tonne" else {})


def _listed(dice: random.Random, line: dict[str, Any], regime: str) -> dict[str, Any]:
    if regime in ("postal", "auto") and dice.random() < 0.4:
        line["listed_price"] = _money(dice, 500)
    return line


def _looked_up(dice: random.Random, line: dict[str, Any], regime: str) -> dict[str, Any]:
    """Rates by HS code, and the post by article or class; codes of the seed tables, some nobody knows."""
    line["rates"] = {}
    line["hs"] = dice.choice(HS_CODES)
    if regime in ("postal", "auto"):
        line["rates"] = dice.choice(({"postal_class": "2"}, {"article": dice.choice(ARTICLES)}))
    if not line["rates"]:
        del line["rates"]
    line["content"] = {"amount": dice.choice(("1", "0.5", "30")), "unit": dice.choice(UNITS)}
    return line


def _consumption(dice: random.Random) -> dict[str, str] | None:
    return dice.choice(
        (
            None,
            None,
            {"kind": "ad_valorem", "rate": "0.15"},
            {"kind": "specific", "specific": "0.253", "per": "litre"},
            {"kind": "specific", "specific": "250", "per": "tonne"},
            {"kind": "specific", "specific": "3.5", "per": "kg"},
            {"kind": "compound", "rate": "0.20", "specific": "0.912", "per": "litre"},
            {"kind": "compound", "rate": "0.36", "specific": "0.5", "per": "piece"},
            {"kind": "high_end_cosmetics", "rate": "0.15"},
            {"kind": "high_end_watch", "rate": "0.20"},
        )
    )


def _break(dice: random.Random, value: dict[str, Any]) -> None:
    """Put a wrong value somewhere, or take a field away."""
    name = dice.choice(sorted(value))
    inner = value[name]
    if isinstance(inner, list) and inner and isinstance(inner[0], dict) and dice.random() < 0.8:
        inner = dice.choice(inner)
    if isinstance(inner, dict) and dice.random() < 0.8:
        _break(dice, inner)
    elif dice.random() < 0.15:
        del value[name]
    else:
        value[name] = dice.choice(BROKEN)
