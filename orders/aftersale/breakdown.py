"""What goes back for pieces of a package: the shares of what was taken, and who answers for tax and freight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from customs.rules.modes import Mode, rule
from orders.aftersale.models import RequestLine
from orders.aftersale.policy import customs_clocks
from orders.aftersale.reasons import REASONS, Kind
from orders.aftersale.shares import next_share
from orders.aftersale.types import ZERO, Breakdown, NothingLeft, Part, TaxFrom
from orders.clock import beijing_day
from orders.models import Line, Package
from tax.rules.returns import within

_TAXES = ("duty", "consumption_tax", "vat", "postal_tax")
_GONE = ("withdrawn", "refused")


def held_lines(package_id: int, but: int | None = None) -> list[RequestLine]:
    """Pieces that stand in requests which are neither withdrawn nor refused."""
    rows = RequestLine.objects.filter(request__package_id=package_id).exclude(request__state__in=_GONE)
    return list(rows.exclude(request_id=but) if but else rows)


def left_of(lines: Iterable[Line], held: Iterable[RequestLine]) -> dict[int, int]:
    """line_id -> pieces that may still be asked for."""
    held = list(held)
    return {line.pk: line.quantity - sum(h.pieces for h in held if h.line_id == line.pk) for line in lines}


def what_goes_back(
    package: Package, pieces: Mapping[int, int], kind: str, reason: str, now: datetime
) -> Breakdown:
    """Raises NothingLeft. Three statements."""
    lines = {line.pk: line for line in Line.objects.filter(package_id=package.pk)}
    held = held_lines(package.pk)
    wanted = {line_id: n for line_id, n in pieces.items() if n}
    left = left_of(lines.values(), held)
    if not wanted or any(n < 0 or n > left.get(line_id, 0) for line_id, n in wanted.items()):
        raise NothingLeft()
    parts = _parts(package, lines, held, wanted)
    tax_from = who_gives_tax(package, kind, reason, now)
    return breakdown(package, parts, kind, reason, tax_from)


def breakdown(
    package: Package, parts: tuple[Part, ...], kind: str, reason: str, tax_from: TaxFrom
) -> Breakdown:
    goods, discount, taxes = (
        sum((getattr(part, name) for part in parts), ZERO) for name in ("goods", "discount", "tax")
    )
    freight = sum((part.freight for part in parts), ZERO) if _freight_goes_back(package, reason) else ZERO
    tax = ZERO if tax_from is TaxFrom.NOBODY else taxes
    return Breakdown(
        parts=parts,
        goods=goods,
        discount=discount,
        freight=freight,
        tax=tax,
        tax_kept=taxes - tax,
        tax_from=tax_from,
        amount=goods - discount + freight + tax,
        clocks=customs_clocks(package, _declares(package))
        if kind == Kind.RETURN
        else customs_clocks(package, False),
    )


def _parts(
    package: Package, lines: dict[int, Line], held: list[RequestLine], wanted: dict[int, int]
) -> tuple[Part, ...]:
    made: list[Part] = []
    goods_before = sum((h.goods for h in held), ZERO)
    freight_given = [h.freight for h in held]
    for line_id in sorted(wanted):
        line, mine = lines[line_id], [h for h in held if h.line_id == line_id]
        so_far = wanted[line_id] + sum(h.pieces for h in mine)

        def of(name: str, line: Line = line, mine: list[RequestLine] = mine, so_far: int = so_far) -> Decimal:
            amount = line.amount if name == "goods" else getattr(line, name)
            return next_share(amount, so_far, line.quantity, (getattr(h, name) for h in mine))

        goods = of("goods")
        goods_before += goods
        freight = next_share(package.freight, goods_before, package.goods, freight_given)
        freight_given.append(freight)
        names = ("discount", *_TAXES, "dutiable_value")
        made.append(
            Part(line_id, wanted[line_id], goods=goods, freight=freight, **{name: of(name) for name in names})
        )
    return tuple(made)


def who_gives_tax(
    package: Package, kind: str, reason: str, now: datetime, arrived: datetime | None = None
) -> TaxFrom:
    """Customs gives back what it never took, or what returns in its windows; a fault is the mall's; else nobody."""
    if package.clearance != "released":
        return TaxFrom.UNTAKEN if _declares(package) else _by_fault(reason)
    if kind == Kind.RETURN and package.released_at is not None and _declares(package):
        back = None if arrived is None else beijing_day(arrived)
        if within(beijing_day(package.released_at), beijing_day(now), back):
            return TaxFrom.CUSTOMS
    return _by_fault(reason)


def _by_fault(reason: str) -> TaxFrom:
    return TaxFrom.MALL if REASONS[reason].fault else TaxFrom.NOBODY


def _freight_goes_back(package: Package, reason: str) -> bool:
    """Freight was earned where the goods came as they should."""
    return REASONS[reason].fault or package.signed_at is None


def _declares(package: Package) -> bool:
    return rule(Mode(package.mode)).declared
