"""`quote_tax` as a function: lines of bytes in, lines of text out, one for one, memory flat."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, BinaryIO

from tax.rules.engine import quote
from tax.rules.errors import FieldError
from tax.rules.explain import explain
from tax.rules.lookup import Provider
from tax.rules.reading import read_request
from tax.rules.rendering import invalid_document, to_document

MAX_LINE = 1 << 20


class _NotANumber:
    """Stands for NaN, Infinity, a number with a point or exponent, a far too long one: no field takes it."""


class _DuplicateFieldError(ValueError):
    """An object names a field twice: which one counts would be a guess."""


def bounded_lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines of a stream; of one longer than MAX_LINE only a stump is kept, which is then refused."""
    read = partial(source.readline, MAX_LINE + 1)
    for line in iter(read, b""):
        yield line
        tail = line
        while len(tail) > MAX_LINE and not tail.endswith(b"\n"):
            tail = read()


def answers(lines: Iterable[bytes], tables: Provider) -> Iterator[str]:
    """One JSON text for each line, in order. Never raises on input."""
    for number, line in enumerate(lines, 1):
        yield dump(answer_line(line, number, tables))


def answer_line(line: bytes, number: int, tables: Provider) -> dict[str, Any]:
    """The answer to one line."""
    if len(line) > MAX_LINE:
        return _unread(number, f"longer than {MAX_LINE} bytes")
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        document = json.loads(
            text,
            parse_int=_whole,
            parse_float=_not_a_number,
            parse_constant=_not_a_number,
            object_pairs_hook=_object,
        )
    except _DuplicateFieldError as error:
        return _unread(number, str(error))
    except (ValueError, RecursionError):
        return _unread(number, "not JSON")
    if not isinstance(document, dict):
        return _unread(number, "not a JSON object")
    return answer_document(document, number, tables)


def answer_document(document: dict[str, Any], number: int, tables: Provider) -> dict[str, Any]:
    """The answer to one JSON object, its working included."""
    try:
        answer = quote(read_request(document, tables))
    except FieldError as error:
        name = document.get("id")
        if isinstance(name, str):
            return invalid_document(name, str(error))
        return {"id": None, "line": number, "outcome": "invalid", "error": str(error), "allowance_left": None}
    return to_document(answer) | {"why": [step.as_document() for step in explain(answer)]}


def dump(document: dict[str, Any]) -> str:
    """JSON on one line; Chinese stays readable, lone surrogates of an id are escaped."""
    text = json.dumps(document, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(document)
    return text


def _unread(number: int, error: str) -> dict[str, Any]:
    return {"id": None, "line": number, "outcome": "invalid", "error": error}


def _whole(digits: str) -> object:
    return int(digits) if len(digits) <= 30 else _NotANumber()


def _not_a_number(name: str) -> object:
    return _NotANumber()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _DuplicateFieldError(f"{twice[:40]}: stands twice in one object")
    return document
