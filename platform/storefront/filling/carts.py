"""Cart and checkout, from the orders floor's view of a cart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from orders import types as domain
from orders.errors import OverLimit
from orders.pricing import MOST_PIECES, NOT_DELIVERED
from storefront.countries import country
from storefront.filling.cards import product_url
from storefront.filling.pictures import thumb
from storefront.presentation import (
    CartGroup,
    CartLine,
    CartView,
    LimitView,
    Price,
    SplitPart,
    SplitProposal,
    WayView,
)

FEW = 10
Ways = Mapping[str, tuple[WayView, ...]]
_NEAR = Decimal("0.9")


def cart(
    found: domain.CartView | None, parted: domain.CartView | None = None, ways: Ways | None = None
) -> CartView:
    """`parted`: the same cart as it would be split, where a group is over the single limit; `ways`: by group's key."""
    if found is None:
        return CartView()
    groups = tuple(_group(one, parted, ways) for one in found.groups)
    waits = any(group.split for group in groups)
    priced = parted if waits and parted is not None else found
    return CartView(
        groups=groups,
        broken=tuple(_line(line) for line in found.invalid),
        broken_ids=",".join(str(line.sku_id) for line in found.invalid if line.problem != "few_left"),
        total=Price.of(priced.total),
        tax=Price.of(priced.tax),
        count=found.pieces,
        checkout_url=reverse("storefront:checkout") if found.may_check_out and not waits else "",
    )


def all_lines(found: domain.CartView) -> list[domain.CartLineView]:
    return [line for group in found.groups for line in group.lines] + list(found.invalid)


def has_proposal(found: domain.CartView) -> bool:
    return any(group.proposal for group in found.groups)


def checkout_groups(found: domain.CartView) -> tuple[CartGroup, ...]:
    return tuple(_group(one, None) for one in found.groups)


def _key(group: domain.CartGroup) -> str:
    return f"{group.supplier_id}-{group.warehouse_id}-{group.mode}"


def _group(group: domain.CartGroup, parted: domain.CartView | None, ways: Ways | None = None) -> CartGroup:
    priced = _parts(group, parted) if group.proposal and parted is not None else [group]
    return CartGroup(
        key=_key(group),
        supplier=group.supplier_name,
        warehouse=group.warehouse_name,
        mode=group.mode,
        lines=tuple(_line(line) for line in group.lines),
        goods=Price.of(group.goods),
        tax=Price.of(sum((part.tax for part in priced), Decimal(0))),
        freight=Price.of(sum((part.freight for part in priced), Decimal(0))),
        total=Price.of(sum((part.total for part in priced), Decimal(0))),
        country=country(group.warehouse_country),
        limit=_limit(group),
        split=_split(group, parted) if group.proposal and parted is not None else None,
        freight_note=_freight_note(group),
        ways=(ways or {}).get(_key(group), ()),
    )


def _freight_note(group: domain.CartGroup) -> str:
    if group.refusal == NOT_DELIVERED:
        return _("Not delivered to the province of this address")
    if group.to_free_freight is None and group.freight_varies:
        return _("By weight and province")
    if group.to_free_freight is None:
        return ""
    return _("%(amount)s more and freight is free") % {"amount": Price.of(group.to_free_freight).text}


def _limit(group: domain.CartGroup) -> LimitView | None:
    if group.refusal:
        says = str(OverLimit(group.refusal)) if group.refusal.startswith("over_") else _cannot_be_taxed()
    else:
        says = ""
    if group.limit is None:
        return None
    held = group.held or group.goods + group.freight
    state = "over" if group.refusal else "near" if held >= group.limit * _NEAR else "ok"
    if state == "near" and held <= group.limit:
        says = _("Close to the limit of one cross-border order.")
    return LimitView(int(held), int(group.limit), f"{held:,.0f}", f"{group.limit:,.0f}", state, says)


def _cannot_be_taxed() -> str:
    return _("The tax of an item cannot be counted now, so it cannot be sold.")


def _split(group: domain.CartGroup, parted: domain.CartView) -> SplitProposal:
    return SplitProposal(
        reason=_(
            "One cross-border order may hold goods for at most 5,000 yuan. We would send these as separate"
            " packages, each declared and paid by itself; nothing is changed before you agree."
        ),
        parts=tuple(
            SplitPart(
                "、".join(f"{line.title} × {line.quantity}" for line in part.lines), Price.of(part.total)
            )
            for part in _parts(group, parted)
        ),
        action=reverse("storefront:cart_split"),
    )


def _parts(group: domain.CartGroup, parted: domain.CartView) -> list[domain.CartGroup]:
    """What the group becomes when it is split: taxed and sent package by package."""
    same = (group.supplier_id, group.warehouse_id, group.mode)
    return [part for part in parted.groups if (part.supplier_id, part.warehouse_id, part.mode) == same]


_PROBLEMS = {
    "delisted": lambda line: _("No longer on sale: the mall has taken it off its shelves"),
    "sold_out": lambda line: _("Sold out"),
    "few_left": lambda line: _("Only %(count)s left: please take fewer") % {"count": line.sellable},
    "untaxable": lambda line: _("Cannot be sold just now: its tax cannot be counted"),
}


def _line(line: domain.CartLineView) -> CartLine:
    title = line.title or _("An item that is gone")
    gone = line.problem == "delisted"
    return CartLine(
        id=str(line.sku_id),
        sku_id=str(line.sku_id),
        title=title,
        price=Price.of(line.unit_price),
        quantity=line.quantity,
        amount=Price.of(line.amount),
        url=product_url(line.product_id, line.slug) if line.product_id and not gone else "",
        sku=line.option,
        image=thumb(line.picture, title),
        most=max(1, min(line.sellable, MOST_PIECES)),
        stock_note=_left(line.sellable) if not line.problem else "",
        problem=_PROBLEMS[line.problem](line) if line.problem else "",
        fixable=line.problem == "few_left",
        tax_note=_tax(line.tax),
        similar_url=_similar(line) if line.problem in ("delisted", "sold_out", "untaxable") else "",
    )


def _similar(line: domain.CartLineView) -> str:
    """Where goods like it may be found; nothing is known of what is gone altogether."""
    words = line.title.split("·")[0].strip()[:40]
    return f"{reverse('storefront:search')}?{urlencode({'q': words})}" if words else ""


def _tax(tax: Decimal) -> str:
    return _("plus import tax %(amount)s") % {"amount": Price.of(tax).text} if tax else ""


def _left(sellable: int) -> str:
    return _("Only %(count)s left") % {"count": sellable} if sellable < FEW else ""
