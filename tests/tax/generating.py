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
    return {
        "id": name,
        "quantity": dice.choice((1, 1, 2, 6)),
        "unit_price": _money(dice, dice.choice((50, 500, 5000))),
        "rates": rates,
        "content": {
            "amount": dice.choice(("30", "0.7", "50")),
            "unit": dice.choice(("ml", "litre", "litre")),
        },
    }


def _consumption(dice: random.Random) -> dict[str, str] | None:
    return dice.choice(
        (
            None,
            None,
            {"kind": "ad_valorem", "rate": "0.15"},
            {"kind": "specific", "specific": "0.253", "per": "litre"},
            {"kind": "compound", "rate": "0.20", "specific": "0.912", "per": "litre"},
            {"kind": "high_end_cosmetics", "rate": "0.15"},
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
