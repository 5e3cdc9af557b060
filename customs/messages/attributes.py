"""Attributes: guid and version on the root, none elsewhere; the four of xsi: wherever they mean no harm."""

from __future__ import annotations

import re

from lxml import etree

from customs.messages.findings import Findings, local
from customs.messages.structure import Place
from customs.messages.types import XSI

HINTS = frozenset({f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation"})
NIL = f"{{{XSI}}}nil"
TYPE = f"{{{XSI}}}type"
GUID_LENGTH, VERSION_LENGTH = 36, 10
_SMALL = re.compile(r"[+-]?0*+[0-9]{1,10}+|[+-]?0++")
# The types a whole number of 32 bits may be narrowed to, with their bounds.
_NARROWER = {"int": (-(2**31), 2**31 - 1), "short": (-(2**15), 2**15 - 1), "byte": (-128, 127)}


def check_root_attributes(root: etree._Element, found: Findings) -> None:
    """`guid` of 36 characters and `version` of 1 to 10, both required."""
    guid, version = root.get("guid"), root.get("version")
    if guid is None:
        found.add(root, "missing_attribute", "/@guid", name="guid")
    elif len(guid) != GUID_LENGTH:
        found.add(root, "length", "/@guid", length=len(guid), limit=GUID_LENGTH)
    if version is None:
        found.add(root, "missing_attribute", "/@version", name="version")
    elif not version:
        found.add(root, "min_length", "/@version", length=0, limit=1)
    elif len(version) > VERSION_LENGTH:
        found.add(root, "max_length", "/@version", length=len(version), limit=VERSION_LENGTH)
    check_no_attributes(root, found, frozenset({"guid", "version"}))


def check_no_attributes(
    element: etree._Element, found: Findings, known: frozenset[str] = frozenset()
) -> None:
    """Nothing but `known` and schema hints.

    xsi:type cannot name a nameless type, xsi:nil needs a nillable one."""
    for name in map(str, element.keys()):
        if name in known or name in HINTS:
            continue
        if name == NIL:
            found.add(element, "nil", "/@xsi:nil")
        elif name == TYPE:
            found.add(element, "xsi_type", "/@xsi:type", value=(element.get(name) or "")[:60])
        else:
            found.add(element, "unexpected_attribute", f"/@{local(name)[:60]}", name=str(local(name))[:60])


def check_leaf_attributes(element: etree._Element, place: Place, found: Findings) -> bool:
    """The same for a value; False when its type was replaced and the value is already judged."""
    field = place.field
    plain = field is not None and field.kind == "int" and field.digits is None
    if not plain or element.get(TYPE) is None:
        check_no_attributes(element, found)
        return True
    check_no_attributes(element, found, frozenset({TYPE}))
    bounds = _narrowed(element)
    if bounds is None:
        found.add(element, "xsi_type", "/@xsi:type", value=(element.get(TYPE) or "")[:60])
        return True
    value = "".join([element.text or "", *(child.tail or "" for child in element)]).strip(" \t\r\n")
    if _SMALL.fullmatch(value) and not bounds[0] <= int(value) <= bounds[1]:
        found.add(element, "datatype", value=value, type=(element.get(TYPE) or "")[:60])
    return True


def _narrowed(element: etree._Element) -> tuple[int, int] | None:
    prefix, _, name = (element.get(TYPE) or "").rpartition(":")
    if element.nsmap.get(prefix or None) != "http://www.w3.org/2001/XMLSchema":
        return None
    return _NARROWER.get(name)
