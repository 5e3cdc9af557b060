"""The tax sheet of an order: every line's taxes as they were counted, with their working, adding up to the fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import override

from customs.rules.modes import Mode, rule
from orders.models import Line, Order, Package
from orders.pricing import line_key
from orders.selectors.language import in_language
from orders.selectors.visible import visible_orders
from orders.types import ZERO
from tax.services import working
from tax.types import Reason
from tenancy.actors import Actor, Kind

TAXES = ("duty", "consumption_tax", "vat", "postal_tax")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """`label`: what the working calls the line, "1", "2", … within its package."""

    label: str
    title: str
    option: str
    quantity: int
    unit_price: Decimal
    amount: Decimal
    discount: Decimal
    dutiable_value: Decimal
    duty: Decimal
    consumption_tax: Decimal
    vat: Decimal
    postal_tax: Decimal

    @property
    def tax(self) -> Decimal:
        return self.duty + self.consumption_tax + self.vat + self.postal_tax


@dataclass(frozen=True, slots=True)
class SheetPackage:
    """`on`: the day whose law was used; None, with no `reasons`, where goods were cleared before their sale.

    A package whose lines do not come to its sums cannot be built.
    """

    number: str
    mode_name: str
    supplier_name: str
    outcome: str
    lines: tuple[SheetLine, ...]
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal
    on: date | None
    rule_version: str
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        for name in ("amount", "discount", "tax"):
            if self.sum_of(name) != getattr(self, "goods" if name == "amount" else name):
                raise ValueError(f"lines of {self.number} do not add up to its {name}")
        if self.goods + self.freight - self.discount + self.tax != self.total:
            raise ValueError(f"{self.number} does not add up")

    def sum_of(self, name: str) -> Decimal:
        """One column of the lines."""
        return sum((getattr(line, name) for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True)
class TaxSheet:
    """An order's packages and what they come to. One that does not add up cannot be built."""

    number: str
    placed_at: datetime
    packages: tuple[SheetPackage, ...]
    goods: Decimal
    freight: Decimal
    discount: Decimal
    tax: Decimal
    total: Decimal

    def __post_init__(self) -> None:
        for name in ("goods", "freight", "discount", "tax", "total"):
            if sum((getattr(package, name) for package in self.packages), ZERO) != getattr(self, name):
                raise ValueError(f"packages of {self.number} do not add up to its {name}")


def tax_sheet(number: str, actor: Actor | None, *, language: str = "zh-hans") -> TaxSheet | None:
    """The sheet of an order the actor may see whole (its shopper, staff), or None. Three statements."""
    if actor is None or actor.kind is Kind.SUPPLIER:
        return None
    packages = Package.objects.select_related("supplier").order_by("sequence")
    orders = visible_orders(actor).prefetch_related(Prefetch("packages", packages), "packages__lines")
    order = orders.filter(number=number).first()
    if order is None:
        return None
    with override(language):
        return _sheet(order, language)


def _sheet(order: Order, language: str) -> TaxSheet:
    return TaxSheet(
        number=order.number,
        placed_at=order.placed_at,
        packages=tuple(_package(package, language) for package in order.packages.all()),
        goods=order.goods,
        freight=order.freight,
        discount=order.discount,
        tax=order.tax,
        total=order.total,
    )


def _package(package: Package, language: str) -> SheetPackage:
    rows = list(package.lines.all())
    snapshot = package.tax_snapshot
    labels = {_key(row): str(number) for number, row in enumerate(rows, 1)}
    return SheetPackage(
        number=package.number,
        mode_name=rule(Mode(package.mode)).name(language),
        supplier_name=in_language(package.supplier.names, language),
        outcome=package.tax_outcome,
        lines=tuple(_line(row, labels[_key(row)], language) for row in rows),
        goods=package.goods,
        freight=package.freight,
        discount=package.discount,
        tax=package.tax,
        total=package.total,
        on=date.fromisoformat(snapshot["request"]["date"]) if snapshot else None,
        rule_version=snapshot["rule_version"] if snapshot else "",
        reasons=working(snapshot=snapshot, language=language, labels=labels) if snapshot else (),
    )


def _key(row: Line) -> str:
    return line_key(row.sku_id, row.bundle.get("sku_id"))


def _line(row: Line, label: str, language: str) -> SheetLine:
    return SheetLine(
        label=label,
        title=in_language(row.title, language),
        option=in_language(row.option, language),
        quantity=row.quantity,
        unit_price=row.unit_price,
        amount=row.amount,
        discount=row.discount,
        dutiable_value=row.dutiable_value,
        **{name: getattr(row, name) for name in TAXES},
    )
