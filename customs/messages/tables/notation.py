"""How tables are written: one short text a group, in the order of the schema.

`orderNo C1..60` text of 1 to 60 characters, `guid C36` of exactly 36, `note? C..1000` optional,
`oriBizMessage C`
any length, `qty N` decimal of 19 digits with 5 after the point, `gnum int` whole number, `packNo int9`
of at most
9 digits; `=142` fixed, `:2` default, `~` white space collapsed. `*99` on a group: at most 99 of it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from customs.messages.names import NAMES
from customs.messages.types import CEB, DS, UNBOUNDED, Field, Group, Opaque, Part, Table

_FIELD = re.compile(
    r"(?P<name>\w+)(?P<optional>\?)? "
    r"(?:C(?:(?P<length>\d+)|(?P<low>\d*)\.\.(?P<high>\d+))?|(?P<number>N)|int(?P<digits>\d*))"
    r"(?P<collapse>~)?(?:=(?P<fixed>\w+))?(?::(?P<default>\w+))?"
)

SIGNATURE = Opaque("Signature", DS)


def field(text: str, note: str = "") -> Field:
    """One field from its notation."""
    match = _FIELD.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a field: {text!r}")
    part = match.groupdict()
    zh, en = NAMES[part["name"]]
    base = Field(
        name=part["name"],
        kind="C",
        required=not part["optional"],
        fixed=part["fixed"],
        default=part["default"],
        collapse=bool(part["collapse"]),
        zh=zh,
        en=en,
        note=note,
    )
    if part["number"]:
        return replace(base, kind="N")
    if part["digits"] is not None:
        return replace(base, kind="int", digits=int(part["digits"]) if part["digits"] else None)
    if part["length"]:
        return replace(base, min_length=int(part["length"]), max_length=int(part["length"]))
    return replace(
        base, min_length=int(part["low"] or 0), max_length=int(part["high"]) if part["high"] else None
    )


def group(name: str, text: str, zh: str, en: str, notes: Mapping[str, str] | None = None) -> Group:
    """A group of leaf fields; fields are separated by `·`."""
    said = notes or {}
    fields = [field(piece, said.get(piece.split()[0].rstrip("?"), "")) for piece in text.split("·")]
    parts = tuple(Part(f, 1 if f.required else 0, 1) for f in fields)
    return Group(name, parts, zh, en)


TRANSFER = group(
    "BaseTransfer",
    "copCode C1..18 · copName C..100 · dxpMode C3 · dxpId C..30 · note? C..1000",
    "基础报文传输实体",
    "who sends",
)
EXPORT_TRANSFER = replace(TRANSFER, parts=(Part(field("copCode C..18")), *TRANSFER.parts[1:]))
SUBSCRIBE = group(
    "BaseSubscribe",
    "status C..100 · dxpMode C3 · dxpAddress C..100 · note? C..1000",
    "基础回执订阅实体",
    "who else gets the receipts",
)
EXTEND = Group(
    "ExtendMessage",
    (Part(field("name C..30")), Part(field("version C..30")), Part(Opaque("Message", CEB))),
    "扩展自定义数据实体",
    "free extension",
)


def message(
    kind: str,
    document: Group,
    zh: str,
    en: str,
    *,
    direction: Literal["import", "export"] = "import",
    signature: Literal["required", "optional", "none"] = "none",
    most: int = 100,
) -> Table:
    """A message kind around its business document.

    No signature means it comes from customs, with no transfer part."""
    outer = Part(document, 1, most)
    inner = document.parts
    head = inner[0].content if isinstance(inner[0].content, Group) else None
    lines = inner[1] if len(inner) > 1 and isinstance(inner[1].content, Group) else None
    parts = (outer, *_frame(direction, signature))
    return Table(
        kind=kind,
        direction=direction,
        root=Group(f"CEB{kind}Message", parts, zh, en),
        document=outer,
        head=head,
        lines=lines,
        from_customs=signature == "none",
        signature=signature,
        title_zh=zh,
        title_en=en,
    )


def _frame(direction: str, signature: str) -> tuple[Part, ...]:
    """What follows the documents. Import signs last; export puts the signature before ExtendMessage."""
    if signature == "none":
        return ()
    transfer = Part(TRANSFER if direction == "import" else EXPORT_TRANSFER)
    seal = Part(SIGNATURE, 1 if signature == "required" else 0, 1)
    extend = Part(EXTEND, 0, 1)
    tail = (extend, seal) if direction == "import" else (seal, extend)
    return (transfer, Part(SUBSCRIBE, 0, 5), *tail)


def wrapped(name: str, head: Group, lines: Group | None, most: int, zh: str, en: str) -> Group:
    """A business node of a head and, where `lines` is given, 1 to `most` lines."""
    parts = (Part(head),) if lines is None else (Part(head), Part(lines, 1, most))
    return Group(name, parts, zh, en)


__all__ = ["UNBOUNDED", "field", "group", "message", "wrapped"]
