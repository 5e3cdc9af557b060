"""Waybill (物流运单) CEB511/512 and waybill status (运单状态) CEB513/514."""

from customs.messages.tables.notation import group, message, wrapped

HEAD = group(
    "LogisticsHead",
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · logisticsCode C1..18 · logisticsName C1..100"
    " · logisticsNo C1..60 · billNo? C..37 · orderNo C1..60 · freight? N · insuredFee? N"
    " · currency C3=142 · weight N"
    " · packNo int9 · goodsInfo? C..200 · consignee C1..100 · consigneeAddress C1..200"
    " · consigneeTelephone C1..50"
    " · note? C..1000",
    "物流运单表头",
    "waybill",
    {"freight": "send 0 when there is none", "insuredFee": "send 0 when there is none", "packNo": "1"},
)
RETURN = group(
    "LogisticsReturn",
    "guid C36 · logisticsCode C1..18 · logisticsNo C1..60 · returnStatus C1..10 · returnTime C17"
    " · returnInfo C1..1000",
    "物流运单回执",
    "waybill receipt",
)
STATUS = group(
    "LogisticsStatus",
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · logisticsCode C1..18 · logisticsName C1..100"
    " · logisticsNo C1..60 · logisticsStatus C1 · logisticsTime C14 · note? C..1000",
    "物流运单状态",
    "waybill status",
    {"logisticsStatus": "S"},
)
STATUS_RETURN = group(
    "LogisticsStatusReturn",
    "guid C36 · logisticsCode C1..18 · logisticsNo C1..60 · logisticsStatus C1 · returnStatus C1..10"
    " · returnTime C17 · returnInfo C1..1000",
    "物流运单状态回执",
    "waybill status receipt",
)
TABLES = (
    message(
        "511",
        wrapped("Logistics", HEAD, None, 0, "物流运单", "waybill"),
        "物流运单数据",
        "waybill",
        signature="optional",
    ),
    message("512", RETURN, "物流运单回执", "waybill receipt"),
    message("513", STATUS, "物流运单状态数据", "waybill status", signature="optional"),
    message("514", STATUS_RETURN, "物流运单状态回执", "waybill status receipt"),
)
