"""A mall's doors to customs, declarations, the messages sent for them, the receipts that came back."""

from customs.models.accounts import Box, Filing, PortAccount, PortSigner
from customs.models.alarms import Alarm
from customs.models.books import AccountBook, BookItem
from customs.models.declarations import Declaration, Message, MessageFile, Receipt, ReceiptReplay
from customs.models.direct import MailBatch, StockIn
from customs.models.money import DataRequest, PaymentPush, TaxBill
from customs.models.whatif import WhatIfRun, WhatIfSlice

__all__ = [
    "AccountBook",
    "Alarm",
    "BookItem",
    "Box",
    "DataRequest",
    "Declaration",
    "Filing",
    "MailBatch",
    "Message",
    "MessageFile",
    "PaymentPush",
    "PortAccount",
    "PortSigner",
    "Receipt",
    "ReceiptReplay",
    "StockIn",
    "TaxBill",
    "WhatIfRun",
    "WhatIfSlice",
]
