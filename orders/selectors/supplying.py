"""What a supplier reads of its packages: figures, one package, and the queue of what is to leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from customs.rules.modes import RULES
from orders.models import Line, Package
from orders.selectors.visible import visible_packages
from tenancy.scope import current_actor

BEIJING = ZoneInfo("Asia/Shanghai")
DAYS = 7
_UNDECLARED = [mode.value for mode, rule in RULES.items() if not rule.declared]

TO_SHIP = Q(fulfilment="pending", order__state="paid") & (
    Q(clearance="released") | (Q(mode__in=_UNDECLARED) & ~Q(clearance="none"))
)
"""May leave the warehouse now: released, or never declared and with its waybill."""
DECLARING = Q(order__state="paid", clearance__in=["declaring", "declared", "accepted", "inspecting"])
REFUSED = Q(order__state="paid", clearance="rejected")
WAITING = Q(order__state="paid", fulfilment="pending") & (
    Q(clearance="none") | (Q(clearance="waybill_assigned") & ~Q(mode__in=_UNDECLARED))
)
SHIPPED = Q(fulfilment__in=["dispatched", "in_transit", "delivering"])
DONE = Q(fulfilment="signed")
COLUMNS: dict[str, Q] = {
    "waiting": WAITING, "declaring": DECLARING, "to_ship": TO_SHIP, "shipped": SHIPPED, "done": DONE,
    "refused": REFUSED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayFigure:
    """A day in Beijing. `amount` in yuan, goods only; `share` of the best day, 0 to 100."""

    day: date
    packages: int
    pieces: int
    amount: Decimal
    share: int


def mine() -> QuerySet[Package]:
    """The packages that the actor of the open scope may see; a missing actor sees none."""
    return visible_packages(current_actor())


def work_counts() -> dict[str, int]:
    """How many packages stand in each column. One statement."""
    return mine().aggregate(**{name: Count("pk", filter=condition) for name, condition in COLUMNS.items()})


def day_figures(now: datetime, days: int = DAYS) -> list[DayFigure]:
    """Paid packages of the last days, oldest first; a day without any is there with zeros."""
    today = now.astimezone(BEIJING).date()
    since = datetime.combine(today - timedelta(days=days - 1), datetime.min.time(), BEIJING)
    paid = mine().filter(order__paid_at__gte=since)
    day = TruncDate("order__paid_at", tzinfo=BEIJING)
    sums = {
        row["day"]: (row["n"], row["goods"])
        for row in paid.annotate(day=day).order_by().values("day").annotate(n=Count("pk"), goods=Sum("goods"))
    }
    of_line = TruncDate("package__order__paid_at", tzinfo=BEIJING)
    lines = Line.objects.filter(package__in=paid).annotate(day=of_line).order_by()
    pieces = {row["day"]: row["q"] for row in lines.values("day").annotate(q=Sum("quantity"))}
    best = max((goods for _n, goods in sums.values()), default=Decimal(0)) or Decimal(1)
    found = []
    for back in range(days - 1, -1, -1):
        at = today - timedelta(days=back)
        packages, goods = sums.get(at, (0, Decimal("0.00")))
        found.append(DayFigure(at, packages, pieces.get(at, 0), goods, int(goods * 100 / best)))
    return found


def queue(column: str, text: str = "", most: int = 200) -> list[Package]:
    """Packages of a column, the oldest payment first; `text` is a package, order or waybill number."""
    rows = mine().filter(COLUMNS.get(column, TO_SHIP)) if column != "all" else mine()
    if text:
        rows = rows.filter(Q(number=text) | Q(order__number=text) | Q(waybills__number=text)).distinct()
    return list(_whole(rows).order_by("order__paid_at", "pk")[:most])


def package_page(column: str, text: str, page: int, size: int = 20) -> tuple[list[Package], int]:
    """A page of packages, newest first, and how many there are."""
    rows = mine().filter(COLUMNS[column]) if column in COLUMNS else mine()
    if text:
        rows = rows.filter(
            Q(number__icontains=text) | Q(order__number__icontains=text) | Q(waybills__number__icontains=text)
            | Q(lines__sku_code__iexact=text)
        ).distinct()  # fmt: skip
    start = (max(1, page) - 1) * size
    return list(_whole(rows).order_by("-pk")[start : start + size]), rows.count()


def package(number: str) -> Package | None:
    """One package with its lines and waybill, or None: not there, or another supplier's."""
    return _whole(mine().filter(number=number)).first()


def number_of(package_id: int) -> str:
    """The number of an own package; empty for any other."""
    return mine().filter(pk=package_id).values_list("number", flat=True).first() or ""


def packages(numbers: list[str]) -> list[Package]:
    """Those of the numbers that are the actor's, in the order asked for."""
    found = {row.number: row for row in _whole(mine().filter(number__in=numbers))}
    return [found[number] for number in numbers if number in found]


def _whole(rows: QuerySet[Package]) -> QuerySet[Package]:
    return rows.select_related("order", "warehouse").prefetch_related("lines", "waybills__events")
