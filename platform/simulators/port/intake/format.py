"""Reading a message and judging its shape; what fails here is answered by a CEB900."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from simulators.port.intake.fields import (
    BASE_SUBSCRIBE,
    BASE_TRANSFER,
    NAMESPACE,
    SIGNATURE_NAMESPACE,
    Field,
    Form,
)

Values = dict[str, str]
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_INTEGER = re.compile(r"[+-]?\d+")
_SIGNATURE = f"{{{SIGNATURE_NAMESPACE}}}Signature"


class FormatError(Exception):
    """The file fails the format check (报文格式校验); the message lists why."""


@dataclass(frozen=True)
class Document:
    """One business node: the head's values and those of its lines."""

    head: Values
    lines: tuple[Values, ...]


@dataclass(frozen=True)
class Message:
    root: etree._Element
    documents: tuple[Document, ...]
    transfer: Values


def tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def read(xml: bytes, form: Form) -> Message:
    """Raises FormatError with every problem found, the first ten named."""
    root = _parse(xml)
    problems = list(_root_problems(root, form))
    if not problems:
        problems = list(_content_problems(root, form))
    if problems:
        raise FormatError("; ".join(problems[:10]))
    documents = tuple(_document(node, form) for node in root.iterfind(tag(form.node)))
    transfer = root.find(tag("BaseTransfer"))
    assert transfer is not None
    return Message(root, documents, _values(transfer))


def _parse(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise FormatError(f"XML cannot be parsed: {problem}") from problem
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise FormatError("DOCTYPE is not allowed")
    return root


def _root_problems(root: etree._Element, form: Form) -> Iterator[str]:
    if root.tag != tag(form.root):
        yield f"root is {root.tag}, expected {form.root}"
        return
    attributes = {str(name): str(value) for name, value in root.attrib.items()}
    guid, version = attributes.pop("guid", ""), attributes.pop("version", "")
    if len(guid) != 36:
        yield "@guid must have 36 characters"
    if not 0 < len(version) <= 10:
        yield "@version must have 1 to 10 characters"
    for name in attributes:
        if not name.startswith("{http://www.w3.org/2001/XMLSchema-instance}"):
            yield f"attribute {name!r} is not known"


def _content_problems(root: etree._Element, form: Form) -> Iterator[str]:
    children = _children(root)
    names = [child.tag for child in children]
    yield from _order_problems([str(name) for name in names], form)
    for number, child in enumerate(children, 1):
        where = f"{etree.QName(child).localname}[{number}]"
        if child.tag == tag(form.node):
            yield from _node_problems(child, form, where)
        elif child.tag == tag("BaseTransfer"):
            yield from _sequence_problems(child, BASE_TRANSFER, where)
        elif child.tag == tag("BaseSubscribe"):
            yield from _sequence_problems(child, BASE_SUBSCRIBE, where)


def _order_problems(names: list[str], form: Form) -> Iterator[str]:
    expected = (
        (tag(form.node), 1, form.most),
        (tag("BaseTransfer"), 1, 1),
        (tag("BaseSubscribe"), 0, 5),
        (tag("ExtendMessage"), 0, 1),
        (_SIGNATURE, 0, 1),
    )
    position = 0
    for name, low, high in expected:
        count = 0
        while position < len(names) and names[position] == name:
            position, count = position + 1, count + 1
        if not low <= count <= high:
            yield f"{name.split('}')[1]}: {count} found, {low} to {high} allowed here"
    if position < len(names):
        yield f"{names[position].split('}')[-1]} is not allowed here"


def _node_problems(node: etree._Element, form: Form, where: str) -> Iterator[str]:
    if not form.head:
        yield from _sequence_problems(node, form.head_fields, where)
        return
    children = _children(node)
    if not children or children[0].tag != tag(form.head):
        yield f"{where}: {form.head} must come first"
        return
    yield from _sequence_problems(children[0], form.head_fields, f"{where}/{form.head}")
    lines = children[1:]
    for number, line in enumerate(lines, 1):
        here = f"{where}/{etree.QName(line).localname}[{number}]"
        if not form.line or line.tag != tag(form.line):
            yield f"{here} is not allowed here"
        else:
            yield from _sequence_problems(line, form.line_fields, here)
    if form.line and not 1 <= len(lines) <= form.most_lines:
        yield f"{where}: {len(lines)} lines, 1 to {form.most_lines} allowed"


def _sequence_problems(parent: etree._Element, fields: tuple[Field, ...], where: str) -> Iterator[str]:
    waiting = _children(parent)
    for field in fields:
        if waiting and waiting[0].tag == tag(field.name):
            yield from _value_problems(waiting.pop(0), field, f"{where}/{field.name}")
        elif not field.optional:
            yield f"{where}/{field.name} is missing or not in its place"
    for child in waiting:
        yield f"{where}/{etree.QName(child).localname} is not allowed here"


def _value_problems(element: etree._Element, field: Field, where: str) -> Iterator[str]:
    if _children(element) or element.attrib:
        yield f"{where} must be plain text"
        return
    value = _text(element)
    if field.kind == "C":
        if not field.low <= len(value) <= field.high:
            yield f"{where}: {len(value)} characters, {field.low} to {field.high} allowed"
        return
    if field.kind == "=":
        if value not in ("", field.fixed):
            yield f"{where}: {value!r} must be {field.fixed}"
        return
    value = value.strip(" \t\r\n")
    shape = _INTEGER if field.kind == "I" else _DECIMAL
    if not shape.fullmatch(value) or not value.isascii():
        yield f"{where}: {value!r} is not a number"
    elif field.kind == "N":
        yield from _digit_problems(value, where)
    elif field.high and len(value.lstrip("+-0")) > field.high:
        yield f"{where}: more than {field.high} digits"
    elif not -(2**31) <= int(value) < 2**31:
        yield f"{where}: {value} is too large"


def _digit_problems(value: str, where: str) -> Iterator[str]:
    whole, _, fraction = value.lstrip("+-").partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > 5:
        yield f"{where}: more than 5 digits after the point"
    if len(whole.lstrip("0")) + len(fraction) > 19:
        yield f"{where}: more than 19 digits"


def _children(element: etree._Element) -> list[etree._Element]:
    """Element children: comments and processing instructions aside."""
    return [child for child in element if isinstance(child.tag, str)]


def _text(element: etree._Element) -> str:
    """All text of a plain element, also round a comment."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _values(parent: etree._Element) -> Values:
    return {etree.QName(child).localname: _text(child) for child in _children(parent)}


def _document(node: etree._Element, form: Form) -> Document:
    if not form.head:
        return Document(_values(node), ())
    head, *lines = _children(node)
    return Document(_values(head), tuple(_values(line) for line in lines))
