"""The built-in types of XML Schema that a message may name: their family tree, and whether a text is one
of them.

Texts are judged by the XML library itself, by a one-element schema per type: rules like base64Binary or
anyURI are
the W3C's, not customs', and are not written twice.
"""

from __future__ import annotations

from functools import cache

from lxml import etree

XS = "http://www.w3.org/2001/XMLSchema"

_TREE = """
anySimpleType: string decimal boolean float double duration dateTime time date gYearMonth gYear gMonthDay gDay
anySimpleType: gMonth hexBinary base64Binary anyURI QName NOTATION NMTOKENS IDREFS ENTITIES
string: normalizedString
normalizedString: token
token: language Name NMTOKEN
Name: NCName
NCName: ID IDREF ENTITY
decimal: integer
integer: nonPositiveInteger long nonNegativeInteger
nonPositiveInteger: negativeInteger
long: int
int: short
short: byte
nonNegativeInteger: unsignedLong positiveInteger
unsignedLong: unsignedInt
unsignedInt: unsignedShort
unsignedShort: unsignedByte
"""
_PARENT = {
    child: line.partition(":")[0]
    for line in _TREE.strip().splitlines()
    for child in line.partition(":")[2].split()
}
SIMPLE = frozenset(_PARENT) | {"anySimpleType"}


def descends(name: str, ancestor: str) -> bool:
    """Whether a built-in type is `ancestor` or derived from it."""
    step: str | None = name
    while step is not None:
        if step == ancestor:
            return True
        step = _PARENT.get(step)
    return False


def is_a(text: str, name: str) -> bool:
    """Whether the text is a value of the built-in simple type `xs:name`."""
    if name == "string":
        return True
    element = etree.Element("v")
    element.text = text
    return _schema(name).validate(element)


@cache
def _schema(name: str) -> etree.XMLSchema:
    source = f'<xs:schema xmlns:xs="{XS}"><xs:element name="v" type="xs:{name}"/></xs:schema>'
    return etree.XMLSchema(etree.fromstring(source))
