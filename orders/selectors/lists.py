"""Lists of orders and packages: three statements a page, at any size."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet

from orders.lifecycle.summary import Axes, parcel_word, summary
from orders.models import Line, Order, Package
from orders.selectors.language import bundle_words, in_language
from orders.selectors.parcels import domestic, parcel_of
from orders.selectors.views import OrderLineView, OrderRow, PackageRow, Page
from orders.selectors.visible import visible_orders, visible_packages
from orders.selectors.words import reason_words, word
from tenancy.actors import Actor

PAGE = 20


def orders_of(
    shopper_id: int, page: int = 1, *, language: str = "zh-hans", state: str | None = None
) -> Page[OrderRow]:
    """The shopper's orders, newest first; `state` keeps one state of the order axis."""
    rows = visible_orders(Actor.shopper(shopper_id)).order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    return _page(rows, page, language)


def order_counts(shopper_id: int) -> dict[str, int]:
    """How many orders the shopper has in each state of the order axis; states without any are left out."""
    rows = visible_orders(Actor.shopper(shopper_id)).order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def _page(rows: QuerySet[Order], page: int, language: str) -> Page[OrderRow]:
    page = max(1, page)
    start = (page - 1) * PAGE
    found = list(rows.prefetch_related("packages", lines_sold())[start : start + PAGE + 1])
    return Page(tuple(_order_row(row, language) for row in found[:PAGE]), page, len(found) > PAGE)


def _order_row(order: Order, language: str) -> OrderRow:
    lines = list(order.lines.all())
    axes = Axes(
        order.state, order.payment_state, tuple(parcel_of(package) for package in order.packages.all())
    )
    return OrderRow(
        id=order.pk,
        number=order.number,
        word=word(summary(axes), language),
        total=order.total,
        pieces=sum(line.quantity for line in lines),
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        lines=tuple(line_view(line, language) for line in lines),
    )


def lines_sold() -> Prefetch[str]:
    """Lines with the product they lead to: the rest of them stays as it was sold."""
    return Prefetch("lines", Line.objects.select_related("sku").order_by("sequence"))


def line_view(line: Line, language: str) -> OrderLineView:
    return OrderLineView(
        line.sku_id,
        line.sku.product_id,
        line.sku_code,
        line.slug,
        in_language(line.title, language),
        in_language(line.option, language),
        line.picture,
        line.quantity,
        line.unit_price,
        line.amount,
        line.tax,
        bundle_words(line.bundle, language),
    )


def packages_of(
    actor: Actor | None,
    page: int = 1,
    *,
    language: str = "zh-hans",
    clearance: str | None = None,
    fulfilment: str | None = None,
) -> Page[PackageRow]:
    """Packages the actor may see, newest first: the supplier's fulfilment queue, the operator's board."""
    page = max(1, page)
    wanted = {"clearance": clearance, "fulfilment": fulfilment}
    rows = visible_packages(actor).filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.select_related("order").prefetch_related("lines", "waybills").order_by("-pk")
    found = list(rows[(page - 1) * PAGE : page * PAGE + 1])
    return Page(tuple(_package_row(row, language) for row in found[:PAGE]), page, len(found) > PAGE)


def _package_row(package: Package, language: str) -> PackageRow:
    return PackageRow(
        id=package.pk,
        number=package.number,
        order_number=package.order.number,
        mode=package.mode,
        clearance=package.clearance,
        fulfilment=package.fulfilment,
        word=word(parcel_word(parcel_of(package)), language),
        reason=reason_words(package.reason_code, package.reason, language),
        total=package.total,
        pieces=sum(line.quantity for line in package.lines.all()),
        paid_at=package.order.paid_at,
        waybill=found.number if (found := domestic(package)) else "",
    )
