"""The whole document of `quote_tax`: see the contract in docs/tax.md."""

import re
from datetime import date
from typing import Any

from tax.rules.errors import FieldError
from tax.rules.lookup import NoTables, Provider
from tax.rules.numbers import read_money
from tax.rules.reading.countries import COUNTRIES
from tax.rules.reading.fields import Doc, mapping, only, required, sequence, text
from tax.rules.reading.lines import Frame, read_line
from tax.rules.request import Discount, Line, Policy, Regime, Request
from tax.rules.ruleset import rules_on

FIELDS = frozenset(
    {"id", "regime", "date", "origin", "allowance_used", "lines"}
    | {"freight", "insurance", "discounts", "policy"}
)
DISCOUNT_FIELDS = frozenset({"kind", "amount", "lines"})
DISCOUNT_KINDS = frozenset({"open", "coupon", "points"})
POLICY_FIELDS = frozenset(Policy._fields)
MAX_LINES = 99

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def read_request(value: object, provider: Provider | None = None) -> Request:
    """A request ready for the engine. Raises FieldError naming the first field at fault."""
    doc = mapping(value, "request")
    tables = provider or NoTables()
    name = text(required(doc, "id"), "id")
    only(doc, FIELDS)
    regime = _regime(required(doc, "regime"))
    day = read_date(required(doc, "date"))
    frame = Frame(regime, day, rules_on(day), tables)
    lines = _lines(required(doc, "lines"), frame)
    return Request(
        id=name,
        regime=regime,
        date=day,
        rules=frame.rules,
        lines=lines,
        origin=_origin(doc),
        charges=_money(doc, "freight") + _money(doc, "insurance"),
        discounts=_discounts(doc, lines),
        allowance_used=_money(doc, "allowance_used"),
        policy=_policy(doc),
        rates_version=tables.version,
    )


def _regime(value: object) -> Regime:
    try:
        return Regime(value)  # type: ignore[arg-type]
    except ValueError:
        raise FieldError("regime", "unknown_regime", "must be cbec, postal, general or auto") from None


def read_date(value: object) -> date:
    """YYYY-MM-DD, a day that exists."""
    try:
        if isinstance(value, str) and _DATE(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise FieldError("date", "not_a_date", "must be a date like 2025-06-01")


def _money(doc: Doc, name: str) -> int:
    return read_money(doc[name], name) if name in doc else 0


def _origin(doc: Doc) -> str:
    if "origin" not in doc:
        return ""
    value = doc["origin"]
    if not isinstance(value, str) or value not in COUNTRIES:
        raise FieldError("origin", "unknown_country", "must be an ISO 3166-1 alpha-2 code")
    return value


def _lines(value: object, frame: Frame) -> tuple[Line, ...]:
    items = sequence(value, "lines")
    if not items:
        raise FieldError("lines", "no_lines", "must hold at least one line")
    if len(items) > MAX_LINES:
        raise FieldError("lines", "too_many_lines", f"must hold at most {MAX_LINES} lines")
    lines = []
    seen: set[str] = set()
    for number, item in enumerate(items):
        try:
            line = read_line(item, frame)
        except FieldError as error:
            raise error.under(f"lines[{number}]") from None
        if line.id in seen:
            raise FieldError(f"lines[{number}].id", "duplicate_id", "stands on another line already")
        seen.add(line.id)
        lines.append(line)
    return tuple(lines)


def _discounts(doc: Doc, lines: tuple[Line, ...]) -> tuple[Discount, ...]:
    if "discounts" not in doc:
        return ()
    places = {line.id: number for number, line in enumerate(lines)}
    found = []
    for number, item in enumerate(sequence(doc["discounts"], "discounts")):
        try:
            found.append(_discount(item, places))
        except FieldError as error:
            raise error.under(f"discounts[{number}]") from None
    return tuple(found)


def _discount(value: object, places: dict[str, int]) -> Discount:
    doc = mapping(value, "")
    only(doc, DISCOUNT_FIELDS)
    kind = required(doc, "kind")
    if not isinstance(kind, str) or kind not in DISCOUNT_KINDS:
        raise FieldError("kind", "unknown_kind", "must be open, coupon or points")
    amount = read_money(required(doc, "amount"), "amount")
    if "lines" not in doc:
        return Discount(kind, amount, tuple(places.values()))
    ids = sequence(doc["lines"], "lines")
    return Discount(kind, amount, tuple(_places(ids, places)))


def _places(ids: list[Any], places: dict[str, int]) -> list[int]:
    if not ids:
        raise FieldError("lines", "no_lines", "must name at least one line")
    found = []
    for name in ids:
        if not isinstance(name, str) or name not in places:
            raise FieldError("lines", "unknown_line", "names a line that is not there")
        found.append(places[name])
    if len(set(found)) != len(found):
        raise FieldError("lines", "duplicate_id", "names a line twice")
    return found


def _policy(doc: Doc) -> Policy:
    if "policy" not in doc:
        return Policy()
    try:
        given = mapping(doc["policy"], "")
        only(given, POLICY_FIELDS)
        for name, switch in given.items():
            if type(switch) is not bool:
                raise FieldError(name, "not_a_switch", "must be true or false")
    except FieldError as error:
        raise error.under("policy") from None
    return Policy(**given)
