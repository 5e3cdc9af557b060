"""The shapes XMLDSig gives its elements, as far as the official schema follows them: a table of our own.

`model` is a pattern over one letter a child; `w` stands for an element of any other namespace, judged
only where its
own declaration is known. A shape without model holds text of the built-in type `text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# attribute -> (built-in type, required)
Attributes = Mapping[str, tuple[str, bool]]


@dataclass(frozen=True)
class Shape:
    """One type. children: local name -> (letter, type)."""

    model: str | None = None
    children: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    mixed: bool = False
    text: str = ""
    attributes: Attributes = field(default_factory=dict)
    base: str = ""


def _kids(text: str) -> dict[str, tuple[str, str]]:
    """`a=SignedInfo:SignedInfoType ...`; a type in lower case is a built-in one."""
    found = {}
    for piece in text.split():
        letter, _, rest = piece.partition("=")
        name, _, kind = rest.partition(":")
        found[name] = (letter, kind or f"{name}Type")
    return found


_ALGORITHM: Attributes = {"Algorithm": ("anyURI", True)}
_ID: Attributes = {"Id": ("ID", False)}

SHAPES: dict[str, Shape] = {
    "SignatureType": Shape("abc?", _kids("a=SignedInfo b=SignatureValue c=KeyInfo"), attributes=_ID),
    "SignatureValueType": Shape(text="base64Binary", base="base64Binary"),
    "CryptoBinary": Shape(text="base64Binary", base="base64Binary"),
    "DigestValueType": Shape(text="base64Binary", base="base64Binary"),
    "SignedInfoType": Shape("abc+", _kids("a=CanonicalizationMethod b=SignatureMethod c=Reference")),
    "CanonicalizationMethodType": Shape("", mixed=True, attributes=_ALGORITHM),
    "SignatureMethodType": Shape("", mixed=True, attributes=_ALGORITHM),
    "DigestMethodType": Shape("", mixed=True, attributes=_ALGORITHM),
    "ReferenceType": Shape(
        "a?bc",
        _kids("a=Transforms b=DigestMethod c=DigestValue"),
        attributes={**_ID, "URI": ("anyURI", False), "Type": ("anyURI", False)},
    ),
    "TransformsType": Shape("a+", _kids("a=Transform")),
    "TransformType": Shape("[wa]*", _kids("a=XPath:string"), mixed=True, attributes=_ALGORITHM),
    "KeyInfoType": Shape(
        "[abcdefgw]+",
        _kids(
            "a=KeyName:string b=KeyValue c=RetrievalMethod d=X509Data e=PGPData f=SPKIData g=MgmtData:string"
        ),
        mixed=True,
    ),
    "KeyValueType": Shape("[abw]", _kids("a=DSAKeyValue b=RSAKeyValue"), mixed=True),
    "RetrievalMethodType": Shape(
        "a?", _kids("a=Transforms"), attributes={"URI": ("anyURI", False), "Type": ("anyURI", False)}
    ),
    "X509DataType": Shape(
        "[abcdew]+",
        _kids(
            "a=X509IssuerSerial b=X509SKI:base64Binary c=X509SubjectName:string"
            " d=X509Certificate:base64Binary e=X509CRL:base64Binary"
        ),
    ),
    "X509IssuerSerialType": Shape("ab", _kids("a=X509IssuerName:string b=X509SerialNumber:integer")),
    "PGPDataType": Shape("ab?w*|bw*", _kids("a=PGPKeyID:base64Binary b=PGPKeyPacket:base64Binary")),
    "SPKIDataType": Shape("(aw?)+", _kids("a=SPKISexp:base64Binary")),
    "ObjectType": Shape(
        "[*]*",
        mixed=True,
        attributes={**_ID, "MimeType": ("string", False), "Encoding": ("anyURI", False)},
    ),
    "ManifestType": Shape("a+", _kids("a=Reference"), attributes=_ID),
    "SignaturePropertiesType": Shape("a+", _kids("a=SignatureProperty"), attributes=_ID),
    "SignaturePropertyType": Shape("w+", mixed=True, attributes={"Target": ("anyURI", True), **_ID}),
    "DSAKeyValueType": Shape(
        "(pq)?g?yj?(sc)?",
        _kids(
            "p=P:CryptoBinary q=Q:CryptoBinary g=G:CryptoBinary y=Y:CryptoBinary j=J:CryptoBinary"
            " s=Seed:CryptoBinary c=PgenCounter:CryptoBinary"
        ),
    ),
    "RSAKeyValueType": Shape("me", _kids("m=Modulus:CryptoBinary e=Exponent:CryptoBinary")),
}

# The elements that stand for themselves wherever the schema looks up what it meets.
GLOBAL: dict[str, str] = {
    name: kind
    for name, (_, kind) in _kids(
        "x=Signature x=SignatureValue x=SignedInfo x=CanonicalizationMethod x=SignatureMethod x=Reference"
        " x=Transforms x=Transform x=DigestMethod x=DigestValue x=KeyInfo x=KeyName:string x=MgmtData:string"
        " x=KeyValue x=RetrievalMethod x=X509Data x=PGPData x=SPKIData x=Object x=Manifest"
        " x=SignatureProperties x=SignatureProperty x=DSAKeyValue x=RSAKeyValue"
    ).items()
}
