"""Stock-in at the supervised site (入库明细单): CEB711 and its receipt CEB712."""

from customs.messages.tables.notation import UNBOUNDED, group, message, wrapped

HEAD = group(
    "DeliveryHead",
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · customsCode C4 · copNo? C..20 · preNo? C..18"
    " · rkdNo? C..18 · operatorCode C1..18 · operatorName C1..100 · ieFlag C1 · trafMode C1 · trafNo C1..100"
    " · voyageNo C1..32 · billNo C1..37 · logisticsCode C1..18 · logisticsName C1..100"
    " · unloadLocation? C..100"
    " · note? C..1000",
    "入库明细单表头",
    "stock-in head",
)
LIST = group(
    "DeliveryList", "gnum int · logisticsNo C1..60 · note? C..1000", "入库明细单表体", "stock-in line"
)
RETURN = group(
    "DeliveryReturn",
    "guid C36 · customsCode? C4 · operatorCode? C1..18 · copNo? C..20 · preNo? C..18 · rkdNo? C..18"
    " · returnStatus C1..10 · returnTime C17 · returnInfo C1..1000",
    "入库明细单回执",
    "stock-in receipt",
)
TABLES = (
    message(
        "711",
        wrapped("Delivery", HEAD, LIST, UNBOUNDED, "入库明细单", "stock-in"),
        "入库明细单数据",
        "stock-in of a master bill",
        signature="required",
        most=1,
    ),
    message("712", RETURN, "入库明细单回执", "stock-in receipt"),
)
