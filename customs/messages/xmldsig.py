"""Walks the signature and what hangs in it by our table of XMLDSig, and the free part of ExtendMessage.

This is only about shape, as the official schema judges it; whether a signature holds is for `verifying`.
"""

from __future__ import annotations

import re
from collections import deque
from functools import cache
from typing import Protocol

from lxml import etree

from customs.messages.attributes import HINTS, NIL, TYPE, check_no_attributes
from customs.messages.datatypes import SIMPLE, XS, descends, is_a
from customs.messages.findings import Findings, local
from customs.messages.lexical import WHITE
from customs.messages.types import CEB, DS
from customs.messages.xmldsig_table import GLOBAL, SHAPES, Attributes, Shape


class Elsewhere(Protocol):
    """The walk over our own elements, which may turn up inside a signature's free content."""

    found: Findings

    def known_global(self, element: etree._Element) -> bool:
        """Checks the element when its name is declared at the top of the schema; says whether it was."""
        ...


class SignatureWalk:
    """One walk through everything of a signature. A queue, no recursion: no nesting can exhaust the stack."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self.elsewhere = elsewhere
        self.found = elsewhere.found
        self.ids: set[str] | None = None
        self.waiting: deque[tuple[etree._Element, str]] = deque()
        self.running = False

    def element(self, element: etree._Element, kind: str) -> None:
        """An element of the declared type `kind`: a shape of the table, a built-in type, or xs:anyType."""
        self.waiting.append((element, kind))
        if self.running:
            return
        self.running = True
        while self.waiting:
            self._element(*self.waiting.popleft())
        self.running = False

    def _element(self, element: etree._Element, kind: str) -> None:
        if element.keys():
            if kind != "anyType" and element.get(NIL) is not None:
                self.found.add(element, "nil", "/@xsi:nil")
            kind = self._replaced(element, kind)
        if kind == "anyType":
            self._anything(element)
        elif kind == "XMLElement":
            check_free(element, self.found)
        elif kind in SHAPES:
            self._shaped(element, SHAPES[kind])
        else:
            self._attributes(element, {})
            self._text(element, kind)

    def _replaced(self, element: etree._Element, kind: str) -> str:
        """The type to check by, with xsi:type applied."""
        name = element.get(TYPE)
        if name is None:
            return kind
        prefix, _, wanted = name.rpartition(":")
        uri = element.nsmap.get(prefix or None)
        known = (
            (uri == XS and (wanted in SIMPLE or wanted == "anyType"))
            or (uri == DS and wanted in SHAPES)
            or (uri == CEB and wanted == "XMLElement")
        )
        if not known or not _fits(wanted, kind):
            self.found.add(element, "xsi_type", "/@xsi:type", value=name[:60])
            return kind
        return wanted

    def _anything(self, element: etree._Element) -> None:
        """Any attributes, any text; what is in it is checked where its declaration is known."""
        for child in element:
            if isinstance(child.tag, str):
                self._lax(child)

    def _lax(self, element: etree._Element) -> None:
        space, _, name = element.tag[1:].rpartition("}") if element.tag[0] == "{" else ("", "", element.tag)
        if space == DS and name in GLOBAL:
            self.element(element, GLOBAL[name])
        elif space != CEB or not self.elsewhere.known_global(element):
            self.element(element, "anyType")

    def _shaped(self, element: etree._Element, shape: Shape) -> None:
        self._attributes(element, shape.attributes)
        if shape.model is None:
            self._text(element, shape.text)
            return
        if not shape.mixed:
            self._no_text(element)
        letters: list[str] = []
        for child in element:
            if isinstance(child.tag, str):
                letters.append(self._child(child, shape))
        sequence = "".join(letters)
        if "!" not in sequence and _model(shape.model).fullmatch(sequence) is None:
            self._off_model(element, shape, sequence)

    def _child(self, child: etree._Element, shape: Shape) -> str:
        """Checks a child and gives its letter; `!` when it cannot stand here at all."""
        space, _, name = child.tag[1:].rpartition("}") if child.tag[0] == "{" else ("", "", child.tag)
        model = shape.model or ""
        if space == DS and name in shape.children:
            letter, kind = shape.children[name]
            self.element(child, kind)
            return letter
        if model == "[*]*":
            self._lax(child)
            return "*"
        if "w" in model and space not in (DS, ""):
            self._lax(child)
            return "w"
        self.found.add(child, "unexpected_element", name=name[:60], expected=_names(shape))
        return "!"

    def _off_model(self, element: etree._Element, shape: Shape, sequence: str) -> None:
        present = set(sequence)
        for name, (letter, _) in shape.children.items():
            if letter not in present and _model(shape.model or "").fullmatch(_with(sequence, letter, shape)):
                self.found.add(element, "missing_element", f"/{name}", name=name)
                return
        self.found.add(element, "unexpected_element", name=local(element.tag), expected=_names(shape))

    def _no_text(self, element: etree._Element) -> None:
        pieces = [element.text, *(child.tail for child in element)]
        for piece in pieces:
            if piece and piece.strip(WHITE):
                self.found.add(element, "unexpected_text", value=piece.strip(WHITE)[:40])
                return

    def _text(self, element: etree._Element, kind: str) -> None:
        pieces = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str):
                self.found.add(child, "element_in_text", name=local(child.tag)[:60])
            pieces.append(child.tail or "")
        text = "".join(pieces)
        if not is_a(text, kind):
            self.found.add(element, "datatype", value=text.strip()[:40], type=f"xs:{kind}")

    def _attributes(self, element: etree._Element, known: Attributes) -> None:
        for name in map(str, element.keys()):
            if name in known:
                self._attribute(element, name, known[name][0])
            elif name not in HINTS and name not in (TYPE, NIL):
                self.found.add(
                    element, "unexpected_attribute", f"/@{local(name)[:60]}", name=local(name)[:60]
                )
        for name, (_, required) in known.items():
            if required and element.get(name) is None:
                self.found.add(element, "missing_attribute", f"/@{name}", name=name)

    def _attribute(self, element: etree._Element, name: str, kind: str) -> None:
        value = element.get(name) or ""
        if not is_a(value, "NCName" if kind == "ID" else kind):
            self.found.add(element, "datatype", f"/@{name}", value=value[:60], type=f"xs:{kind}")
        elif kind == "ID":
            if self.ids is None:
                self.ids = _xml_ids(element)
            if value.strip(WHITE) in self.ids:
                self.found.add(element, "duplicate_id", f"/@{name}", value=value[:60])
            self.ids.add(value.strip(WHITE))


def check_free(element: etree._Element, found: Findings) -> None:
    """ExtendMessage's Message: no attributes, no text, at most one element, whatever is in it."""
    prefix, _, wanted = (element.get(TYPE) or "").rpartition(":")
    typed = wanted == "XMLElement" and element.nsmap.get(prefix or None) == CEB
    check_no_attributes(element, found, frozenset({TYPE}) if typed else frozenset())
    count = 0
    pieces = [element.text]
    for child in element:
        pieces.append(child.tail)
        count += isinstance(child.tag, str)
        if isinstance(child.tag, str) and count == 2:
            found.add(child, "too_many", name=local(child.tag)[:60], limit=1)
    for piece in pieces:
        if piece and piece.strip(WHITE):
            found.add(element, "unexpected_text", value=piece.strip(WHITE)[:40])


def _fits(wanted: str, declared: str) -> bool:
    """Whether xsi:type may put `wanted` in the place of `declared`."""
    if declared in ("anyType", wanted):
        return True
    if wanted in SHAPES:
        return SHAPES[wanted].base == declared
    return declared in SIMPLE and wanted in SIMPLE and descends(wanted, declared)


def _xml_ids(element: etree._Element) -> set[str]:
    name = "{http://www.w3.org/XML/1998/namespace}id"
    return {str(node.get(name)) for node in element.getroottree().iter("*") if node.get(name) is not None}


@cache
def _model(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _names(shape: Shape) -> str:
    names = list(shape.children)
    return ", ".join(names) if names else ("any element" if shape.model else "no element")


def _with(sequence: str, letter: str, shape: Shape) -> str:
    """The sequence with one more letter where the table's order wants it."""
    order = "".join(entry[0] for entry in shape.children.values())
    at = sum(1 for other in sequence if order.find(other) < order.find(letter))
    return sequence[:at] + letter + sequence[at:]
