"""Electronic order (电子订单): CEB311 and its receipt CEB312."""

from customs.messages.tables.notation import group, message, wrapped

HEAD = group(
    "OrderHead",
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · orderType C1 · orderNo C1..60 · ebpCode C1..18"
    " · ebpName C1..100 · ebcCode C1..18 · ebcName C1..100 · goodsValue N · freight N · discount N"
    " · taxTotal N"
    " · acturalPaid N · currency C3=142 · buyerRegNo C1..60 · buyerName C1..60 · buyerTelephone C1..30"
    " · buyerIdType C1 · buyerIdNumber C1..60 · payCode? C..18 · payName? C..100 · payTransactionId? C..60"
    " · batchNumbers? C..100 · consignee C1..100 · consigneeTelephone C1..50 · consigneeAddress C1..200"
    " · consigneeDistrict? C6 · note? C..1000",
    "订单表头",
    "order head",
    {
        "orderType": "I",
        "freight": "0 when included in the goods value",
        "discount": "0 when there is none",
        "consignee": "equal to the waybill's",
        "consigneeDistrict": "leave the element out when unknown: empty is refused",
    },
)
LIST = group(
    "OrderList",
    "gnum int · itemNo? C..30 · itemName C1..250 · gmodel C1..510 · itemDescribe? C..1000 · barCode? C..50"
    " · unit C3 · qty N · price N · totalPrice N · currency C3=142 · country C3 · note? C..1000",
    "订单表体",
    "order line",
    {"price": "0 for a gift", "gnum": "the same in the list 621"},
)
RETURN = group(
    "OrderReturn",
    "guid C36 · ebpCode C1..18 · ebcCode C1..18 · orderNo C1..60 · returnStatus C1..10 · returnTime C17"
    " · returnInfo C1..1000",
    "订单回执",
    "order receipt",
)
TABLES = (
    message(
        "311",
        wrapped("Order", HEAD, LIST, 99, "订单", "order"),
        "电子订单数据",
        "electronic order",
        signature="optional",
    ),
    message("312", RETURN, "电子订单回执", "order receipt"),
)
