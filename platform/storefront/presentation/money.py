"""Money as a page shows it: written out once in Python, never computed or rounded in a template."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in yuan, split for the eye: ``sign`` "" or "-", ``yuan`` "1,299", ``fen`` "00"."""

    yuan: str
    fen: str
    sign: str = ""

    @classmethod
    def of(cls, amount: Decimal) -> "Price":
        """``amount`` has at most two places; a third one is a mistake of the caller (ValueError)."""
        if amount != amount.quantize(Decimal("0.01")):
            raise ValueError(f"not a whole number of fen: {amount}")
        yuan, fen = f"{abs(amount):,.2f}".split(".")
        return cls(yuan=yuan, fen=fen, sign="-" if amount < 0 else "")

    @property
    def text(self) -> str:
        """For running text and labels: "¥1,299.00"."""
        return f"{self.sign}¥{self.yuan}.{self.fen}"

    @property
    def plain(self) -> str:
        """For machines (JSON-LD, attributes): "1299.00"."""
        return f"{self.sign}{self.yuan.replace(',', '')}.{self.fen}"

    @property
    def is_zero(self) -> bool:
        return self.plain.strip("0") == "."


NOTHING = Price("0", "00")


@dataclass(frozen=True, slots=True)
class TaxRow:
    """One line of a table that adds up: ``note`` is the formula or the reason, e.g. "¥400.00 × 9.1%"."""

    label: str
    amount: Price
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class SheetReason:
    """A step of a working and the rule it rests on."""

    says: str
    source: str


@dataclass(frozen=True, slots=True)
class TaxTable:
    """Rows and their sum (税费明细). Build it with ``of``: a table that does not add up cannot be shown."""

    rows: tuple[TaxRow, ...]
    total: TaxRow
    as_of: str = ""
    source: str = ""
    reasons: tuple[SheetReason, ...] = ()

    @classmethod
    def of(
        cls,
        *,
        rows: tuple[tuple[str, Decimal, str], ...],
        total: tuple[str, Decimal],
        as_of: str = "",
        source: str = "",
        reasons: tuple[SheetReason, ...] = (),
    ) -> "TaxTable":
        """``rows`` are (label, signed amount, note); ValueError when they do not sum to ``total``."""
        if sum((amount for _, amount, _ in rows), Decimal(0)) != total[1]:
            raise ValueError(f"rows do not add up to {total[1]}")
        shown = tuple(TaxRow(label=label, amount=Price.of(amount), note=note) for label, amount, note in rows)
        return cls(shown, TaxRow(label=total[0], amount=Price.of(total[1])), as_of, source, reasons)
