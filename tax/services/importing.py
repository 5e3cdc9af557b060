"""Rate tables from and to CSV. Reading changes nothing: it is the dry run, and says what is wrong in which row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from tax.models import RateBatch
from tax.rules.errors import FieldError
from tax.rules.numbers import Exact, read_decimal, read_money
from tax.rules.reading.document import read_date
from tax.rules.reading.fields import article_code, hs_code
from tax.rules.reading.rates import MAX_DUTY, PER, rate
from tax.rules.reading.tabled import consumption_of
from tax.rules.request import Kind
from tax.seed.provider import hs_row
from tax.services.batches import MODELS, propose
from tax.types import ImportRefusedError, ImportReport, RowError

OPTIONAL = frozenset({"valid_to", "withdrawn"})
MAX_ROWS = 20_000
Check = Callable[[str, str], object]
_ONE = Exact(1, 1)


def _line_code(value: str, field: str) -> object:
    return article_code(value, field)


def _date(value: str, field: str) -> date:
    """One spelling only: another one of the same day would be a second row of it."""
    try:
        return read_date(value)
    except FieldError as error:
        raise FieldError(field, error.code, error.detail) from None


def _maybe(check: Check) -> Check:
    return lambda value, field: check(value, field) if value else None


def _one_of(*allowed: str) -> Check:
    def check(value: str, field: str) -> None:
        if value not in allowed:
            raise FieldError(field, "unknown_value", f"must be one of {', '.join(filter(None, allowed))}")

    return check


def _present(value: str, field: str) -> None:
    if not value:
        raise FieldError(field, "missing", "is missing")


def _share(most: Exact) -> Check:
    return lambda value, field: rate(value, field, most)


CHECKS: dict[str, dict[str, Check]] = {
    "hs": {
        "code": hs_code,
        "name_zh": _present,
        "duty": _maybe(_share(MAX_DUTY)),
        "vat": _maybe(_share(_ONE)),
        "kind": _one_of("", *Kind),
        "rate": _maybe(_share(_ONE)),
        "specific": _maybe(read_decimal),
        "per": _one_of("", *sorted(PER)),
        "low_specific": _maybe(read_decimal),
        "low_below": _maybe(read_money),
        "high_from": _maybe(read_money),
    },
    "article": {
        "code": article_code,
        "name_zh": _present,
        "postal_class": _one_of("1", "2", "3", "medicine"),
        "listed_price": _maybe(read_money),
        "unit": _one_of("kg", "piece"),
    },
    "list": {"code": _line_code, "standing": _one_of("listed", "absent", "unknown")},
}
COMMON: dict[str, Check] = {
    "valid_from": _date,
    "valid_to": _maybe(_date),
    "withdrawn": _one_of("", "0", "1"),
    "source": _present,
    "confidence": _one_of("V", "S", "M"),
}


def read_rates(*, kind: str, text: str) -> ImportReport:
    """Read a CSV text with a header. `rows` are ready for `propose` only where `errors` is empty."""
    columns = _columns(MODELS[kind])
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    header = set(reader.fieldnames or ())
    missing, unknown = columns - OPTIONAL - header, header - columns
    errors = [RowError(1, name, "missing", "column is missing") for name in sorted(missing)]
    errors += [
        RowError(1, str(name)[:40], "unknown_field", "is not a column known here") for name in sorted(unknown)
    ]
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    try:
        for raw in reader if not errors else ():
            if len(rows) >= MAX_ROWS:
                return _stopped(kind, reader.line_num, "too_many_rows", f"at most {MAX_ROWS} rows")
            errors += _row_errors(kind, reader.line_num, raw, seen)
            rows.append(_values(raw))
    except csv.Error as error:
        return _stopped(kind, reader.line_num + 1, "not_csv", str(error))
    return ImportReport(kind, tuple(rows) if not errors else (), tuple(errors))


def _stopped(kind: str, number: int, code: str, detail: str) -> ImportReport:
    return ImportReport(kind, (), (RowError(number, "", code, detail),))


def _columns(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.local_fields} - {"id", "batch"}


def _row_errors(kind: str, number: int, raw: dict[str, Any], seen: set[tuple[str, str]]) -> list[RowError]:
    if None in raw or None in raw.values():
        return [RowError(number, "", "ragged", "has more or fewer cells than the header")]
    errors = []
    for name, check in (COMMON | CHECKS[kind]).items():
        errors += _errors(number, check, raw.get(name, ""), name)
    errors += [
        error for name, value in raw.items() for error in _errors(number, _fits(kind, name), value, name)
    ]
    for fault in _together(kind, raw) if not errors else ():
        errors.append(RowError(number, fault.field, fault.code, fault.detail))
    key = (raw["code"], raw["valid_from"])
    if key in seen:
        errors.append(RowError(number, "code", "duplicate", "stands here with the same first day already"))
    seen.add(key)
    return errors


def _errors(number: int, check: Check, value: str, name: str) -> list[RowError]:
    try:
        check(value, name)
    except FieldError as error:
        return [RowError(number, error.field, error.code, error.detail)]
    return []


def _fits(kind: str, name: str) -> Check:
    """Text that the table can hold."""
    most = getattr(MODELS[kind]._meta.get_field(name), "max_length", None)

    def check(value: str, field: str) -> None:
        if most is not None and len(value) > most:
            raise FieldError(field, "too_long", f"is longer than {most} characters")
        if "\x00" in value:
            raise FieldError(field, "not_text", "holds a character that is none")

    return check


def _together(kind: str, raw: dict[str, str]) -> Iterator[FieldError]:
    """What single cells cannot tell: the days, and a consumption tax that is whole."""
    if raw.get("valid_to") and raw["valid_to"] < raw["valid_from"]:
        yield FieldError("valid_to", "contradiction", "is before valid_from")
    if kind == "hs":
        try:
            consumption_of(hs_row(raw | {"positive_list": ""}))
        except FieldError as error:
            yield error


def _values(raw: dict[str, Any]) -> dict[str, Any]:
    return raw | {"valid_to": raw.get("valid_to") or None, "withdrawn": raw.get("withdrawn") == "1"}


def import_rates(*, kind: str, title: str, text: str, operator_id: int, now: datetime) -> RateBatch:
    """Propose all rows of a text as one batch. Raises ImportRefusedError with all errors; writes nothing then."""
    report = read_rates(kind=kind, text=text)
    if report.errors or not report.rows:
        raise ImportRefusedError(report)
    return propose(kind=kind, title=title, rows=report.rows, operator_id=operator_id, now=now)
