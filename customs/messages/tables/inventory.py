"""Inventory list (清单): CEB621 and its receipt CEB622."""

from customs.messages.tables.notation import group, message, wrapped

HEAD = group(
    "InventoryHead",
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · orderNo C1..60 · ebpCode C1..18"
    " · ebpName C1..100"
    " · ebcCode C1..18 · ebcName C1..100 · logisticsNo C1..60 · logisticsCode C1..18 · logisticsName C1..100"
    " · copNo? C..20 · preNo? C..18 · assureCode C1..30 · emsNo? C..30 · invtNo? C..18 · ieFlag C1"
    " · declTime C8"
    " · customsCode C4 · portCode C4 · ieDate? C8 · buyerIdType C1 · buyerIdNumber C1..60 · buyerName C1..60"
    " · buyerTelephone C1..30 · consigneeAddress C1..200 · agentCode C1..18 · agentName C1..100"
    " · areaCode? C..18"
    " · areaName? C..100 · tradeMode C4 · trafMode C1 · trafNo? C..100 · voyageNo? C..32 · billNo? C..37"
    " · loctNo? C..10 · licenseNo? C..19 · country C3 · freight N · insuredFee N · currency C3=142"
    " · wrapType? C1"
    " · packNo int9 · grossWeight N · netWeight N · note? C..1000",
    "清单表头",
    "list head",
    {
        "emsNo": "needed for 1210",
        "areaCode": "needed for 1210",
        "trafNo": "needed for 9610",
        "voyageNo": "needed for 9610",
        "billNo": "needed for 9610",
        "country": "142 for 1210, the country of departure for 9610",
        "packNo": "1",
    },
)
LIST = group(
    "InventoryList",
    "gnum int · itemRecordNo? C..30 · itemNo? C..20 · itemName? C..250 · gcode C10 · gname C1..250"
    " · gmodel C1..510"
    " · barCode? C..50 · country C3 · tradeCountry? C1..3 · currency C3=142 · qty N · unit C3 · qty1 N"
    " · unit1 C3"
    " · qty2? N · unit2? C3 · price N · totalPrice N · note? C..1000",
    "清单表体",
    "list line",
    {
        "itemNo": "20 characters here, 30 in the order",
        "itemRecordNo": "needed for 1210",
        "qty2": "both qty2 and unit2, or neither",
    },
)
RETURN = group(
    "InventoryReturn",
    "guid C36 · customsCode? C4 · ebpCode? C1..18 · ebcCode? C1..18 · agentCode? C1..18 · copNo C1..20"
    " · preNo C18"
    " · invtNo? C18 · returnStatus C1..10 · returnTime C17 · returnInfo C1..1000",
    "清单回执",
    "list receipt",
)
TABLES = (
    message(
        "621",
        wrapped("Inventory", HEAD, LIST, 99, "清单", "list"),
        "进口清单数据",
        "inventory list",
        signature="required",
    ),
    message("622", RETURN, "进口清单回执", "list receipt"),
)
