"""Export counterparts: order 303/304, receipts of payment 403/404, waybill 505/506, list 603/604. Tables
only.

Not the import tables with another number: the order has no buyer and no tax, line fields stand in
another order,
lengths differ, and the signature comes before ExtendMessage.
"""

from customs.messages.tables.notation import group, message, wrapped

ORDER_HEAD = group(
    "OrderHead",
    "guid C36 · appType C1 · appTime C14 · appStatus C1:1 · orderType C1 · orderNo C..60 · ebpCode C..18"
    " · ebpName C..100 · ebcCode C..18 · ebcName C..100 · goodsValue N · freight N:0 · currency C3"
    " · note? C..1000",
    "出口订单表头",
    "export order head",
    {"orderType": "E, B or W"},
)
ORDER_LIST = group(
    "OrderList",
    "gnum int5 · itemNo C..30 · itemName C..250 · itemDescribe? C..1000 · barCode? C..50 · unit C3"
    " · currency C3"
    " · qty N · price N · totalPrice N · note? C..1000",
    "出口订单表体",
    "export order line",
)
ORDER_RETURN = group(
    "OrderReturn",
    "guid C36 · ebpCode C..18 · ebcCode C..18 · orderNo C..60 · returnStatus C1..10 · returnTime C17"
    " · returnInfo C..1000",
    "出口订单回执",
    "export order receipt",
)
RECEIPTS = group(
    "Receipts",
    "guid C36 · appType C1 · appTime C14 · appStatus C1:1 · ebpCode C..18 · ebpName C..100 · ebcCode C..18"
    " · ebcName C..100 · orderNo C..60 · payCode? C..18 · payName C..100 · payNo? C..60 · charge N"
    " · currency C3"
    " · accountingDate C14 · note? C..1000",
    "收款单",
    "payment received",
)
RECEIPTS_RETURN = group(
    "ReceiptsReturn",
    "guid C36 · ebcCode C..18 · orderNo C..60 · payNo? C..60 · returnStatus C1..10 · returnTime C17"
    " · returnInfo C..1000",
    "收款单回执",
    "receipt of payment received",
)
WAYBILL = group(
    "Logistics",
    "guid C36 · appType C1 · appTime C14 · appStatus C1:2 · logisticsCode C..18 · logisticsName C..100"
    " · logisticsNo C..32 · freight N · insuredFee N · currency C3 · grossWeight N · packNo int9"
    " · goodsInfo C..200~"
    " · ebcCode? C..18 · ebcName? C..100 · ebcTelephone? C..50 · note? C..1000",
    "出口运单",
    "export waybill",
)
WAYBILL_RETURN = group(
    "LogisticsReturn",
    "guid C36 · logisticsCode C..18 · logisticsNo C..32 · returnStatus C1..10 · returnTime C17"
    " · returnInfo C..1000",
    "出口运单回执",
    "export waybill receipt",
)
LIST_HEAD = group(
    "InventoryHead",
    "guid C36 · appType C1 · appTime C14 · appStatus C1 · customsCode C4 · ebpCode C..18 · ebpName C..100"
    " · orderNo C..60 · logisticsCode C..18 · logisticsName C..100 · logisticsNo C..32 · copNo C..30"
    " · preNo? C18"
    " · invtNo? C..20 · ieFlag C1 · portCode C4 · ieDate C8 · statisticsFlag C1 · agentCode C..18"
    " · agentName C..100"
    " · ebcCode C..18 · ebcName C..100 · ownerCode C..18 · ownerName C..100 · iacCode? C..18"
    " · iacName? C..100"
    " · emsNo? C..30 · tradeMode C4 · trafMode C1~ · trafName? C..100 · voyageNo? C..32 · billNo? C..37"
    " · totalPackageNo? C..37 · loctNo? C..10 · licenseNo? C..19 · country C3 · POD C3..4~ · freight N"
    " · fCurrency C3"
    " · fFlag C1=3 · insuredFee N · iCurrency C3 · iFlag C1=3 · wrapType C1~ · packNo int9 · grossWeight N"
    " · netWeight N · note? C..1000",
    "出口清单表头",
    "export list head",
)
LIST_LINE = group(
    "InventoryList",
    "gnum int5 · itemNo C..20 · itemRecordNo? C..30 · itemName? C..250 · gcode C10 · gname C..250"
    " · gmodel C..250~"
    " · barCode C..50~ · country C3 · currency C3 · qty N · qty1 N · qty2? N · unit C3 · unit1 C3"
    " · unit2? C..3"
    " · price N · totalPrice N · note? C..1000",
    "出口清单表体",
    "export list line",
)
LIST_RETURN = group(
    "InventoryReturn",
    "guid C36 · agentCode C..18 · copNo C..30 · preNo C18 · invtNo C..20 · ebcCode C..18 · ebpCode C..18"
    " · orderNo C..60 · statisticsFlag C1 · returnStatus C1..10 · returnTime C17 · returnInfo C..1000",
    "出口清单回执",
    "export list receipt",
)
ORDER = wrapped("Order", ORDER_HEAD, ORDER_LIST, 100, "出口订单", "export order")
LIST = wrapped("Inventory", LIST_HEAD, LIST_LINE, 100, "出口清单", "export list")
TABLES = (
    message("303", ORDER, "出口电子订单数据", "export order", direction="export", signature="optional"),
    message("304", ORDER_RETURN, "出口电子订单回执", "export order receipt", direction="export"),
    message("403", RECEIPTS, "出口收款单数据", "payment received", direction="export", signature="optional"),
    message("404", RECEIPTS_RETURN, "出口收款单回执", "receipt of payment received", direction="export"),
    message("505", WAYBILL, "出口物流运单数据", "export waybill", direction="export", signature="optional"),
    message("506", WAYBILL_RETURN, "出口物流运单回执", "export waybill receipt", direction="export"),
    message("603", LIST, "出口清单数据", "export list", direction="export", signature="optional"),
    message("604", LIST_RETURN, "出口清单回执", "export list receipt", direction="export"),
)
