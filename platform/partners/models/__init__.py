"""The tables of partners."""

from partners.models.contracts import Contract, DepositEntry
from partners.models.imports import ImportJob, ImportRow
from partners.models.papers import SupplierPaper
from partners.models.suppliers import Supplier, SupplierStaff

__all__ = [
    "Contract",
    "DepositEntry",
    "ImportJob",
    "ImportRow",
    "Supplier",
    "SupplierPaper",
    "SupplierStaff",
]
