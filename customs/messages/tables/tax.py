"""What customs sends of itself:

tax bill (电子税单) CEB816, its status CEB818, format refusal (报文回执) CEB900."""

from customs.messages.tables.notation import UNBOUNDED, group, message, wrapped

HEAD = group(
    "TaxHeadRd",
    "guid C36 · returnTime C17 · invtNo C1..18 · taxNo C1..50 · customsTax N · valueAddedTax N"
    " · consumptionTax N"
    " · status C1 · entDutyNo? C..50 · note? C..1000 · assureCode? C..64 · ebcCode? C..64"
    " · logisticsCode? C..64"
    " · agentCode? C1..18 · customsCode? C4",
    "电子税单表头",
    "tax bill head",
    {"status": "1 made, 2 consolidated, 3 void"},
)
LIST = group(
    "TaxListRd",
    "gnum int · gcode C10 · taxPrice N · customsTax N · valueAddedTax N · consumptionTax N",
    "电子税单表体",
    "tax bill line",
)
STATUS = group(
    "TaxHeadStatus",
    "guid C36 · returnTime C17 · invtNo C1..18 · taxNo C1..50 · status C1 · entDutyNo? C..50"
    " · assureCode? C..64",
    "电子税单状态",
    "tax bill status",
    {"status": "1 made, 2 consolidated, 3 void"},
)
REFUSAL = group(
    "MessageReturn",
    "guid C36 · returnStatus C1..10 · returnInfo C..5000 · returnTime C17 · oriCopMsgId C..255"
    " · oriMessageType C..15"
    " · oriBizMessage C",
    "报文处理回执",
    "format refusal",
    {"returnStatus": "below 0", "oriMessageType": "Unknown when it was not recognised"},
)
TABLES = (
    message(
        "816",
        wrapped("Tax", HEAD, LIST, 99, "电子税单", "tax bill"),
        "电子税单数据",
        "tax bill",
        most=UNBOUNDED,
    ),
    message(
        "818",
        wrapped("Tax", STATUS, None, 0, "电子税单", "tax bill"),
        "电子税单状态数据",
        "tax bill status",
        most=UNBOUNDED,
    ),
    message("900", REFUSAL, "报文处理回执", "refusal of a file that fails the format check", most=1),
)
