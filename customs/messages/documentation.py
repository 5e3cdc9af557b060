"""The tables in words: `python -m customs.messages.documentation > docs/customs-messages.md`."""

from __future__ import annotations

from customs.messages.tables import TABLES
from customs.messages.types import UNBOUNDED, Field, Group, Part, Table

INTRODUCTION = """# Customs messages (海关跨境统一版报文, 202205)

Made from the field tables in `customs/messages/tables/` by `python -m
customs.messages.documentation`; a test keeps it in step. Types: `C1..60` text of 1 to 60
characters, `C36` of exactly 36, `N` decimal of 19 digits with up to 5 after the point, `int` whole
number of 32 bits, `int9` of at most 9 digits. Optional fields are marked `?`: leave them out when
there is no value, because an empty element of fixed length is refused. Fields stand in this order.

Every message has `guid` (36 characters) and `version` (`1.0`) on its root. What an enterprise sends
ends with BaseTransfer, up to five BaseSubscribe, ExtendMessage and the signature, in export the
signature before ExtendMessage; what customs sends holds documents only.
"""


def document() -> str:
    """The whole page, in Markdown."""
    frame = TABLES["311"].root.parts[1:4]
    pieces = [INTRODUCTION, "## Frame\n", *(_group(p.content) for p in frame if isinstance(p.content, Group))]
    pieces += [_table(TABLES[kind]) for kind in sorted(TABLES)]
    return "\n".join(pieces)


def _table(table: Table) -> str:
    sender = "customs" if table.from_customs else f"the enterprise; signature {table.signature}"
    head = f"## {table.message}: {table.title_en} ({table.title_zh})\n"
    much = "any number of" if table.document.max_occurs == UNBOUNDED else f"1 to {table.document.max_occurs}"
    said = f"Sent by {sender}. Holds {much} `{table.document.name}`{_lines(table)}.\n"
    groups = [table.header]
    if table.lines is not None and isinstance(table.lines.content, Group):
        groups.append(table.lines.content)
    return "\n".join([head, said, *map(_group, groups)])


def _lines(table: Table) -> str:
    if table.lines is None:
        return ""
    many = "any number of" if table.lines.max_occurs == UNBOUNDED else f"1 to {table.lines.max_occurs}"
    return f", each with {many} `{table.lines.name}`"


def _group(group: Group) -> str:
    rows = [f"### {group.name} ({group.zh})\n", "| field | type | 名称 | means |", "|---|---|---|---|"]
    rows += [_row(part) for part in group.parts]
    return "\n".join(rows) + "\n"


def _row(part: Part) -> str:
    content = part.content
    if not isinstance(content, Field):
        return f"| `{part.name}` | any element | 扩展报文实体 | free content, at most one element |"
    mark = "" if content.required else "?"
    said = "; ".join(filter(None, (content.en, content.note, _constant(content))))
    return f"| `{content.name}`{mark} | {_type(content)} | {content.zh} | {said} |"


def _constant(field: Field) -> str:
    if field.fixed is not None:
        return f"always {field.fixed}"
    return f"{field.default} when empty" if field.default is not None else ""


def _type(field: Field) -> str:
    if field.kind == "N":
        return "N"
    if field.kind == "int":
        return f"int{field.digits or ''}"
    if field.min_length == field.max_length:
        return f"C{field.min_length}"
    return f"C{field.min_length}..{field.max_length if field.max_length is not None else 'any'}"


if __name__ == "__main__":
    print(document(), end="")
