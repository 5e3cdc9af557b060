"""The strings of announcement 179: what is sent, and what is signed of it, byte for byte.

Names are the official ones, misspelt as they are (`initalRequest`). Amounts are JSON numbers in yuan: they are written
from Decimal, never through a float. Two ways to write the string to sign are known; which one counts is a setting.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

VARIANTS = ("quoted", "bare")
"""quoted: as it was accepted (two sources); bare: as the annex's own sample shows it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """`head` and `lists` as JSON texts: they stand in what is signed and in what is sent, the same bytes."""

    session: str
    head: str
    lists: str
    service_time: int

    def to_sign(self, variant: str) -> str:
        """Raises KeyError for an unknown variant."""
        shape = {
            "quoted": '"sessionID":"{0}"||"payExchangeInfoHead":"{1}"||'
            '"payExchangeInfoLists":"{2}"||"serviceTime":"{3}"',
            "bare": '"sessionID":"{0}"||"payExchangeInfoHead":{1}||"payExchangeInfoLists":{2}||"serviceTime":{3}',
        }[variant]
        return shape.format(self.session, self.head, self.lists, self.service_time)

    def sent(self, cert_no: str, sign_value: str) -> str:
        """`payExInfoStr`. Written by hand, so that head and lists stay the bytes that were signed."""
        session, number, value = (json.dumps(text) for text in (self.session, cert_no, sign_value))
        return (
            f'{{"sessionID":{session},"payExchangeInfoHead":{self.head},"payExchangeInfoLists":{self.lists},'
            f'"serviceTime":"{self.service_time}","certNo":{number},"signValue":{value}}}'
        )


def written(values: Mapping[str, Any]) -> str:
    """Compact JSON in the given order; Decimal as a number with two places."""
    parts = (f"{json.dumps(name)}:{_value(value)}" for name, value in values.items())
    return "{" + ",".join(parts) + "}"


def listed(rows: Sequence[Mapping[str, Any]]) -> str:
    return "[" + ",".join(written(row) for row in rows) + "]"


def _value(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, list):
        return listed(value)
    return json.dumps(value, ensure_ascii=False)
