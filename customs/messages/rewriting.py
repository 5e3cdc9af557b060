"""A message as objects that remember how it was spelled, and back to bytes that are canonically the same.

Kept: prefixes, namespace declarations, numbers as written, attributes, processing instructions; the
signature and
the free part of ExtendMessage whole. Let go: white space between elements, comments, the way text was
escaped.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from customs.messages.checking import Checked, check
from customs.messages.structure import Plan, plan_of
from customs.messages.types import ReadRefused


@dataclass(frozen=True)
class Instruction:
    """A processing instruction, wherever it stood."""

    text: str


@dataclass(frozen=True)
class Whole:
    """A subtree carried as it is: the signature, an extension."""

    xml: str


@dataclass(frozen=True)
class Notation:
    """How an element was written: its prefix, what it declares, its attributes with the prefixes they had."""

    prefix: str = ""
    spaces: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Leaf:
    """A field: its value as spelled, between any instructions."""

    name: str
    notation: Notation
    content: tuple[str | Instruction, ...]

    @property
    def value(self) -> str:
        return "".join(piece for piece in self.content if isinstance(piece, str))


@dataclass(frozen=True)
class Branch:
    """A group of the message's table."""

    name: str
    notation: Notation
    content: tuple[Branch | Leaf | Whole | Instruction, ...]


@dataclass(frozen=True)
class Spelled:
    """A whole message, with what stands before and after its root."""

    root: Branch
    before: tuple[Instruction, ...] = ()
    after: tuple[Instruction, ...] = ()


def spelled(data: bytes) -> Spelled:
    """The message in the bytes; ReadRefused when it is not valid."""
    checked: Checked = check(data)
    if checked.root is None or checked.table is None or checked.findings:
        raise ReadRefused(checked.findings)
    root = checked.root
    before = list(root.itersiblings(preceding=True))[::-1]
    return Spelled(
        _branch(root, plan_of(checked.table.root)),
        _instructions(before),
        _instructions(list(root.itersiblings())),
    )


def written(message: Spelled) -> bytes:
    """The message's bytes, UTF-8."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    out += [f"<?{piece.text}?>\n" for piece in message.before]
    _write(message.root, out)
    out += [f"\n<?{piece.text}?>" for piece in message.after]
    out.append("\n")
    return "".join(out).encode()


def rewrite(data: bytes) -> bytes:
    """Through our objects and back; ReadRefused for a message that is not valid."""
    return written(spelled(data))


def _instructions(nodes: list[etree._Element]) -> tuple[Instruction, ...]:
    return tuple(_instruction(node) for node in nodes if node.tag is etree.PI)


def _instruction(node: etree._Element) -> Instruction:
    return Instruction(" ".join(filter(None, (getattr(node, "target", ""), node.text))))


def _branch(element: etree._Element, plan: Plan) -> Branch:
    content: list[Branch | Leaf | Whole | Instruction] = []
    for child in element:
        if isinstance(child.tag, str):
            place = plan.places[plan.index[child.tag]]
            if place.plan is not None:
                content.append(_branch(child, place.plan))
            elif place.opaque is not None:
                content.append(Whole(etree.tostring(child, encoding="unicode", with_tail=False)))
            else:
                content.append(_leaf(child, place.name))
        elif child.tag is etree.PI:
            content.append(_instruction(child))
    return Branch(plan.name, _notation(element), tuple(content))


def _leaf(element: etree._Element, name: str) -> Leaf:
    content: list[str | Instruction] = [element.text or ""]
    for child in element:
        if child.tag is etree.PI:
            content.append(_instruction(child))
        content.append(child.tail or "")
    return Leaf(name, _notation(element), tuple(piece for piece in content if piece != ""))


def _notation(element: etree._Element) -> Notation:
    parent = element.getparent()
    outer = {} if parent is None else parent.nsmap
    inner = element.nsmap
    spaces = tuple((prefix or "", uri or "") for prefix, uri in inner.items() if outer.get(prefix) != uri)
    names = [str(name) for name in element.keys()]  # noqa: SIM118  elements iterate over children
    attributes: tuple[tuple[str, str], ...] = ()
    if names:
        attributes = tuple(
            (_attribute_name(element, number, name), element.get(name) or "")
            for number, name in enumerate(names, 1)
        )
    return Notation(element.prefix or "", spaces, attributes)


def _attribute_name(element: etree._Element, number: int, name: str) -> str:
    """The attribute's name with the prefix it was written with."""
    return str(element.xpath(f"name(@*[{number}])")) if name.startswith("{") else name


def _write(node: Branch | Leaf | Whole | Instruction | str, out: list[str]) -> None:
    if isinstance(node, str):
        out.append(
            node.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")
        )
    elif isinstance(node, Instruction):
        out.append(f"<?{node.text}?>")
    elif isinstance(node, Whole):
        out.append(node.xml)
    else:
        tag = f"{node.notation.prefix}:{node.name}" if node.notation.prefix else node.name
        out.append(f"<{tag}{_opening(node.notation)}>")
        for piece in node.content:
            _write(piece, out)
        out.append(f"</{tag}>")


def _opening(notation: Notation) -> str:
    spaces = "".join(
        f' xmlns{":" + prefix if prefix else ""}="{_quoted(uri)}"' for prefix, uri in notation.spaces
    )
    return spaces + "".join(f' {name}="{_quoted(value)}"' for name, value in notation.attributes)


def _quoted(text: str) -> str:
    escapes = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
    return "".join(escapes.get(char, char) for char in text)
