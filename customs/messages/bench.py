"""Figures for `make bench`: documents built, checked and signed, beside XMLDSig alone on the same bytes."""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from customs.messages import Document, Signer, build, check, read, times
from customs.messages.types import Value

Figure = dict[str, object]
NOW = datetime(2025, 6, 1, 2, 0, tzinfo=UTC)
TRANSFER = {"copCode": "4401960ABC", "copName": "示例电商", "dxpMode": "DXP", "dxpId": "DXPENT0000012345"}


def run(seconds: float = 1.0) -> list[Figure]:
    """Every figure; each side of a ratio runs for about `seconds`."""
    signer = _signer()
    return [
        _signing(signer, "customs_sign_single", 1, seconds),
        _signing(signer, "customs_sign_batch_of_20", 20, seconds),
        _checking(seconds),
        _reading(seconds),
    ]


def _signing(signer: Signer, name: str, documents: int, seconds: float) -> Figure:
    orders = [_order(number) for number in range(documents)]

    # `build` holds every value to the tables, so what it lets out has been checked.
    def ours() -> bytes:
        return signer.sign(build("311", orders, guid=str(orders[0].head["guid"]), transfer=TRANSFER))

    unsigned = build("311", orders, guid=str(orders[0].head["guid"]), transfer=TRANSFER)
    alone = _xmlsec(signer, unsigned)
    rate, bare = _rates(ours, alone, seconds)
    return {
        "name": name,
        "figure": round(rate * documents, 1),
        "unit": "documents/s/core",
        "baseline": round(bare * documents, 1),
        "baseline_is": "xmlsec signing of the same bytes",
        "ratio": round(rate / bare, 3),
    }


def _checking(seconds: float) -> Figure:
    """The check of bytes at hand, as `ceb_check` and the receiving side do it."""
    orders = [_order(number) for number in range(20)]
    xml = build("311", orders, guid=str(orders[0].head["guid"]), transfer=TRANSFER)
    rate, bare = _rates(lambda: check(xml), lambda: etree.fromstring(xml), seconds)
    return {
        "name": "customs_check_batch_of_20",
        "figure": round(rate * 20, 1),
        "unit": "documents/s/core",
        "baseline": round(bare * 20, 1),
        "baseline_is": "parsing the same bytes to a tree",
        "ratio": round(rate / bare, 3),
    }


def _reading(seconds: float) -> Figure:
    receipts = [_receipt(number) for number in range(20)]
    xml = build("622", receipts, guid=str(receipts[0].head["guid"]))
    rate, bare = _rates(lambda: read(xml), lambda: etree.fromstring(xml), seconds)
    return {
        "name": "customs_read_receipts",
        "figure": round(rate * 20, 1),
        "unit": "receipts/s/core",
        "baseline": round(bare * 20, 1),
        "baseline_is": "parsing the same bytes to a tree",
        "ratio": round(rate / bare, 3),
    }


def _rates(ours: Callable[[], object], theirs: Callable[[], object], seconds: float) -> tuple[float, float]:
    """Calls a second of both, taken in turns so that a busy machine treats them alike."""
    spent, counted = [0.0, 0.0], [0, 0]
    while min(spent) < seconds:
        for side, call in enumerate((ours, theirs)):
            started = time.perf_counter()
            for _ in range(10):
                call()
            spent[side] += time.perf_counter() - started
            counted[side] += 10
    return counted[0] / spent[0], counted[1] / spent[1]


def _xmlsec(signer: Signer, xml: bytes) -> Callable[[], bytes]:
    """The whole XMLDSig by libxmlsec: template, digest, signature, certificate, bytes."""
    import xmlsec

    pem = signer.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatPem)
    der = base64.b64encode(signer.certificate.public_bytes(serialization.Encoding.DER)).decode()
    transforms = xmlsec.constants

    def sign() -> bytes:
        root = etree.fromstring(xml)
        node = xmlsec.template.create(
            root, transforms.TransformInclC14N, transforms.TransformRsaSha1, ns="ds"
        )
        root.append(node)
        reference = xmlsec.template.add_reference(node, transforms.TransformSha1, uri="")
        xmlsec.template.add_transform(reference, transforms.TransformEnveloped)
        info = xmlsec.template.ensure_key_info(node)
        xmlsec.template.add_key_name(info, signer.serial)
        data = xmlsec.template.add_x509_data(info)
        etree.SubElement(data, f"{{{data.nsmap['ds']}}}X509Certificate").text = der
        context = xmlsec.SignatureContext()
        context.key = key
        context.sign(node)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    return sign


def _signer() -> Signer:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(4660)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return Signer(key, certificate)


def _order(number: int) -> Document:
    line: dict[str, Value] = {
        "gnum": 1, "itemNo": "SKU-0001", "itemName": "奶粉", "gmodel": "0|0|乳粉|800克/罐", "barCode": "无",
        "unit": "122", "qty": 2, "price": Decimal("199.50"), "totalPrice": Decimal("399.00"),
        "currency": "142", "country": "609",
    }  # fmt: skip
    head: dict[str, Value] = {
        "guid": str(uuid.uuid4()).upper(), "appType": "1", "appTime": times.stamp(NOW), "appStatus": "2",
        "orderType": "I", "orderNo": f"X{number:012d}", "ebpCode": "4401960ABC", "ebpName": "示例平台",
        "ebcCode": "4401960ABC", "ebcName": "示例电商", "goodsValue": Decimal("798.00"),
        "freight": Decimal("0.00"), "discount": Decimal("0.00"),
        "taxTotal": Decimal("72.62"), "acturalPaid": Decimal("870.62"),
        "currency": "142", "buyerRegNo": "U1", "buyerName": "张三", "buyerTelephone": "13800000000",
        "buyerIdType": "1", "buyerIdNumber": "11010519491231002X", "consignee": "张三",
        "consigneeTelephone": "13800000000", "consigneeAddress": "广东省广州市天河区示例路 1 号",
        "consigneeDistrict": "440106",
    }  # fmt: skip
    return Document(head, (line, {**line, "gnum": 2}))


def _receipt(number: int) -> Document:
    return Document(
        {
            "guid": str(uuid.uuid4()).upper(),
            "customsCode": "5100",
            "copNo": f"C{number:010d}",
            "preNo": "B20250601000000001",
            "invtNo": "510020251000000001",
            "returnStatus": "800",
            "returnTime": times.milliseconds(NOW),
            "returnInfo": "[Code:800;Desc:放行]",
        }
    )
