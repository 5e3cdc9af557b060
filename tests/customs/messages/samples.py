"""Messages of our own: one of every kind, with values drawn from the tables, and a key to sign with."""

from __future__ import annotations

import random
import string
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from customs.messages import TABLES, Document, Signer, build
from customs.messages.types import Field, Group

GUID = "4F5A0C62-9B1E-4C35-8A77-2D0B6C1E9F00"
TRANSFER = {
    "copCode": "4401960ABC",
    "copName": "示例电商有限公司",
    "dxpMode": "DXP",
    "dxpId": "DXPENT0000012345",
}
EXTENSION = (
    b"<ceb:ExtendMessage><ceb:name>a</ceb:name><ceb:version>1</ceb:version><ceb:Message/></ceb:ExtendMessage>"
)
LETTERS = string.ascii_letters + string.digits + "中文字符广州保税 &<>\"'·😀"


@cache
def signer(common_name: str = "example", bits: int = 2048) -> Signer:
    """A self-signed key of this run."""
    key = rsa.generate_private_key(65537, bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(0x1A2B3C4D5E6F)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return Signer(key, certificate)


def value(field: Field, rng: random.Random) -> str:
    """A value the field takes."""
    if field.fixed is not None:
        return field.fixed
    if field.kind == "N":
        return f"{rng.randint(0, 99999)}.{rng.randint(0, 99999):0{rng.randint(1, 5)}d}"[:12]
    if field.kind == "int":
        return str(rng.randint(1, 99))
    high = min(field.max_length or 40, field.min_length + 12)
    length = rng.randint(max(field.min_length, 1), max(high, 1))
    text = "".join(rng.choice(LETTERS) for _ in range(length))
    return text.replace(" ", "x") if field.collapse else text


def values(group: Group, rng: random.Random, optional: float = 0.7) -> dict[str, str]:
    """A filled group; optional fields with the given chance."""
    fields = [part.content for part in group.parts if isinstance(part.content, Field)]
    return {f.name: value(f, rng) for f in fields if f.required or rng.random() < optional}


def document(kind: str, rng: random.Random, lines: int = 2) -> Document:
    table = TABLES[kind]
    if table.lines is None:
        return Document(values(table.header, rng))
    assert isinstance(table.lines.content, Group)
    content = table.lines.content
    return Document(values(table.header, rng), tuple(values(content, rng) for _ in range(lines)))


def message(
    kind: str,
    rng: random.Random,
    *,
    documents: int = 1,
    lines: int = 2,
    signed: bool | None = None,
    prefix: str | None = None,
) -> bytes:
    """A valid message; signed where it must be, unless told."""
    table = TABLES[kind]
    many = min(documents, table.document.max_occurs)
    xml = build(
        kind,
        [document(kind, rng, lines) for _ in range(many)],
        guid=GUID,
        transfer=None if table.from_customs else TRANSFER,
        prefix=prefix,
    )
    wants = table.signature == "required" if signed is None else signed
    return signer().sign(xml) if wants and not table.from_customs else xml
