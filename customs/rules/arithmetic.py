"""The sums customs does over an order (202205 specification, notes on 311 and 621)."""

from collections.abc import Sequence
from decimal import Decimal

from customs.rules.documents import DocLine, OrderDoc
from customs.rules.types import Finding, Mender, noop
from money.formatting import yuan
from money.rounding import to_fen

LINES_MAX = 99


def check_order(order: OrderDoc) -> list[Finding]:
    """Lines, their sum, and the amount paid. Amounts are yuan."""
    return [*check_lines(order.lines), *_check_goods_value(order), *_check_paid(order)]


def check_lines(lines: Sequence[DocLine]) -> list[Finding]:
    """Between 1 and 99 lines, each numbered once, quantity above zero, total = price × quantity."""
    found = []
    if not lines:
        found.append(_found("lines.none", "lines", noop("There are no goods to declare.")))
    if len(lines) > LINES_MAX:
        says = noop("One declaration holds %(most)s lines; this one has %(count)s. Split it.")
        values = {"most": str(LINES_MAX), "count": str(len(lines))}
        found.append(Finding("lines.many", "lines", says, Mender.SHOPPER, values))
    if len({line.gnum for line in lines}) != len(lines):
        found.append(_found("lines.gnum", "lines", noop("Two lines have the same number.")))
    for i, line in enumerate(lines):
        found += [finding.within(f"lines[{i}]") for finding in _check_line(line)]
    return found


def _check_line(line: DocLine) -> list[Finding]:
    if not (line.qty.is_finite() and line.qty > 0):
        return [_found("lines.qty", "qty", noop("The quantity must be above zero."))]
    if line.price < 0:
        return [_found("lines.price", "price", noop("A price cannot be negative."))]
    if to_fen(line.price * line.qty) != to_fen(line.total):
        says = noop("Price %(price)s × quantity %(qty)s is not the line total %(total)s.")
        values = {"price": f"{line.price:f}", "qty": f"{line.qty:f}", "total": yuan(to_fen(line.total))}
        return [_found("lines.total", "total", says, **values)]
    return []


def _check_goods_value(order: OrderDoc) -> list[Finding]:
    total = sum((line.total for line in order.lines), Decimal("0.00"))
    if total == order.goods_value:
        return []
    says = noop("The lines sum to %(sum)s yuan but the goods value is %(goods_value)s.")
    values = {"sum": yuan(to_fen(total)), "goods_value": yuan(order.goods_value)}
    return [_found("amounts.goods_value", "goods_value", says, **values)]


def _check_paid(order: OrderDoc) -> list[Finding]:
    """acturalPaid = goodsValue + freight + taxTotal − discount."""
    due = order.goods_value + order.freight + order.tax_total - order.discount
    found = []
    if min(order.goods_value, order.freight, order.tax_total, order.discount, order.paid) < 0:
        found.append(_found("amounts.negative", "paid", noop("No amount of the order may be negative.")))
    if due != order.paid:
        says = noop("Goods, freight and tax less discount make %(due)s yuan, but %(paid)s is to be paid.")
        found.append(_found("amounts.paid", "paid", says, due=yuan(due), paid=yuan(order.paid)))
    return found


def _found(code: str, field: str, says: str, **values: str) -> Finding:
    return Finding(code, field, says, Mender.PLATFORM, values)
