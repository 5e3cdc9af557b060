"""Documents to bytes. What the check would refuse is refused here, before a byte is written.

The bytes are canonical already (C14N, no white space between elements) behind an XML declaration, so that
signing and archiving never change them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from customs.messages.lexical import Check
from customs.messages.structure import plan_of
from customs.messages.tables import table
from customs.messages.types import CEB, BuildRefused, Document, Finding, Group, Table, Value

MOST_DOCUMENTS = 100
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
)


def build(
    kind: str,
    documents: Sequence[Document],
    *,
    guid: str,
    transfer: Mapping[str, Value] | None = None,
    subscribes: Sequence[Mapping[str, Value]] = (),
    version: str = "1.0",
    prefix: str | None = None,
) -> bytes:
    """An unsigned message of `kind` ("621"), UTF-8.

    Raises BuildRefused with every finding, KeyError for an unknown kind.

    guid: 36 characters, upper-case UUID. transfer: fields of BaseTransfer, needed where the kind has one.
    prefix: None for the usual one (`ceb` for what we send, none for what customs sends).
    Kinds that must be signed are complete only after `Signer.sign`.
    """
    form = table(kind)
    name = ("" if form.from_customs else "ceb") if prefix is None else prefix
    writer = _Writer(f"{name}:" if name else "")
    writer.root_attributes(guid, version)
    _count(form, documents, writer)
    for number, document in enumerate(documents, 1):
        writer.document(form, document, f"/{form.message}/{form.document.name}[{number}]")
    _frame(form, transfer, subscribes, writer)
    if writer.findings:
        raise BuildRefused(tuple(writer.findings))
    space = f' xmlns:{name}="{CEB}"' if name else f' xmlns="{CEB}"'
    attributes = f' guid="{guid.translate(_ATTRIBUTE)}" version="{version.translate(_ATTRIBUTE)}"'
    tag = f"{writer.prefix}{form.message}"
    body = "".join(writer.out)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag}{space}{attributes}>{body}</{tag}>'.encode()


def _count(form: Table, documents: Sequence[Document], writer: _Writer) -> None:
    most = min(form.document.max_occurs, MOST_DOCUMENTS)
    if not documents:
        writer.refuse(f"/{form.message}", "no_documents")
    elif len(documents) > most:
        writer.refuse(f"/{form.message}", "too_many_documents", limit=most, given=len(documents))


def _frame(
    form: Table,
    transfer: Mapping[str, Value] | None,
    subscribes: Sequence[Mapping[str, Value]],
    writer: _Writer,
) -> None:
    path = f"/{form.message}"
    if form.from_customs:
        if transfer is not None or subscribes:
            writer.refuse(path, "unknown_field", name="BaseTransfer", group=form.message)
        return
    parts = {part.name: part for part in form.root.parts}
    if transfer is None:
        writer.refuse(f"{path}/BaseTransfer", "missing_element", name="BaseTransfer")
    else:
        writer.group(_group(parts["BaseTransfer"].content), transfer, f"{path}/BaseTransfer")
    if len(subscribes) > parts["BaseSubscribe"].max_occurs:
        writer.refuse(path, "too_many", name="BaseSubscribe", limit=parts["BaseSubscribe"].max_occurs)
    for number, subscribe in enumerate(subscribes, 1):
        writer.group(_group(parts["BaseSubscribe"].content), subscribe, f"{path}/BaseSubscribe[{number}]")


def _group(content: object) -> Group:
    assert isinstance(content, Group)
    return content


class _Writer:
    """Writes text and keeps findings; the text is thrown away when there are any."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.out: list[str] = []
        self.findings: list[Finding] = []

    def refuse(self, path: str, rule: str, **facts: object) -> None:
        self.findings.append(Finding(path, rule, facts))

    def root_attributes(self, guid: str, version: str) -> None:
        if len(guid) != 36 or not _writable(guid):
            self.refuse("/@guid", "length", length=len(guid), limit=36)
        if not 1 <= len(version) <= 10 or not _writable(version):
            self.refuse("/@version", "max_length", length=len(version), limit=10)

    def document(self, form: Table, document: Document, path: str) -> None:
        if form.head is None:
            self.group(form.header, document.head, path)
        else:
            self.out.append(f"<{self.prefix}{form.document.name}>")
            self.group(form.head, document.head, f"{path}/{form.head.name}")
            self._lines(form, document, path)
            self.out.append(f"</{self.prefix}{form.document.name}>")
        if form.lines is None and document.lines:
            self.refuse(path, "unexpected_lines")

    def _lines(self, form: Table, document: Document, path: str) -> None:
        if form.lines is None:
            return
        group = _group(form.lines.content)
        if not document.lines:
            self.refuse(path, "no_lines")
        if len(document.lines) > form.lines.max_occurs:
            self.refuse(path, "too_many_lines", limit=form.lines.max_occurs, given=len(document.lines))
        for number, line in enumerate(document.lines, 1):
            self.group(group, line, f"{path}/{group.name}[{number}]")

    def group(self, group: Group, values: Mapping[str, Value], path: str) -> None:
        out, used, get = self.out, 0, values.get
        tag = f"{self.prefix}{group.name}"
        out.append(f"<{tag}>")
        for row in _rows(group, self.prefix):
            value = get(row.name)
            if value is None:
                used += row.name in values
                if row.required:
                    self.refuse(f"{path}/{row.name}", "missing_element", name=row.name)
                continue
            used += 1
            text = value if type(value) is str else _spelled(value)
            if text is None or not (text.isprintable() or _FORBIDDEN.search(text) is None):
                self.refuse(f"{path}/{row.name}", "bad_value", value=repr(value)[:60])
                continue
            refusal = row.check(text)
            if refusal is not None:
                if text or row.required:
                    self.refuse(f"{path}/{row.name}", refusal[0], **refusal[1])
                continue
            if _SPECIAL.search(text) is not None:
                text = text.translate(_ESCAPES)
            out.append(f"{row.start}{text}{row.end}")
        out.append(f"</{tag}>")
        if used != len(values):
            self._strangers(group, values, path)

    def _strangers(self, group: Group, values: Mapping[str, Value], path: str) -> None:
        known = {part.name for part in group.parts}
        for name in values:
            if name not in known:
                self.refuse(f"{path}/{name}", "unknown_field", name=name, group=group.name)


def _spelled(value: object) -> str | None:
    """Numbers as the messages want them, without exponent; None for what cannot be written exactly."""
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


@dataclass(frozen=True)
class _Row:
    """A field ready for writing."""

    name: str
    required: bool
    check: Check
    start: str
    end: str


@cache
def _rows(group: Group, prefix: str) -> tuple[_Row, ...]:
    return tuple(
        _Row(place.name, place.low > 0, place.check, f"<{prefix}{place.name}>", f"</{prefix}{place.name}>")
        for place in plan_of(group).places
        if place.check is not None
    )


_SPECIAL = re.compile("[&<>\r]")
# What XML 1.0 cannot carry.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _writable(text: str) -> bool:
    """Whether XML 1.0 can carry the text at all."""
    return _FORBIDDEN.search(text) is None
