"""Lines that somebody may say something of: those of packages they signed for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.reviews.writing import Written, of_lines
from orders.models import Line
from orders.selectors.language import in_language
from orders.selectors.visible import visible_orders
from tenancy.actors import Actor


@dataclass(frozen=True, slots=True)
class BoughtLine:
    """`signed_at`: None while it is under way, and for ever where it never arrived. `review`: what was said of it."""

    id: int
    product_id: int
    sku_id: int
    slug: str
    title: str
    option: str
    picture: str
    consignee: str
    signed_at: datetime | None
    review: Written | None


def bought_lines(number: str, actor: Actor, *, language: str = "zh-hans") -> list[BoughtLine]:
    """The lines of an order of the actor, in order; none where it is not theirs. Two statements."""
    rows = (
        Line.objects.filter(order__in=visible_orders(actor).filter(number=number))
        .select_related("order", "package", "sku")
        .order_by("package__sequence", "sequence")
    )
    lines = list(rows)
    said = of_lines([line.pk for line in lines])
    return [
        BoughtLine(
            line.pk, line.sku.product_id, line.sku.pk, line.slug, in_language(line.title, language),
            in_language(line.option, language), line.picture, line.order.consignee, line.package.signed_at,
            said.get(line.pk),
        )
        for line in lines
    ]  # fmt: skip
