"""What must be true of one purchase at each stage of its life, in plain numbers: nothing is read from the product.

One bonded piece of 100.00 yuan with 9.10 yuan of tax, out of a stock of five; its dutiable value is 100.00.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

PIECES = 5
TOTAL, GOODS, TAX = Decimal("109.10"), Decimal("100.00"), Decimal("9.10")
COMMISSION = Decimal("5.00")
"""Five of a hundred: what the mall takes where no contract says otherwise."""
ZERO = Decimal("0.00")


@dataclass
class State:
    """`stock`: on hand and reserved; `gateway`: charged, given back, and whether anybody can still pay there."""

    order: tuple[str, str] | None = None
    stock: tuple[int, int] = (PIECES, 0)
    ledger: list[tuple[str, str, Decimal | None]] = field(default_factory=list)
    gateway: tuple[Decimal, Decimal, bool] = (ZERO, ZERO, False)
    allowance: Decimal = ZERO
    books: dict[str, Decimal] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    waiting: int = 0

    def but(self, **changes: Any) -> State:
        return State(**(self.__dict__ | changes))


NOTHING = State()
PLACED = State(
    order=("placed", "pending"), stock=(PIECES, 1), ledger=[("order", "place", TOTAL)], allowance=GOODS,
    facts={"order.placed": 1},
)  # fmt: skip
EXPIRED = PLACED.but(
    order=("expired", "pending"), stock=(PIECES, 0), allowance=ZERO,
    ledger=[*PLACED.ledger, ("order", "expire", None)], facts=PLACED.facts | {"order.expired": 1},
)  # fmt: skip
PAID = PLACED.but(
    order=("paid", "paid"), gateway=(TOTAL, ZERO, False),
    ledger=[*PLACED.ledger, ("payment", "capture", TOTAL), ("order", "pay", None)],
    books={"cash": TOTAL, "escrow": -GOODS, "tax_held": -TAX},
    facts=PLACED.facts | {"payment.paid": 1, "order.paid": 1},
)  # fmt: skip
ASKED = {"aftersale.requested": 1}
_BACK = [("payment", "refund", TOTAL), ("payment", "refund_settled", TOTAL)]
CANCELLED = PAID.but(
    order=("cancelled", "refunded"), stock=(PIECES, 0), gateway=(TOTAL, TOTAL, False), allowance=ZERO,
    ledger=[*PAID.ledger, ("order", "cancel", None), *_BACK], books={},
    facts=PAID.facts | {"order.cancelled": 1, "order.refunded": 1},
)  # fmt: skip
DELIVERED = PAID.but(
    stock=(PIECES - 1, 0),
    books={
        "cash": TOTAL, "payable": -(GOODS - COMMISSION), "commission_earned": -COMMISSION, "tax_held": -TAX,
    },
)  # fmt: skip
# A refund without the goods: they stay in China, so customs gives back neither tax nor allowance, and the supplier
# whose goods were damaged bears the tax.
RETURNED = DELIVERED.but(
    order=("paid", "refunded"), gateway=(TOTAL, TOTAL, False), ledger=[*PAID.ledger, *_BACK],
    books={"payable": TAX, "tax_held": -TAX},
    facts=PAID.facts | ASKED | {"aftersale.approved": 1, "aftersale.settled": 1, "order.refunded": 1},
)  # fmt: skip
