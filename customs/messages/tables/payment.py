"""Payment document (支付凭证): CEB411 and its receipt CEB412."""

from customs.messages.tables.notation import group, message, wrapped

HEAD = group(
    "PaymentHead",
    "guid C36 · appType C1 · appTime C14 · appStatus C1..3 · payCode C1..18 · payName C1..100"
    " · payTransactionId C1..60 · orderNo C1..60 · ebpCode C1..18 · ebpName C1..100 · payerIdType C1"
    " · payerIdNumber C1..60 · payerName C1..60 · telephone? C..60 · amountPaid N · currency C3=142"
    " · payTime C14"
    " · note? C..1000",
    "支付凭证表头",
    "payment",
    {"amountPaid": "equal to the order's acturalPaid"},
)
RETURN = group(
    "PaymentReturn",
    "guid C36 · payCode C1..18 · payTransactionId C1..60 · returnStatus C1..10 · returnTime C17"
    " · returnInfo C1..1000",
    "支付凭证回执",
    "payment receipt",
)
TABLES = (
    message(
        "411",
        wrapped("Payment", HEAD, None, 0, "支付凭证", "payment"),
        "支付凭证数据",
        "payment document",
        signature="optional",
    ),
    message("412", RETURN, "支付凭证回执", "payment receipt"),
)
