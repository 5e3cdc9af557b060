"""Quotes for plain lines, in Decimal yuan. Rates come from the tables in force on the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tax.policy import platform_policy
from tax.rules import engine
from tax.rules.answer import Answer
from tax.rules.errors import FieldError
from tax.rules.reading import read_request
from tax.rules.rendering import to_document
from tax.rules.replay import RecordingTables, had_room
from tax.services.planning import planned_rules
from tax.services.tables import current_tables
from tax.types import InvalidQuoteError, PlainDiscount, PlainLine, Quote, QuoteLine

ZERO = Decimal("0.00")
SNAPSHOT_VERSION = 2


def quote_lines(
    *,
    regime: str,
    on: date,
    origin: str = "",
    lines: Sequence[PlainLine],
    freight: Decimal = ZERO,
    insurance: Decimal = ZERO,
    discounts: Sequence[PlainDiscount] = (),
    allowance_used: Decimal = ZERO,
    policy: dict[str, bool] | None = None,
) -> Quote:
    """Count the taxes of plain lines. Raises InvalidQuoteError naming the field at fault.

    `policy`: switches that differ from the platform's (tax.policy).
    """
    document = document_of(
        regime=regime,
        on=on,
        origin=origin,
        lines=lines,
        freight=freight,
        insurance=insurance,
        discounts=discounts,
        allowance_used=allowance_used,
        policy=policy,
    )
    tables = RecordingTables(current_tables())
    return build(counted(document, tables), document, tables)


def document_of(
    *,
    regime: str,
    on: date,
    origin: str,
    lines: Sequence[PlainLine],
    freight: Decimal,
    insurance: Decimal,
    discounts: Sequence[PlainDiscount],
    allowance_used: Decimal,
    policy: dict[str, bool] | None,
) -> dict[str, Any]:
    """The arguments as the contract's JSON document: one road into the engine for every door."""
    document: dict[str, Any] = {
        "id": "quote",
        "regime": str(regime),
        "date": on.isoformat(),
        "lines": [line.as_document() for line in lines],
        "freight": format(freight, "f"),
        "insurance": format(insurance, "f"),
        "discounts": [discount.as_document() for discount in discounts],
        "allowance_used": format(allowance_used, "f"),
        "policy": platform_policy() | (policy or {}),
    }
    return document | {"origin": origin} if origin else document


def counted(document: dict[str, Any], tables: RecordingTables) -> Answer:
    """The engine's answer. Raises InvalidQuoteError."""
    try:
        request = read_request(document, tables)
        return engine.quote(replace(request, rules=planned_rules(request.rules)))
    except FieldError as error:
        raise InvalidQuoteError(error.field, error.code, error.detail) from error


def build(answer: Answer, document: dict[str, Any], tables: RecordingTables) -> Quote:
    """An answer of the rules as this app's Quote."""
    version = f"{answer.request.rules.version}+{answer.request.rates_version}"
    return Quote(
        outcome=answer.outcome,
        regime=answer.regime.value,
        code=answer.code,
        lines=tuple(QuoteLine(line.id, *(yuan(amount) for amount in line[1:])) for line in answer.lines),
        dutiable_value=yuan(answer.value),
        duty=yuan(answer.duty),
        consumption_tax=yuan(answer.consumption_tax),
        vat=yuan(answer.vat),
        postal_tax=yuan(answer.postal_tax),
        total=yuan(answer.total),
        allowance_left=None if answer.allowance_left is None else yuan(answer.allowance_left),
        rule_version=version,
        document={
            "version": SNAPSHOT_VERSION,
            "rule_version": version,
            "request": document,
            "room": had_room(answer),
            "tables": tables.as_snapshot(),
            "answer": to_document(answer),
        },
    )


def yuan(fen: int) -> Decimal:
    """Fen -> Decimal with two places."""
    return Decimal(fen).scaleb(-2)
