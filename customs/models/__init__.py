"""A mall's doors to customs, declarations, the messages sent for them, the receipts that came back."""

from customs.models.accounts import Filing, PortAccount, PortSigner
from customs.models.books import AccountBook, BookItem
from customs.models.declarations import Declaration, Message, MessageFile, Receipt
from customs.models.direct import MailBatch, StockIn
from customs.models.money import DataRequest, PaymentPush, TaxBill

__all__ = [
    "AccountBook",
    "BookItem",
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
    "StockIn",
    "TaxBill",
]
