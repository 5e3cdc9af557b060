"""Which elements a document holds, in their order, with their lengths (报文规范 202205, import side).

An entry is `name kind`; a question mark after the name makes it optional. Kinds: `C36` exactly 36 characters,
`C1..60` between, `C..60` at most; `N` a decimal of at most 19 digits with at most 5 after the point; `I` a
whole number, `I9` of at most 9 digits; `=142` this text, or nothing, which the schema reads as this text.
"""

from dataclasses import dataclass

NAMESPACE = "http://www.chinaport.gov.cn/ceb"
SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
MOST_DOCUMENTS = 100
MOST_LINES = 99
MOST_WAYBILLS = 100_000


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    low: int
    high: int
    optional: bool
    fixed: str = ""


def _field(line: str) -> Field:
    name, kind = line.split()
    optional, name = name.endswith("?"), name.rstrip("?")
    if kind[0] == "=":
        return Field(name, "=", 0, 0, optional, kind[1:])
    if kind[0] == "N":
        return Field(name, "N", 0, 0, optional)
    if kind[0] == "I":
        return Field(name, "I", 0, int(kind[1:] or 0), optional)
    low, dots, high = kind[1:].partition("..")
    if not dots:
        return Field(name, "C", int(low), int(low), optional)
    return Field(name, "C", int(low or 0), int(high), optional)


def _table(text: str) -> tuple[Field, ...]:
    return tuple(_field(line) for line in text.split("·") if line.strip())


_BEGIN = "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · "

ORDER_HEAD = _table(
    _BEGIN + "orderType C1 · orderNo C1..60 · ebpCode C1..18 · ebpName C1..100 · ebcCode C1..18"
    " · ebcName C1..100 · goodsValue N · freight N · discount N · taxTotal N · acturalPaid N · currency =142"
    " · buyerRegNo C1..60 · buyerName C1..60 · buyerTelephone C1..30 · buyerIdType C1 · buyerIdNumber C1..60"
    " · payCode? C..18 · payName? C..100 · payTransactionId? C..60 · batchNumbers? C..100 · consignee C1..100"
    " · consigneeTelephone C1..50 · consigneeAddress C1..200 · consigneeDistrict? C6 · note? C..1000"
)
ORDER_LINE = _table(
    "gnum I · itemNo? C..30 · itemName C1..250 · gmodel C1..510 · itemDescribe? C..1000 · barCode? C..50"
    " · unit C3 · qty N · price N · totalPrice N · currency =142 · country C3 · note? C..1000"
)
PAYMENT_HEAD = _table(
    _BEGIN + "payCode C1..18 · payName C1..100 · payTransactionId C1..60 · orderNo C1..60 · ebpCode C1..18"
    " · ebpName C1..100 · payerIdType C1 · payerIdNumber C1..60 · payerName C1..60 · telephone? C..60"
    " · amountPaid N · currency =142 · payTime C14 · note? C..1000"
)
LOGISTICS_HEAD = _table(
    _BEGIN + "logisticsCode C1..18 · logisticsName C1..100 · logisticsNo C1..60 · billNo? C..37"
    " · orderNo C1..60 · freight? N · insuredFee? N · currency =142 · weight N · packNo I9"
    " · goodsInfo? C..200 · consignee C1..100 · consigneeAddress C1..200 · consigneeTelephone C1..50"
    " · note? C..1000"
)
INVENTORY_HEAD = _table(
    _BEGIN + "orderNo C1..60 · ebpCode C1..18 · ebpName C1..100 · ebcCode C1..18 · ebcName C1..100"
    " · logisticsNo C1..60 · logisticsCode C1..18 · logisticsName C1..100 · copNo? C..20 · preNo? C..18"
    " · assureCode C1..30 · emsNo? C..30 · invtNo? C..18 · ieFlag C1 · declTime C8 · customsCode C4"
    " · portCode C4 · ieDate? C8 · buyerIdType C1 · buyerIdNumber C1..60 · buyerName C1..60"
    " · buyerTelephone C1..30 · consigneeAddress C1..200 · agentCode C1..18 · agentName C1..100"
    " · areaCode? C..18 · areaName? C..100 · tradeMode C4 · trafMode C1 · trafNo? C..100"
    " · voyageNo? C..32 · billNo? C..37 · loctNo? C..10 · licenseNo? C..19 · country C3 · freight N"
    " · insuredFee N · currency =142 · wrapType? C1 · packNo I9 · grossWeight N · netWeight N · note? C..1000"
)
INVENTORY_LINE = _table(
    "gnum I · itemRecordNo? C..30 · itemNo? C..20 · itemName? C..250 · gcode C10 · gname C1..250"
    " · gmodel C1..510 · barCode? C..50 · country C3 · tradeCountry? C1..3 · currency =142 · qty N · unit C3"
    " · qty1 N · unit1 C3 · qty2? N · unit2? C3 · price N · totalPrice N · note? C..1000"
)
STATUS_HEAD = _table(
    _BEGIN + "logisticsCode C1..18 · logisticsName C1..100 · logisticsNo C1..60 · logisticsStatus C1"
    " · logisticsTime C14 · note? C..1000"
)
APPLICATION = _table(
    _BEGIN + "customsCode C4 · orderNo C1..60 · ebpCode C1..18 · ebpName C1..100 · ebcCode C1..18"
    " · ebcName C1..100 · logisticsNo C1..60 · logisticsCode C1..18 · logisticsName C1..100 · copNo? C..20"
    " · preNo? C..18 · invtNo C1..18 · buyerIdType C1 · buyerIdNumber C1..60 · buyerName C1..60"
    " · buyerTelephone C1..30 · agentCode C1..18 · agentName C1..100 · reason C1..1000 · note? C..1000"
)
REFUND_LINE = _table("gnum I · gcode C10 · gname C1..250 · qty N · unit C3 · note? C..1000")
DELIVERY_HEAD = _table(
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · customsCode C4 · copNo? C..20 · preNo? C..18"
    " · rkdNo? C..18 · operatorCode C1..18 · operatorName C1..100 · ieFlag C1 · trafMode C1 · trafNo C1..100"
    " · voyageNo C1..32 · billNo C1..37 · logisticsCode C1..18 · logisticsName C1..100 · unloadLocation? C..100"
    " · note? C..1000"
)
DELIVERY_LINE = _table("gnum I · logisticsNo C1..60 · note? C..1000")
BASE_TRANSFER = _table("copCode C1..18 · copName C..100 · dxpMode C3 · dxpId C..30 · note? C..1000")
BASE_SUBSCRIBE = _table("status C..100 · dxpMode C3 · dxpAddress C..100 · note? C..1000")


@dataclass(frozen=True)
class Form:
    """One kind of document: `node` holds `head` (the fields themselves where it has no name) and, where `line` is
    named, 1 to `most_lines` lines; a message holds `most` of them."""

    kind: str
    receipt: str
    node: str
    head: str
    head_fields: tuple[Field, ...]
    line: str = ""
    line_fields: tuple[Field, ...] = ()
    most: int = MOST_DOCUMENTS
    most_lines: int = MOST_LINES

    @property
    def root(self) -> str:
        return f"CEB{self.kind}Message"


FORMS = {
    form.kind: form
    for form in (
        Form("311", "312", "Order", "OrderHead", ORDER_HEAD, "OrderList", ORDER_LINE),
        Form("411", "412", "Payment", "PaymentHead", PAYMENT_HEAD),
        Form("511", "512", "Logistics", "LogisticsHead", LOGISTICS_HEAD),
        Form("621", "622", "Inventory", "InventoryHead", INVENTORY_HEAD, "InventoryList", INVENTORY_LINE),
        Form("513", "514", "LogisticsStatus", "", STATUS_HEAD),
        Form("623", "624", "InvtCancel", "", APPLICATION),
        Form("625", "626", "InvtRefund", "InvtRefundHead", APPLICATION, "InvtRefundList", REFUND_LINE),
        Form(
            "711",
            "712",
            "Delivery",
            "DeliveryHead",
            DELIVERY_HEAD,
            "DeliveryList",
            DELIVERY_LINE,
            1,
            MOST_WAYBILLS,
        ),
    )
}
