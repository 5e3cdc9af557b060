"""Customs for operators: declarations, messages, receipts, ports and who signs at them."""

from customs.admin.alarms import AlarmAdmin
from customs.admin.archive import MessageAdmin, masked, readable
from customs.admin.batches import MailBatchAdmin
from customs.admin.bills import TaxBillAdmin
from customs.admin.books import AccountBookAdmin, BookItemAdmin
from customs.admin.data_requests import DataRequestAdmin
from customs.admin.declarations import DeclarationAdmin
from customs.admin.files import MessageFileAdmin
from customs.admin.filings import FilingAdmin
from customs.admin.ports import PortAccountAdmin
from customs.admin.pushes import PaymentPushAdmin
from customs.admin.receipts import ReceiptAdmin
from customs.admin.whatif import WhatIfRunAdmin

__all__ = [
    "AccountBookAdmin",
    "AlarmAdmin",
    "BookItemAdmin",
    "DataRequestAdmin",
    "DeclarationAdmin",
    "FilingAdmin",
    "MailBatchAdmin",
    "MessageAdmin",
    "MessageFileAdmin",
    "PaymentPushAdmin",
    "PortAccountAdmin",
    "ReceiptAdmin",
    "TaxBillAdmin",
    "WhatIfRunAdmin",
    "masked",
    "readable",
]
