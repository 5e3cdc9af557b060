"""Cancelling a list (撤销申请) CEB623/624, and returns (退货申请) CEB625/626."""

from customs.messages.tables.notation import group, message, wrapped

_APPLICATION = (
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · customsCode C4 · orderNo C1..60 · ebpCode C1..18"
    " · ebpName C1..100 · ebcCode C1..18 · ebcName C1..100 · logisticsNo C1..60 · logisticsCode C1..18"
    " · logisticsName C1..100 · copNo? C..20 · preNo? C..18 · invtNo C1..18 · buyerIdType C1"
    " · buyerIdNumber C1..60"
    " · buyerName C1..60 · buyerTelephone C1..30 · agentCode C1..18 · agentName C1..100 · reason C1..1000"
    " · note? C..1000"
)
_ANSWER = (
    "guid C36 · customsCode? C4 · agentCode? C1..18 · ebpCode? C1..18 · ebcCode? C1..18 · copNo C1..20"
    " · preNo C18"
    " · invtNo? C18 · returnStatus C1..10 · returnTime C17 · returnInfo C1..1000"
)
CANCEL = group("InvtCancel", _APPLICATION, "撤销申请", "cancellation", {"appType": "only 1"})
CANCEL_RETURN = group("InvtCancelReturn", _ANSWER, "撤销申请回执", "cancellation receipt")
REFUND_HEAD = group(
    "InvtRefundHead", _APPLICATION, "退货申请表头", "return head", {"invtNo": "of the original list"}
)
REFUND_LIST = group(
    "InvtRefundList",
    "gnum int · gcode C10 · gname C1..250 · qty N · unit C3 · note? C..1000",
    "退货申请表体",
    "return line",
    {"gnum": "line of the original list", "qty": "at most the original"},
)
REFUND_RETURN = group("InvtRefundReturn", _ANSWER, "退货申请回执", "return receipt")
TABLES = (
    message("623", CANCEL, "撤销申请单数据", "cancellation of a list", signature="required"),
    message("624", CANCEL_RETURN, "撤销申请单回执", "cancellation receipt"),
    message(
        "625",
        wrapped("InvtRefund", REFUND_HEAD, REFUND_LIST, 99, "退货申请", "return"),
        "退货申请单数据",
        "return of goods",
        signature="required",
    ),
    message("626", REFUND_RETURN, "退货申请单回执", "return receipt"),
)
