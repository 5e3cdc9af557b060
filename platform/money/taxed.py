"""An amount that knows its tax and cannot contradict itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from money.rounding import exact_fen
from money.types import MoneyError


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """Yuan without tax, the tax, and both together; all to the fen.

    Raises MoneyError `does_not_add_up` when net + tax != gross, `not_whole_fen` for a fraction of a fen.
    """

    net: Decimal
    tax: Decimal
    gross: Decimal

    def __post_init__(self) -> None:
        for name in ("net", "tax", "gross"):
            object.__setattr__(self, name, exact_fen(getattr(self, name)))
        if self.net + self.tax != self.gross:
            raise MoneyError("does_not_add_up", f"{self.net} + {self.tax} is not {self.gross}")

    @classmethod
    def of(cls, net: Decimal, tax: Decimal) -> TaxedAmount:
        return cls(net=net, tax=tax, gross=net + tax)

    @classmethod
    def zero(cls) -> TaxedAmount:
        return cls.of(Decimal("0.00"), Decimal("0.00"))

    def __add__(self, other: TaxedAmount) -> TaxedAmount:
        return TaxedAmount(self.net + other.net, self.tax + other.tax, self.gross + other.gross)

    def __neg__(self) -> TaxedAmount:
        return TaxedAmount(-self.net, -self.tax, -self.gross)

    def __sub__(self, other: TaxedAmount) -> TaxedAmount:
        return self + -other
