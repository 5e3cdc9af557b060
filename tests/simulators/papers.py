"""Customs documents written by hand: elements in the specified order, values that agree with each other."""

import base64
import hashlib
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree

from simulators.keys import KeyPair

CEB = "http://www.chinaport.gov.cn/ceb"
BUYER_ID = "110101199003074610"
AGENT, SHOP, PAYER, CARRIER = "4601W60001", "4601W60002", "4403169D3W", "4601W60004"
DXP_ID = "DXPENT0000000001"

_GUID = "4CDE1CFD-EDED-46B1-946C-B8022E42FC94"
_BEGIN = {"guid": _GUID, "appType": "1", "appTime": "20260131090000", "appStatus": "2"}

ORDER: dict[str, str] = {
    **_BEGIN,
    "orderType": "I",
    "orderNo": "XP260131000001",
    "ebpCode": SHOP,
    "ebpName": "海口跨境商城有限公司",
    "ebcCode": SHOP,
    "ebcName": "海口跨境商城有限公司",
    "goodsValue": "300.00",
    "freight": "10.00",
    "discount": "20.00",
    "taxTotal": "28.21",
    "acturalPaid": "318.21",
    "currency": "142",
    "buyerRegNo": "U1001",
    "buyerName": "李明",
    "buyerTelephone": "13800138000",
    "buyerIdType": "1",
    "buyerIdNumber": BUYER_ID,
    "payCode": PAYER,
    "payName": "财付通支付科技有限公司",
    "payTransactionId": "4200001234202601310000000001",
    "consignee": "李明",
    "consigneeTelephone": "13800138000",
    "consigneeAddress": "海南省海口市龙华区滨海大道1号",
}
ORDER_LINES: list[dict[str, str]] = [
    {
        "gnum": str(number),
        "itemNo": f"SKU-{number}",
        "itemName": name,
        "gmodel": "0|0|品牌|规格",
        "unit": "142",
        "qty": quantity,
        "price": price,
        "totalPrice": total,
        "currency": "142",
        "country": "116",
    }
    for number, name, quantity, price, total in (
        (1, "面霜", "2", "100.00", "200.00"),
        (2, "奶粉", "1", "100.00", "100.00"),
    )
]
PAYMENT: dict[str, str] = {
    **_BEGIN,
    "payCode": PAYER,
    "payName": "财付通支付科技有限公司",
    "payTransactionId": "4200001234202601310000000001",
    "orderNo": "XP260131000001",
    "ebpCode": SHOP,
    "ebpName": "海口跨境商城有限公司",
    "payerIdType": "1",
    "payerIdNumber": BUYER_ID,
    "payerName": "李明",
    "amountPaid": "318.21",
    "currency": "142",
    "payTime": "20260131085500",
}
WAYBILL: dict[str, str] = {
    **_BEGIN,
    "logisticsCode": CARRIER,
    "logisticsName": "海口快运有限公司",
    "logisticsNo": "SF1000000000001",
    "orderNo": "XP260131000001",
    "freight": "10.00",
    "insuredFee": "0",
    "currency": "142",
    "weight": "1.20",
    "packNo": "1",
    "consignee": "李明",
    "consigneeAddress": "海南省海口市龙华区滨海大道1号",
    "consigneeTelephone": "13800138000",
}
LIST: dict[str, str] = {
    **_BEGIN,
    "orderNo": "XP260131000001",
    "ebpCode": SHOP,
    "ebpName": "海口跨境商城有限公司",
    "ebcCode": SHOP,
    "ebcName": "海口跨境商城有限公司",
    "logisticsNo": "SF1000000000001",
    "logisticsCode": CARRIER,
    "logisticsName": "海口快运有限公司",
    "copNo": "XP260131000001",
    "assureCode": SHOP,
    "emsNo": "T6401W000001",
    "ieFlag": "I",
    "declTime": "20260131",
    "customsCode": "6401",
    "portCode": "6401",
    "buyerIdType": "1",
    "buyerIdNumber": BUYER_ID,
    "buyerName": "李明",
    "buyerTelephone": "13800138000",
    "consigneeAddress": "海南省海口市龙华区滨海大道1号",
    "agentCode": AGENT,
    "agentName": "海口报关有限公司",
    "areaCode": "4601W60005",
    "areaName": "海口综保仓储有限公司",
    "tradeMode": "1210",
    "trafMode": "7",
    "country": "142",
    "freight": "10.00",
    "insuredFee": "0",
    "currency": "142",
    "packNo": "1",
    "grossWeight": "1.20",
    "netWeight": "1.00",
}
LIST_LINES: list[dict[str, str]] = [
    {
        "gnum": str(number),
        "itemRecordNo": str(number),
        "itemNo": f"SKU-{number}",
        "itemName": name,
        "gcode": code,
        "gname": name,
        "gmodel": "0|0|品牌|规格",
        "barCode": "无",
        "country": "116",
        "currency": "142",
        "qty": quantity,
        "unit": "142",
        "qty1": "0.5",
        "unit1": "035",
        "price": price,
        "totalPrice": total,
    }
    for number, name, code, quantity, price, total in (
        (1, "面霜", "3304990099", "2", "100.00", "200.00"),
        (2, "奶粉", "1901101010", "1", "100.00", "100.00"),
    )
]
_NODES = {
    "311": ("Order", "OrderHead", "OrderList", ORDER, ORDER_LINES),
    "411": ("Payment", "PaymentHead", "", PAYMENT, []),
    "511": ("Logistics", "LogisticsHead", "", WAYBILL, []),
    "621": ("Inventory", "InventoryHead", "InventoryList", LIST, LIST_LINES),
}
KINDS = tuple(_NODES)
_DS = "http://www.w3.org/2000/09/xmldsig#"
_SIGNATURE = (
    f'<ds:Signature xmlns:ds="{_DS}"><ds:SignedInfo>'
    '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
    f'<ds:SignatureMethod Algorithm="{_DS}rsa-sha1"/><ds:Reference URI=""><ds:Transforms>'
    f'<ds:Transform Algorithm="{_DS}enveloped-signature"/></ds:Transforms>'
    f'<ds:DigestMethod Algorithm="{_DS}sha1"/><ds:DigestValue>{{digest}}</ds:DigestValue></ds:Reference>'
    "</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:KeyName>{serial}</ds:KeyName>"
    "<ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
    "</ds:Signature>"
)
Head = dict[str, str]


def for_order(number: str, kind: str) -> Head:
    """What must differ between the papers of two orders."""
    transaction, waybill = f"42{number}", f"SF{number}"
    return {
        "311": {"orderNo": number, "payTransactionId": transaction},
        "411": {"orderNo": number, "payTransactionId": transaction},
        "511": {"orderNo": number, "logisticsNo": waybill},
        "621": {"orderNo": number, "logisticsNo": waybill, "copNo": number[:20]},
    }[kind]


def build(kind: str, *heads: Head, lines: list[dict[str, str]] | None = None, **head: str) -> etree._Element:
    """One document for each of `heads`, or one with `head` laid over the defaults; None drops a field."""
    node, head_tag, line_tag, defaults, default_lines = _NODES[kind]
    root = etree.Element(f"{{{CEB}}}CEB{kind}Message", nsmap={"ceb": CEB}, guid=_GUID, version="1.0")
    for each in heads or (head,):
        parent = etree.SubElement(root, f"{{{CEB}}}{node}")
        fill(etree.SubElement(parent, f"{{{CEB}}}{head_tag}"), {**defaults, **each})
        for line in default_lines if lines is None else lines:
            fill(etree.SubElement(parent, f"{{{CEB}}}{line_tag}"), line)
    transfer = {"copCode": AGENT, "copName": "海口报关有限公司", "dxpMode": "DXP", "dxpId": DXP_ID}
    fill(etree.SubElement(root, f"{{{CEB}}}BaseTransfer"), transfer)
    return root


def fill(parent: etree._Element, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if value is not None:
            etree.SubElement(parent, f"{{{CEB}}}{name}").text = value


def sign(root: etree._Element, pair: KeyPair) -> bytes:
    """Signed step by step as the specification says, by code the port does not share."""
    digest = hashlib.sha1(etree.tostring(root, method="c14n")).digest()
    certificate = x509.load_pem_x509_certificate(pair.certificate_pem)
    der = certificate.public_bytes(serialization.Encoding.DER)
    signature = etree.fromstring(
        _SIGNATURE.format(
            digest=base64.b64encode(digest).decode(),
            serial=pair.serial,
            certificate=base64.b64encode(der).decode(),
        )
    )
    root.append(signature)
    key = serialization.load_pem_private_key(pair.private_pem, None)
    assert isinstance(key, RSAPrivateKey)
    signed_info = etree.tostring(signature[0], method="c14n")
    value = key.sign(signed_info, padding.PKCS1v15(), hashes.SHA1())
    signature[1].text = base64.b64encode(value).decode()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def envelope(kind: str, xml: bytes, message_id: str, **head: str) -> dict[str, Any]:
    return {
        "Message": {
            "MessageHead": {
                "MessageId": message_id,
                "MessageType": f"CEB{kind}Message.xml",
                "SenderID": "SHOP",
                "ReceiverID": "PORT",
                "SendTime": datetime(2026, 1, 31, 9).isoformat(" "),
                "Version": "1.0",
                **head,
            },
            "MessageBody": {"data": base64.b64encode(xml).decode()},
        }
    }


def sign_nothing(kind: str, documents: int = 1) -> bytes:
    """Well-formed and unsigned."""
    return etree.tostring(build(kind, *({} for _ in range(documents))), encoding="UTF-8")
