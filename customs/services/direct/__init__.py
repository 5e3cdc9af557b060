"""Direct mail (9610) in batches: opened, joined, closed, arrived, stocked in."""

from customs.services.direct.batches import arrive, batch_for, close_batch, open_batch, reopen
from customs.services.direct.hear import record_stock_in
from customs.services.direct.stock_in import make_stock_in, send_stock_ins

__all__ = [
    "arrive",
    "batch_for",
    "close_batch",
    "make_stock_in",
    "open_batch",
    "record_stock_in",
    "reopen",
    "send_stock_ins",
]
