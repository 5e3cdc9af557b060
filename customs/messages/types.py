"""Shapes of the customs messages (报文): fields, tables, documents, findings. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

CEB = "http://www.chinaport.gov.cn/ceb"
DS = "http://www.w3.org/2000/09/xmldsig#"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

UNBOUNDED = 1_000_000_000

FieldKind = Literal["C", "N", "int"]
Value = str | int | Decimal | None


@dataclass(frozen=True)
class Field:
    """One leaf element. Lengths are in characters; `digits` bounds an int's significant digits.

    kind: C text, N decimal (19 digits, 5 of them after the point), int 32-bit whole number.
    fixed, default: an empty element stands for this value. collapse: white space is squeezed before
    measuring.
    """

    name: str
    kind: FieldKind
    min_length: int = 0
    max_length: int | None = None
    required: bool = True
    digits: int | None = None
    fixed: str | None = None
    default: str | None = None
    collapse: bool = False
    zh: str = ""
    en: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """An element that holds only other elements, in this order."""

    name: str
    parts: tuple[Part, ...]
    zh: str = ""
    en: str = ""


@dataclass(frozen=True)
class Part:
    """An element's place in its parent. `opaque` names a part with a model of its own."""

    content: Field | Group | Opaque
    min_occurs: int = 1
    max_occurs: int = 1

    @property
    def name(self) -> str:
        return self.content.name

    @property
    def namespace(self) -> str:
        return self.content.namespace if isinstance(self.content, Opaque) else CEB


@dataclass(frozen=True)
class Opaque:
    """A part carried whole: the signature, or the free content of ExtendMessage."""

    name: str
    namespace: str


@dataclass(frozen=True)
class Table:
    """One message kind: its root and how a business document stands in it.

    kind: "311" ...; direction: import or export; document: the business node; head, lines: its groups
    (head is None when the document is flat, lines is None when it has none).
    """

    kind: str
    direction: Literal["import", "export"]
    root: Group
    document: Part
    head: Group | None
    lines: Part | None
    from_customs: bool
    signature: Literal["required", "optional", "none"]
    title_zh: str
    title_en: str

    @property
    def message(self) -> str:
        return f"CEB{self.kind}Message"

    @property
    def header(self) -> Group:
        """The group with the document's own fields: the head, or the flat document itself."""
        if self.head is not None:
            return self.head
        assert isinstance(self.document.content, Group)
        return self.document.content


@dataclass(frozen=True)
class Document:
    """A business document:

    fields of the head by element name, and its lines. Flat documents have no lines."""

    head: Mapping[str, Value]
    lines: tuple[Mapping[str, Value], ...] = ()

    def text(self, name: str) -> str:
        """The field as text; "" when absent."""
        value = self.head.get(name)
        return "" if value is None else str(value)

    def decimal(self, name: str) -> Decimal:
        """The field as Decimal; ValueError when absent."""
        if self.head.get(name) in (None, ""):
            raise ValueError(f"{name} is absent")
        return Decimal(str(self.head[name]).strip())


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, by which rule, and the facts the sentence needs."""

    path: str
    rule: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def says(self, language: str = "en") -> str:
        from customs.messages.texts import sentence

        return sentence(self.rule, self.facts, language)


@dataclass(frozen=True)
class Message:
    """A message read: its kind, its documents in order, the transfer part where it has one."""

    kind: str
    guid: str
    version: str
    documents: tuple[Document, ...]
    transfer: Mapping[str, Value] | None = None
    subscribes: tuple[Mapping[str, Value], ...] = ()
    signed: bool = False

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)


class MessageError(Exception):
    """A message that cannot be built or read. `code` is stable; `findings` say what and where."""

    code = "message_refused"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{f.path}: {f.says()}" for f in findings[:5]))


class BuildRefused(MessageError):
    """The documents break the message's table; nothing was written."""

    code = "message_build_refused"


class ReadRefused(MessageError):
    """The bytes are no message we accept; nothing may be applied from them."""

    code = "message_read_refused"
