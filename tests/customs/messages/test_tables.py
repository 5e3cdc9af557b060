"""The tables against the official schema, field by field, and against themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from customs.messages import TABLES
from customs.messages.documentation import document
from customs.messages.tables.notation import field
from customs.messages.types import UNBOUNDED, Field, Group, Part
from tests.customs.messages.official import ROOT, SPECS, needs_official

KINDS = " ".join(
    [
        "303 304 311 312 403 404 411 412 505 506 511 512 513 514 603 604",
        "621 622 623 624 625 626 711 712 816 818 900",
    ]
)
XS = "{http://www.w3.org/2001/XMLSchema}"


def test_every_kind_of_the_contract_has_a_table() -> None:
    assert " ".join(sorted(TABLES)) == KINDS


def test_every_field_has_a_chinese_name() -> None:
    for table in TABLES.values():
        for group in (table.header, table.lines.content if table.lines else table.header):
            assert isinstance(group, Group)
            assert all(part.content.zh for part in group.parts if isinstance(part.content, Field))


def test_field_notation() -> None:
    read = field("orderNo C1..60")
    assert (read.kind, read.min_length, read.max_length, read.required) == ("C", 1, 60, True)
    assert field("guid C36").min_length == field("guid C36").max_length == 36
    assert field("currency C3=142").fixed == "142"
    assert field("packNo int9").digits == 9
    assert not field("note? C..1000").required
    with pytest.raises(ValueError, match="not a field"):
        field("orderNo X9")


def test_the_page_is_made_from_the_tables() -> None:
    page = Path(ROOT / "docs" / "customs-messages.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m customs.messages.documentation > docs/customs-messages.md"


def _official(direction: str) -> dict[str, etree._Element]:
    root = etree.parse(SPECS / "xsd" / f"{direction}.xsd").getroot()
    return {str(node.get("name")): node for node in root.iterchildren(f"{XS}element")}


def _facts(node: etree._Element) -> tuple[object, ...]:
    """What the schema says of one leaf, in the shape of `_ours`."""
    base = str(node.get("type") or "")
    facets: dict[str, str] = {}
    restriction = node.find(f"{XS}simpleType/{XS}restriction")
    if restriction is not None:
        base = str(restriction.get("base"))
        facets = {etree.QName(facet).localname: str(facet.get("value")) for facet in restriction}
    length = facets.get("length")
    low = int(length or facets.get("minLength", "0"))
    high = int(length or facets.get("maxLength", "-1"))
    digits = int(facets["totalDigits"]) if base == "xs:int" and "totalDigits" in facets else None
    return (
        {"xs:string": "C", "xs:decimal": "N", "xs:int": "int"}[base],
        low,
        high,
        digits,
        node.get("minOccurs", "1") != "0",
        node.get("fixed"),
        node.get("default"),
        facets.get("whiteSpace") == "collapse",
    )


def _ours(field: Field) -> tuple[object, ...]:
    high = -1 if field.max_length is None else field.max_length
    return (
        field.kind,
        field.min_length,
        high,
        field.digits,
        field.required,
        field.fixed,
        field.default,
        field.collapse,
    )


def _compare(part: Part, node: etree._Element, declared: dict[str, etree._Element]) -> int:
    """Asserts that a part equals its declaration; gives the number of leaves compared."""
    content = part.content
    ceiling = node.get("maxOccurs", "1")
    assert part.max_occurs == (UNBOUNDED if ceiling == "unbounded" else int(ceiling)), part.name
    assert part.min_occurs == int(node.get("minOccurs", "1")), part.name
    if isinstance(content, Field):
        assert _ours(content) == _facts(node), part.name
        return 1
    if not isinstance(content, Group):
        return 0
    named = declared[str(node.get("ref")).partition(":")[2]] if node.get("ref") else node
    children = named.findall(f"{XS}complexType/{XS}sequence/{XS}element")
    names = [str(child.get("name") or child.get("ref")).rpartition(":")[2] for child in children]
    assert [inner.name for inner in content.parts] == names
    return sum(_compare(inner, child, declared) for inner, child in zip(content.parts, children, strict=True))


@needs_official
@pytest.mark.parametrize("kind", KINDS.split())
def test_table_equals_the_official_schema(kind: str) -> None:
    table = TABLES[kind]
    declared = _official(table.direction)
    assert _compare(Part(table.root), declared[table.message], declared) > 5
