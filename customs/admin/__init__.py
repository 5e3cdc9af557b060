"""Customs for operators: declarations, messages, receipts, ports and who signs at them."""

from customs.admin.bills import TaxBillAdmin
from customs.admin.data_requests import DataRequestAdmin
from customs.admin.declarations import masked, readable
from customs.admin.filings import FilingAdmin
from customs.admin.ports import PortAccountAdmin

__all__ = ["DataRequestAdmin", "FilingAdmin", "PortAccountAdmin", "TaxBillAdmin", "masked", "readable"]
